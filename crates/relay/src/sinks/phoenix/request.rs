//! Events to annotations. Pure.

use reqwest::Method;
use serde_json::{Value as Json, json};
use thumbspan_contract::{Event, Signal, Target};

use crate::sinks::http::{Call, Plan};
use crate::sinks::ids;
use crate::sinks::said::{self, Said};
use crate::sinks::source::Source;

/// The end points, in the order in which they are called.
const PATHS: [&str; 3] = [
    "/v1/span_annotations?sync=true",
    "/v1/trace_annotations?sync=true",
    "/v1/session_annotations?sync=true",
];

/// One annotation: its end point, what makes it the same as another, and its body.
struct Annotation {
    path: usize,
    key: [String; 3],
    body: Json,
}

/// The requests for some events: one for each kind of target.
///
/// # Errors
/// Which target Phoenix does not have.
pub(super) fn plan(events: &[Event]) -> Result<Plan, String> {
    let (mut all, mut untold): (Vec<Annotation>, _) = (Vec::new(), None);
    for event in events {
        let (signals, reason) = said::without_objects(event, "Phoenix");
        untold = untold.or(reason);
        for annotation in annotations(event, &signals)? {
            // In one request the last word on an annotation must be the only one.
            all.retain(|each| (each.path, &each.key) != (annotation.path, &annotation.key));
            all.push(annotation);
        }
    }
    let call = |(path, name): (usize, &&str)| {
        let own = all.iter().filter(|each| each.path == path);
        let data: Vec<_> = own.map(|each| &each.body).collect();
        (!data.is_empty()).then(|| Call::tell(Method::POST, *name, &json!({"data": data})))
    };
    let calls = PATHS.iter().enumerate().filter_map(call).collect();
    Ok(Plan { calls, untold })
}

fn annotations(event: &Event, signals: &[&Signal]) -> Result<Vec<Annotation>, String> {
    let (path, field, id) = target(&event.target)?;
    let annotator = match Source::of(event) {
        Source::Human => "HUMAN",
        Source::Code => "CODE",
        Source::Model => "LLM",
    };
    let annotation = |label: &str, identifier: &str, result: Json, metadata: Json| Annotation {
        path,
        key: [id.clone(), label.to_owned(), identifier.to_owned()],
        body: json!({
            field: id,
            "name": label,
            "annotator_kind": annotator,
            "result": result,
            "metadata": metadata,
            "identifier": identifier,
        }),
    };
    let mut found = Vec::new();
    for signal in signals {
        if signal.value.is_some() {
            let metadata = Json::Object(said::about(event, signal));
            found.push(annotation(
                &signal.label,
                &event.id,
                result(signal),
                metadata,
            ));
        }
        if let Some(revises) = said::revised(event) {
            let metadata = json!({said::id_name(event): revises, "revised_by": event.id});
            found.push(annotation(&signal.label, revises, json!({}), metadata));
        }
    }
    Ok(found)
}

fn target(target: &Target) -> Result<(usize, &'static str, String), String> {
    match target {
        Target::Span { span_id, .. } => Ok((0, "span_id", ids::span_hex(span_id)?)),
        Target::Trace { trace_id } => Ok((1, "trace_id", ids::trace_hex(trace_id)?)),
        Target::Session { session_id } => Ok((2, "session_id", session_id.clone())),
        Target::JoinKey { .. } => Err("Phoenix has no join keys.".to_owned()),
    }
}

fn result(signal: &Signal) -> Json {
    let said = Said::of(signal);
    let mut result = json!({});
    if let Some(word) = said.word() {
        result["label"] = json!(word);
    }
    if let Some(score) = said.score() {
        result["score"] = said::number(score);
    }
    if let Some(words) = said.words().or(signal.reasoning.as_deref()) {
        result["explanation"] = json!(words);
    }
    result
}
