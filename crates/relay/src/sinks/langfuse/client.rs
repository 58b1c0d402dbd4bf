//! Sending to Langfuse, and what its answers mean.

use serde_json::Value as Json;

use super::{Body, Config, request};
use crate::sinks::answer::{self, Answer, Verdict, Words};
use crate::sinks::http::{Http, Key, Told};
use crate::sinks::{Keeps, SinkOpenError};

const WORDS: Words = Words {
    backend: "Langfuse",
    key: "set langfuse_public_key and langfuse_secret_key of one project",
    intake: "Langfuse",
    address: "correct langfuse_url",
};
const BATCH: usize = 50;

/// Makes the Langfuse sink ready.
///
/// # Errors
/// A wrong or private address, a wrong key, or no TLS.
pub(in crate::sinks) fn open(config: &Config) -> Result<Told, SinkOpenError> {
    let key = Key::basic(&config.public_key, &config.secret_key);
    let own = config.clone();
    Ok(Told {
        http: Http::open(&config.at, WORDS, [key])?,
        name: config.at.name.clone(),
        batch: if config.body == Body::List { BATCH } else { 1 },
        keeps: Keeps::ById,
        plan: Box::new(move |events| request::plan(events, &own)),
        judge,
    })
}

/// As all do, but a 207 can refuse scores of a list: it is halved until the bad one stands alone.
/// What was taken before is replaced by the repeat, since the ids are the same.
pub(super) fn judge(answer: Answer<'_>) -> Verdict {
    match answer.status {
        207 if rejects(answer.body) => Verdict::Never,
        _ => answer::judge(answer),
    }
}

fn rejects(body: &[u8]) -> bool {
    let Ok(json) = serde_json::from_slice::<Json>(body) else {
        return true;
    };
    let some = |json: &Json| match json {
        Json::Number(number) => number.as_u64() != Some(0),
        Json::Array(list) => !list.is_empty(),
        _ => false,
    };
    some(&json["rejected"]) || some(&json["errors"])
}
