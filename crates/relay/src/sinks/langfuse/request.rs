//! Events to scores. Pure.

use reqwest::Method;
use serde_json::{Map, Value as Json, json};
use thumbspan_contract::{Event, Signal, Target};

use super::{Body, Config};
use crate::sinks::http::{Call, Plan};
use crate::sinks::said::{self, Said};
use crate::sinks::{ids, time};

const PATH: &str = "/api/public/scores";
/// Characters of a text score (`TEXT_SCORE_MAX_LENGTH`):
/// <https://github.com/langfuse/langfuse/blob/main/packages/shared/src/domain/scores.ts>.
const TEXT_CHARS: usize = 500;
/// Bytes of one request.
const MOST_BYTES: usize = 1_000_000;

/// The requests for some events: their scores, then what they revise.
///
/// # Errors
/// Which target Langfuse does not have, or that a list is too large.
pub(super) fn plan(events: &[Event], config: &Config) -> Result<Plan, String> {
    let (mut scores, mut deleted, mut untold) = (Vec::new(), Vec::new(), None);
    for event in events {
        let target = target(&event.target)?;
        let (signals, reason) = said::without_objects(event, "Langfuse");
        untold = untold.or(reason);
        let told = signals.iter().filter(|signal| signal.value.is_some());
        scores.extend(told.map(|signal| score(event, signal, target.clone())));
        deleted.extend(said::retired(event));
    }
    // Whatever a later event of the same list revises need not be written first.
    scores.retain(|score| !deleted.iter().any(|id| score["id"] == **id));
    let mut calls = match config.body {
        Body::List if scores.is_empty() => Vec::new(),
        Body::List => vec![Call::tell(Method::POST, PATH, &json!(scores))],
        Body::Single => {
            let each = scores.iter();
            each.map(|score| Call::tell(Method::POST, PATH, score))
                .collect()
        }
    };
    if calls.iter().any(|call| call.body.len() > MOST_BYTES) {
        return Err(format!("The scores have more than {MOST_BYTES} bytes."));
    }
    calls.extend(
        deleted
            .iter()
            .map(|id| Call::delete(format!("{PATH}/{id}"))),
    );
    Ok(Plan { calls, untold })
}

fn target(target: &Target) -> Result<Map<String, Json>, String> {
    let pairs = match target {
        Target::Span { trace_id: None, .. } => {
            return Err("The span comes without its trace_id, and Langfuse finds observations by their trace.".to_owned());
        }
        Target::Span {
            span_id,
            trace_id: Some(trace_id),
        } => vec![
            ("traceId", as_known(trace_id, ids::trace_hex)?),
            ("observationId", as_known(span_id, ids::span_hex)?),
        ],
        Target::Trace { trace_id } => vec![("traceId", as_known(trace_id, ids::trace_hex)?)],
        Target::Session { session_id } => vec![("sessionId", session_id.clone())],
        Target::JoinKey { .. } => return Err("Langfuse has no join keys.".to_owned()),
    };
    let pairs = pairs.into_iter();
    Ok(pairs.map(|(key, id)| (key.to_owned(), json!(id))).collect())
}

/// Numbers and hexadecimal digits are OpenTelemetry's ids; everything else is Langfuse's own.
fn as_known(id: &str, hex: fn(&str) -> Result<String, String>) -> Result<String, String> {
    let number = id.bytes().all(|byte| byte.is_ascii_digit());
    match hex(id) {
        Ok(hex) => Ok(hex),
        Err(reason) if number => Err(reason),
        Err(_) => Ok(id.to_owned()),
    }
}

fn score(event: &Event, signal: &Signal, mut score: Map<String, Json>) -> Json {
    let (kind, value, comment) = match Said::of(signal) {
        Said::Category(word) => ("CATEGORICAL", json!(word), None),
        Said::Number(number) => ("NUMERIC", said::number(number), None),
        Said::Flag(flag) => ("BOOLEAN", json!(u8::from(flag)), None),
        Said::Words(words) if words.chars().count() <= TEXT_CHARS => ("TEXT", json!(words), None),
        Said::Words(words) => {
            let cut: String = words.chars().take(TEXT_CHARS).collect();
            ("TEXT", json!(cut), Some(words))
        }
        // Neither comes here.
        Said::Withdrawn | Said::Object(_) => ("TEXT", Json::Null, None),
    };
    let mut put = |key: &str, value: Json| score.insert(key.to_owned(), value);
    put("id", json!(ids::of_signal(&event.id, &signal.label)));
    put("name", json!(signal.label));
    put("dataType", json!(kind));
    put("value", value);
    put("timestamp", json!(time::rfc3339(event.timestamp_ms)));
    put("metadata", Json::Object(said::about(event, signal)));
    if let Some(comment) = comment.or(signal.reasoning.as_deref()) {
        put("comment", json!(comment));
    }
    Json::Object(score)
}
