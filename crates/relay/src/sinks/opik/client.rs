//! Sending to Opik, and what its answers mean.

use super::{Config, request};
use crate::sinks::answer::{self, Words};
use crate::sinks::http::{Http, Key, Told};
use crate::sinks::{Keeps, SinkOpenError};

const WORDS: Words = Words {
    backend: "Opik",
    key: "set opik_api_key and opik_workspace",
    intake: "Opik",
    address: "correct opik_url, to which /api is appended",
};

/// Makes the Opik sink ready.
///
/// # Errors
/// A wrong or private address, a wrong key or workspace, or no TLS.
pub(in crate::sinks) fn open(config: &Config) -> Result<Told, SinkOpenError> {
    // Opik wants the key bare, without "Bearer".
    let key = config.api_key.as_ref();
    let key = key.map(|key| Key::header("authorization", key));
    let workspace = config.workspace.clone();
    let workspace = workspace.map(|name| Key::header("comet-workspace", &name.into()));
    let own = config.clone();
    Ok(Told {
        http: Http::open(&config.at, WORDS, key.into_iter().chain(workspace))?,
        name: config.at.name.clone(),
        batch: 1,
        keeps: Keeps::ByName,
        plan: Box::new(move |events| request::plan(events, &own)),
        judge: answer::judge,
    })
}
