//! Sending to Weave, and what its answers mean.

use super::{Config, request};
use crate::sinks::answer::{self, Words};
use crate::sinks::http::{Http, Key, Told};
use crate::sinks::{Keeps, SinkOpenError};

const WORDS: Words = Words {
    backend: "Weave",
    key: "set weave_api_key",
    intake: "Weave",
    address: "correct weave_url and weave_project",
};

/// Makes the Weave sink ready.
///
/// # Errors
/// A wrong or private address, a wrong key, or no TLS.
pub(in crate::sinks) fn open(config: &Config) -> Result<Told, SinkOpenError> {
    let own = config.clone();
    Ok(Told {
        http: Http::open(&config.at, WORDS, [Key::basic("api", &config.api_key)])?,
        name: config.at.name.clone(),
        batch: 1,
        keeps: Keeps::ById,
        plan: Box::new(move |events| request::plan(events, &own)),
        judge: answer::judge,
    })
}
