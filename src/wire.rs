//! The contract's types as JavaScript objects: what is posted, and what the host's listeners get.

use js_sys::{Array, Reflect};
use thumbspan_contract::{Event, Signal, Submitter, Tags, Target, Value};
use wasm_bindgen::JsValue;

use crate::error::Fault;
use crate::json::write;

/// An event as it stands on the wire. Each struct is taken apart whole, so that a field which is
/// added to the contract cannot be forgotten here.
pub(crate) fn event(event: &Event) -> JsValue {
    let Event {
        id,
        target,
        signals,
        ml_app,
        submitter,
        timestamp_ms,
        tags,
        revises,
        ticket,
    } = event;
    let signals: Array = signals.iter().map(signal).collect();
    #[expect(
        clippy::cast_precision_loss,
        reason = "the contract keeps timestamps below 2^53"
    )]
    let timestamp_ms = *timestamp_ms as f64;
    write(&[
        ("id", id.into()),
        ("target", self::target(target)),
        ("signals", signals.into()),
        ("ml_app", ml_app.as_ref().into()),
        ("submitter", submitter.as_ref().map(self::submitter).into()),
        ("timestamp_ms", timestamp_ms.into()),
        ("tags", self::tags(tags)),
        ("revises", revises.as_ref().into()),
        ("ticket", ticket.as_ref().into()),
    ])
}

fn target(target: &Target) -> JsValue {
    let (kind, field, id, trace_id) = match target {
        Target::Span { span_id, trace_id } => ("span", "span_id", span_id, trace_id.as_ref()),
        Target::Trace { trace_id } => ("trace", "trace_id", trace_id, None),
        Target::Session { session_id } => ("session", "session_id", session_id, None),
        Target::JoinKey { join_key } => ("join_key", "join_key", join_key, None),
    };
    let trace_id = trace_id.map_or(JsValue::UNDEFINED, JsValue::from);
    write(&[
        ("kind", kind.into()),
        (field, id.into()),
        ("trace_id", trace_id),
    ])
}

fn signal(signal: &Signal) -> JsValue {
    let Signal {
        label,
        metric_type,
        value,
    } = signal;
    write(&[
        ("label", label.into()),
        ("metric_type", metric_type.as_str().into()),
        ("value", self::value(value.as_ref())),
    ])
}

/// Null withdraws.
fn value(value: Option<&Value>) -> JsValue {
    match value {
        None => JsValue::NULL,
        Some(Value::Flag(flag)) => (*flag).into(),
        Some(Value::Score(score)) => (*score).into(),
        Some(Value::Text(text)) => text.into(),
    }
}

fn submitter(submitter: &Submitter) -> JsValue {
    let Submitter { id, kind } = submitter;
    write(&[("id", id.into()), ("type", kind.as_ref().into())])
}

fn tags(tags: &Tags) -> JsValue {
    if tags.is_empty() {
        return JsValue::UNDEFINED;
    }
    let object = js_sys::Object::new();
    for (key, value) in tags {
        let _ = Reflect::set(&object, &key.into(), &value.into());
    }
    object.into()
}

/// The detail of `feedback-change`.
pub(crate) fn change(signal: &Signal) -> JsValue {
    let value = value(signal.value.as_ref());
    write(&[("label", (&signal.label).into()), ("value", value)])
}

/// The detail of `feedback-error`.
pub(crate) fn fault(fault: &Fault) -> JsValue {
    let Fault {
        code,
        message,
        retryable,
    } = fault;
    write(&[
        ("code", code.into()),
        ("message", message.into()),
        ("retryable", (*retryable).into()),
    ])
}
