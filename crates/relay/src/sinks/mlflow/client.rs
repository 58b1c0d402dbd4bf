//! Sending to MLflow, and what its answers mean.

use super::{Access, Config, request};
use crate::sinks::answer::{self, Answer, Purpose, Verdict, Words, says};
use crate::sinks::http::{Http, Key, Told};
use crate::sinks::{Keeps, SinkOpenError};

const WORDS: Words = Words {
    backend: "MLflow",
    key: "set mlflow_token, or mlflow_user and mlflow_password",
    intake: "MLflow with assessments (version 3)",
    address: "correct mlflow_url",
};

/// Makes the MLflow sink ready.
///
/// # Errors
/// A wrong or private address, a wrong key, or no TLS.
pub(in crate::sinks) fn open(config: &Config) -> Result<Told, SinkOpenError> {
    let key = match &config.access {
        Access::Open => None,
        Access::Token(token) => Some(Key::bearer(token)),
        Access::Basic(user, password) => Some(Key::basic(user, password)),
    };
    let own = config.clone();
    Ok(Told {
        http: Http::open(&config.at, WORDS, key)?,
        name: config.at.name.clone(),
        batch: 1,
        keeps: Keeps::ById,
        plan: Box::new(move |events| request::plan(events, &own)),
        judge,
    })
}

/// As all do, but a trace that does not exist may come into being. What is to be removed is gone
/// only when MLflow itself says so: another server's 404 removes nothing.
pub(super) fn judge(answer: Answer<'_>) -> Verdict {
    let missing = says(answer, "RESOURCE_DOES_NOT_EXIST");
    match (answer.status, answer.purpose) {
        (404, Purpose::Tell) if missing => Verdict::NotYet,
        (404, Purpose::Retire) if !missing => Verdict::WrongAddress,
        _ => answer::judge(answer),
    }
}
