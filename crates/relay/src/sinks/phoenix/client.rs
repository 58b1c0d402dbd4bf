//! Sending to Phoenix, and what its answers mean.

use super::{Config, request};
use crate::sinks::answer::{self, Answer, Verdict, Words, says};
use crate::sinks::http::{Http, Key, Told};
use crate::sinks::{Keeps, SinkOpenError};

const WORDS: Words = Words {
    backend: "Phoenix",
    key: "set phoenix_api_key",
    intake: "Phoenix",
    address: "correct phoenix_url",
};
const BATCH: usize = 100;

/// Makes the Phoenix sink ready.
///
/// # Errors
/// A wrong or private address, a wrong key, or no TLS.
pub(in crate::sinks) fn open(config: &Config) -> Result<Told, SinkOpenError> {
    let key = config.api_key.as_ref().map(Key::bearer);
    Ok(Told {
        http: Http::open(&config.at, WORDS, key)?,
        name: config.at.name.clone(),
        batch: BATCH,
        keeps: Keeps::ById,
        plan: Box::new(request::plan),
        judge,
    })
}

/// As all do, but a target that does not exist may come into being.
pub(super) fn judge(answer: Answer<'_>) -> Verdict {
    match answer.status {
        404 if says(answer, "not exist") => Verdict::NotYet,
        _ => answer::judge(answer),
    }
}
