//! Sending to a web hook, and what its answers mean.

use std::sync::Arc;

use super::{Config, request};
use crate::clock::Clock;
use crate::sinks::answer::{self, Answer, Verdict, Words};
use crate::sinks::http::{Http, Told};
use crate::sinks::{Keeps, SinkOpenError};

const WORDS: Words = Words {
    backend: "The web hook",
    key: "let its receiver know one of webhook_secrets",
    intake: "web hook",
    address: "correct webhook_url",
};

/// Makes the web hook ready.
///
/// # Errors
/// A wrong or private address, or no TLS.
pub(in crate::sinks) fn open(
    config: &Config,
    clock: &Arc<dyn Clock>,
) -> Result<Told, SinkOpenError> {
    let (own, clock) = (config.clone(), Arc::clone(clock));
    Ok(Told {
        http: Http::open(&config.at, WORDS, [])?.hidden(),
        name: config.at.name.clone(),
        batch: 1,
        keeps: Keeps::Log,
        plan: Box::new(move |events| {
            let seconds = clock.now_ms() / 1_000;
            Ok(request::plan(events, &own.secrets, seconds))
        }),
        judge,
    })
}

/// As all do, but 410 asks to be left alone: the operator decides.
pub(super) fn judge(answer: Answer<'_>) -> Verdict {
    match answer.status {
        410 => Verdict::WrongAddress,
        _ => answer::judge(answer),
    }
}
