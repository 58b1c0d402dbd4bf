//! Sending to LangSmith, and what its answers mean.

use super::{Config, request};
use crate::sinks::answer::{self, Answer, Purpose, Verdict, Words};
use crate::sinks::http::{Http, Key, Told};
use crate::sinks::{Keeps, SinkOpenError};

const WORDS: Words = Words {
    backend: "LangSmith",
    key: "set langsmith_api_key",
    intake: "LangSmith",
    address: "correct langsmith_url",
};

/// Makes the LangSmith sink ready.
///
/// # Errors
/// A wrong or private address, a wrong key, or no TLS.
pub(in crate::sinks) fn open(config: &Config) -> Result<Told, SinkOpenError> {
    let key = Key::header("x-api-key", &config.api_key);
    let own = config.clone();
    Ok(Told {
        http: Http::open(&config.at, WORDS, [key])?,
        name: config.at.name.clone(),
        batch: 1,
        keeps: Keeps::ById,
        plan: Box::new(move |events| request::plan(events, &own)),
        judge,
    })
}

/// As all do, but a run that does not exist may come into being, and what conflicts is there.
pub(super) fn judge(answer: Answer<'_>) -> Verdict {
    match (answer.purpose, answer.status) {
        (Purpose::Tell, 404) => Verdict::NotYet,
        (Purpose::Tell, 409) => Verdict::Taken,
        _ => answer::judge(answer),
    }
}
