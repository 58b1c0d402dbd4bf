//! Sending to an OTLP receiver, and what its answers mean.

use serde_json::Value as Json;

use super::protobuf::{Read, fields};
use super::{Config, request};
use crate::sinks::answer::{self, Answer, Verdict, Words};
use crate::sinks::http::{Http, Key, Told};
use crate::sinks::{Keeps, SinkOpenError};

const WORDS: Words = Words {
    backend: "The OTLP receiver",
    key: "set otlp_headers as it wants them",
    intake: "intake for logs",
    address: "correct otlp_url, to which /v1/logs is appended",
};
const BATCH: usize = 200;

/// Makes the OTLP sink ready.
///
/// # Errors
/// A wrong or private address, a wrong header, or no TLS.
pub(in crate::sinks) fn open(config: &Config) -> Result<Told, SinkOpenError> {
    let headers = config.headers.iter();
    let keys = headers.map(|(name, value)| Key::header(name.as_str(), value));
    let (at, own) = (&config.at, config.clone());
    Ok(Told {
        http: Http::open(at, WORDS, keys)?,
        name: at.name.clone(),
        batch: BATCH,
        keeps: Keeps::Log,
        plan: Box::new(move |events| request::plan(events, &own)),
        judge,
    })
}

/// As all do, but of the answers that say "not now" only 429, 502, 503 and 504 may be followed by
/// the same request (<https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes>), and a
/// receiver can refuse records in a 200
/// (<https://opentelemetry.io/docs/specs/otlp/#partial-success-1>).
pub(super) fn judge(answer: Answer<'_>) -> Verdict {
    match (answer::judge(answer), answer.status) {
        (Verdict::Taken, _) if rejected(answer.body) => Verdict::Never,
        (Verdict::NotNow, 429 | 502 | 503 | 504) => Verdict::NotNow,
        (Verdict::NotNow, _) => Verdict::Never,
        (verdict, _) => verdict,
    }
}

fn rejected(body: &[u8]) -> bool {
    if let Ok(json) = serde_json::from_slice::<Json>(body) {
        let count = &json["partialSuccess"]["rejectedLogRecords"];
        let text = count.as_str().map(str::to_owned);
        return text
            .or_else(|| count.as_u64().map(|number| number.to_string()))
            .is_some_and(|digits| digits != "0");
    }
    let partial = fields(body).into_iter().find_map(|field| match field {
        (1, Read::Bytes(partial)) => Some(partial),
        _ => None,
    });
    let counts = |field: &(u64, Read<'_>)| matches!(field, (1, Read::Number(1..)));
    partial.is_some_and(|partial| fields(partial).iter().any(counts))
}
