//! Sending to Braintrust, and what its answers mean.

use super::{Config, request};
use crate::sinks::answer::{self, Words};
use crate::sinks::http::{Http, Key, Told};
use crate::sinks::{Keeps, SinkOpenError};

const WORDS: Words = Words {
    backend: "Braintrust",
    key: "set braintrust_api_key",
    intake: "such project",
    address: "correct braintrust_url and braintrust_project_id",
};

/// Makes the Braintrust sink ready.
///
/// # Errors
/// A wrong or private address, a wrong key, or no TLS.
pub(in crate::sinks) fn open(config: &Config) -> Result<Told, SinkOpenError> {
    let own = config.clone();
    Ok(Told {
        http: Http::open(&config.at, WORDS, [Key::bearer(&config.api_key)])?,
        name: config.at.name.clone(),
        // A repeat repeats comments: of one event alone.
        batch: 1,
        keeps: Keeps::ByName,
        plan: Box::new(move |events| request::plan(events, &own)),
        judge: answer::judge,
    })
}
