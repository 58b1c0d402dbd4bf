//! Events to feedback. Pure.

use reqwest::Method;
use serde_json::{Value as Json, json};
use thumbspan_contract::{Event, Signal, Target};

use super::Config;
use crate::sinks::http::{Call, Plan};
use crate::sinks::said::{self, Said};
use crate::sinks::source::Source;
use crate::sinks::{ids, time};

const PATH: &str = "/feedback";

/// The requests for some events: one for each signal, and one for each that they revise.
///
/// # Errors
/// Which target LangSmith does not have.
pub(super) fn plan(events: &[Event], config: &Config) -> Result<Plan, String> {
    let mut calls = Vec::new();
    for event in events {
        let (run, trace) = target(&event.target)?;
        let told = event.signals.iter().filter(|signal| signal.value.is_some());
        for signal in told {
            let mut body = feedback(event, signal);
            body["run_id"] = json!(run);
            if let Some(trace) = &trace {
                body["trace_id"] = json!(trace);
            }
            if let Some(project) = &config.project_id {
                body["session_id"] = json!(project);
            }
            calls.push(Call::tell(Method::POST, PATH, &body));
        }
        calls.extend(said::retired(event).map(|id| Call::delete(format!("{PATH}/{id}"))));
    }
    Ok(calls.into())
}

fn target(target: &Target) -> Result<(String, Option<String>), String> {
    match target {
        Target::Span { span_id, trace_id } => {
            let trace = trace_id.as_deref();
            let trace = trace.map(|id| ids::canonical_uuid("trace id", id));
            Ok((ids::canonical_uuid("span id", span_id)?, trace.transpose()?))
        }
        Target::Trace { trace_id } => Ok((ids::canonical_uuid("trace id", trace_id)?, None)),
        Target::Session { .. } => {
            Err("LangSmith takes feedback on runs, not on threads.".to_owned())
        }
        Target::JoinKey { .. } => Err("LangSmith has no join keys.".to_owned()),
    }
}

fn feedback(event: &Event, signal: &Signal) -> Json {
    let said = Said::of(signal);
    let at = time::rfc3339(event.timestamp_ms);
    // The two that the SDK knows: <https://docs.smith.langchain.com/reference/python/schemas>.
    let source = match Source::of(event) {
        Source::Human | Source::Code => "api",
        Source::Model => "model",
    };
    let mut feedback = json!({
        "id": ids::of_signal(&event.id, &signal.label),
        "key": signal.label,
        "feedback_source": {"type": source, "metadata": said::about(event, signal)},
        "created_at": at,
        "modified_at": at,
    });
    let rounded = |score: f64| said::number((score * 10_000.0).round() / 10_000.0);
    let words = said.words().or(signal.reasoning.as_deref());
    let values = [
        ("score", said.score().map(rounded)),
        ("value", value(said)),
        ("comment", words.map(|words| json!(words))),
    ];
    for (field, value) in values {
        if let Some(value) = value {
            feedback[field] = value;
        }
    }
    feedback
}

fn value(said: Said<'_>) -> Option<Json> {
    match said {
        Said::Object(map) => Some(json!(map)),
        other => other.word().map(|word| json!(word)),
    }
}
