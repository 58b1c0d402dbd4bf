//! Events to feedback scores. Pure.

use reqwest::Method;
use serde_json::{Value as Json, json};
use thumbspan_contract::{Assessment, Event, Signal, Target};

use super::Config;
use crate::sinks::http::{Call, Plan};
use crate::sinks::ids;
use crate::sinks::said::{self, Said};

/// Where scores of one kind of target go.
struct Place {
    path: &'static str,
    field: &'static str,
    id: String,
}

/// The requests for some events: the scores of each, then what it withdraws.
///
/// # Errors
/// Which target Opik does not have.
pub(super) fn plan(events: &[Event], config: &Config) -> Result<Plan, String> {
    let mut plan = Plan::default();
    for event in events {
        let place = place(&event.target)?;
        let (signals, reason) = said::without_objects(event, "Opik");
        plan.untold = plan.untold.or(reason);
        let (told, withdrawn): (Vec<_>, Vec<_>) = signals
            .into_iter()
            .partition(|signal| signal.value.is_some());
        if !told.is_empty() {
            let scores: Vec<_> = told
                .iter()
                .map(|signal| score(signal, &place, config))
                .collect();
            let path = format!("{}/feedback-scores", place.path);
            plan.calls
                .push(Call::tell(Method::PUT, path, &json!({"scores": scores})));
        }
        let deleted = withdrawn.iter();
        let deleted = deleted.map(|signal| deletion(&signal.label, &place, config));
        plan.calls.extend(deleted);
    }
    Ok(plan)
}

fn place(target: &Target) -> Result<Place, String> {
    match target {
        Target::Span { span_id, .. } => Ok(Place {
            path: "/api/v1/private/spans",
            field: "id",
            id: ids::canonical_uuid("span id", span_id)?,
        }),
        Target::Trace { trace_id } => Ok(Place {
            path: "/api/v1/private/traces",
            field: "id",
            id: ids::canonical_uuid("trace id", trace_id)?,
        }),
        Target::Session { session_id } => Ok(Place {
            path: "/api/v1/private/traces/threads",
            field: "thread_id",
            id: session_id.clone(),
        }),
        Target::JoinKey { .. } => Err("Opik has no join keys.".to_owned()),
    }
}

fn score(signal: &Signal, place: &Place, config: &Config) -> Json {
    let said = Said::of(signal);
    // A text has no number of its own: the score says that there is one.
    let bare = if said.words().is_some() { 1.0 } else { 0.0 };
    let mut score = json!({
        place.field: place.id,
        "project_name": config.project,
        "name": signal.label,
        "value": said::number(said.score().unwrap_or(bare)),
        "source": "sdk",
    });
    if let Some(word) = said.word() {
        score["category_name"] = json!(word);
    }
    if let Some(reason) = reason(signal) {
        score["reason"] = json!(reason);
    }
    score
}

/// A text, or an evaluator's reasoning behind its assessment, which has no field of its own.
fn reason(signal: &Signal) -> Option<String> {
    let assessment = signal.assessment.map(Assessment::as_str);
    let reasoning = signal.reasoning.as_deref();
    let found: Vec<_> = assessment.into_iter().chain(reasoning).collect();
    let words = Said::of(signal).words().map(str::to_owned);
    words.or_else(|| (!found.is_empty()).then(|| found.join(": ")))
}

fn deletion(label: &str, place: &Place, config: &Config) -> Call {
    let (path, body) = if place.field == "thread_id" {
        let body = json!({
            "project_name": config.project, "thread_id": place.id, "names": [label],
        });
        (format!("{}/feedback-scores/delete", place.path), body)
    } else {
        let path = format!("{}/{}/feedback-scores/delete", place.path, place.id);
        (path, json!({"name": label}))
    };
    Call::tell(Method::POST, path, &body).retiring()
}
