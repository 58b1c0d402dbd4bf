//! Events to feedback. Pure.

use reqwest::Method;
use serde_json::{Value as Json, json};
use thumbspan_contract::{Event, EventKind, Signal, Target, check};

use super::Config;
use crate::sinks::http::{Call, Plan};
use crate::sinks::ids;
use crate::sinks::said::{self, Said};

/// Purges the feedback of an id, if there is any, and creates it anew. `/feedback/create` would keep
/// both for a while: the store's rows are merged in its own time
/// (<https://github.com/wandb/weave/blob/master/weave/trace_server/migrations/003_feedback.up.sql>).
const REPLACE: &str = "/feedback/replace";
const PURGE: &str = "/feedback/purge";
/// Characters of a note (`MAX_FEEDBACK_NOTE_LENGTH`):
/// <https://github.com/wandb/weave/blob/master/weave/trace_server/interface/feedback_types.py>.
const NOTE_CHARS: usize = 1_024;

/// The requests for some events: one for each signal, and one for each that they revise.
///
/// # Errors
/// Which target Weave does not have.
pub(super) fn plan(events: &[Event], config: &Config) -> Result<Plan, String> {
    let mut calls = Vec::new();
    for event in events {
        let call = call_id(&event.target)?;
        let told = event.signals.iter().filter(|signal| signal.value.is_some());
        for signal in told {
            let (kind, payload) = feedback(event, signal);
            let id = ids::of_signal(&event.id, &signal.label);
            let body = json!({
                "id": id,
                "feedback_id": id,
                "project_id": config.project,
                "weave_ref": format!("weave:///{}/call/{call}", config.project),
                "feedback_type": kind,
                "payload": payload,
            });
            calls.push(Call::tell(Method::POST, REPLACE, &body));
        }
        calls.extend(said::retired(event).map(|id| purge(&id, config)));
    }
    Ok(calls.into())
}

/// The one query that the server takes for purging: ids
/// (<https://github.com/wandb/weave/blob/master/weave/trace_server/feedback.py>).
fn purge(id: &str, config: &Config) -> Call {
    let query = json!({"$expr": {"$eq": [{"$getField": "id"}, {"$literal": id}]}});
    let body = json!({"project_id": config.project, "query": query});
    Call::tell(Method::POST, PURGE, &body).retiring()
}

/// A call's id becomes a part of a reference, which a slash would end.
fn call_id(target: &Target) -> Result<&str, String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    match target {
        Target::Span { span_id, .. } if span_id.bytes().all(plain) => Ok(span_id),
        Target::Span { span_id, .. } => Err(format!("The span id {span_id} is no id of a call.")),
        Target::Trace { .. } => {
            Err("Weave takes feedback on one call: send the span's id.".to_owned())
        }
        Target::Session { .. } => Err("Weave takes no feedback on sessions.".to_owned()),
        Target::JoinKey { .. } => Err("Weave has no join keys.".to_owned()),
    }
}

fn feedback(event: &Event, signal: &Signal) -> (String, Json) {
    let own = |value: Json| {
        let mut payload = said::about(event, signal);
        payload.insert("value".to_owned(), value);
        if let Some(reasoning) = &signal.reasoning {
            payload.insert("reasoning".to_owned(), json!(reasoning));
        }
        (signal.label.clone(), Json::Object(payload))
    };
    // A reaction is a person's, and has no place for what a program found beside it.
    let is_feedback = event.kind == EventKind::Feedback;
    let reaction = |emoji| ("wandb.reaction.1".to_owned(), json!({"emoji": emoji}));
    match Said::of(signal) {
        Said::Category("up") if is_feedback => reaction("\u{1f44d}"),
        Said::Category("down") if is_feedback => reaction("\u{1f44e}"),
        Said::Words(words)
            if signal.label == check::COMMENT && words.chars().count() <= NOTE_CHARS =>
        {
            ("wandb.note.1".to_owned(), json!({"note": words}))
        }
        Said::Category(word) | Said::Words(word) => own(json!(word)),
        Said::Flag(flag) => own(json!(flag)),
        Said::Number(number) => own(said::number(number)),
        Said::Object(map) => own(json!(map)),
        Said::Withdrawn => own(Json::Null),
    }
}
