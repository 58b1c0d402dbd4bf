//! The wire format: a submission, its events and their signals.

use serde_json::{Value, json};
use thumbspan_contract::check::{COMMENT, CORRECTION, NPS, RATING, REASON_PREFIX, THUMBS};
use thumbspan_contract::limits;

use super::{NO_NUL, absent, id, ml_app, object, of, tags, text, ticket, time, uuid};

pub(super) fn submission() -> Value {
    let events =
        json!({"type": "array", "minItems": 1, "maxItems": limits::EVENTS, "items": of("Event")});
    let mut submission = object(&["events"], json!({"events": events}));
    let bytes = limits::REQUEST_BYTES;
    submission["description"] = json!(format!("At most {bytes} bytes."));
    submission
}

pub(super) fn event() -> Value {
    let submitter = object(
        &["id"],
        json!({"id": text(limits::SUBMITTER_CHARS), "type": absent(&text(limits::SUBMITTER_TYPE_CHARS))}),
    );
    let properties = json!({
        "id": uuid(),
        "target": of("Target"),
        "signals": signals("Signal", &[THUMBS, RATING, NPS, COMMENT, CORRECTION]),
        "ml_app": absent(&ml_app()),
        "submitter": absent(&submitter),
        "timestamp_ms": time(),
        "tags": absent(&tags(&json!({"type": "string", "maxLength": limits::TAG_VALUE_CHARS, "pattern": NO_NUL}))),
        "revises": absent(&uuid()),
        "ticket": absent(&ticket()),
    });
    let mut event = object(&["id", "target", "signals", "timestamp_ms"], properties);
    let told = json!({"type": ["string", "number", "boolean"]});
    event["if"] = json!({"required": ["revises"], "properties": {"revises": {"type": "string"}}});
    event["else"]["properties"]["signals"]["items"]["properties"]["value"] = told;
    event
}

/// Each with a label of its own; JSON Schema can say that of the labels that we know.
pub(super) fn signals(items: &str, labels: &[&str]) -> Value {
    let once = |label: &str| {
        let of_label = json!({"properties": {"label": {"const": label}}});
        json!({"contains": of_label, "minContains": 0, "maxContains": 1})
    };
    let known: Vec<_> = labels.iter().map(|label| once(label)).collect();
    json!({
        "type": "array",
        "minItems": 1,
        "maxItems": limits::SIGNALS,
        "uniqueItems": true,
        "items": of(items),
        "allOf": known,
        "description": "Each with a label of its own.",
    })
}

pub(super) fn target() -> Value {
    let kind = |kind: &str, field: &str| {
        object(
            &["kind", field],
            json!({"kind": {"const": kind}, field: id()}),
        )
    };
    let mut span = kind("span", "span_id");
    span["properties"]["trace_id"] = absent(&id());
    json!({"oneOf": [span, kind("trace", "trace_id"), kind("session", "session_id"), kind("join_key", "join_key")]})
}

/// A signal; the value null withdraws, in an event that has `revises`.
pub(super) fn signal() -> Value {
    let label = format!("^[A-Za-z][A-Za-z0-9_]{{0,{}}}$", limits::LABEL_BYTES - 1);
    let types = ["categorical", "score", "boolean", "text"];
    let properties = json!({
        "label": {"type": "string", "pattern": label},
        "metric_type": {"enum": types},
        "value": {"type": ["string", "number", "boolean", "null"]},
    });
    let mut signal = object(&["label", "metric_type", "value"], properties);
    let whole = |least: u8, most: u8| json!({"type": "integer", "minimum": least, "maximum": most});
    let rules = [
        of_type("categorical", &text(limits::CATEGORY_CHARS)),
        of_type("score", &json!({"type": "number"})),
        of_type("boolean", &json!({"type": "boolean"})),
        of_type("text", &text(limits::TEXT_CHARS)),
        of_label(
            &json!({"const": THUMBS}),
            "categorical",
            &json!({"enum": ["up", "down"]}),
        ),
        of_label(&json!({"const": RATING}), "score", &whole(1, 5)),
        of_label(&json!({"const": NPS}), "score", &whole(0, 10)),
        of_label(
            &json!({"enum": [COMMENT, CORRECTION]}),
            "text",
            &text(limits::TEXT_CHARS),
        ),
        of_label(
            &json!({"pattern": format!("^{REASON_PREFIX}")}),
            "boolean",
            &json!({"type": "boolean"}),
        ),
        json!({
            "if": {"properties": {"label": {"pattern": format!("^{REASON_PREFIX}")}}},
            "then": {"properties": {"label": {"pattern": format!("^{REASON_PREFIX}[a-z0-9_]+$")}}},
        }),
    ];
    signal["allOf"] = json!(rules);
    signal
}

pub(super) fn of_type(metric_type: &str, value: &Value) -> Value {
    json!({
        "if": {"properties": {"metric_type": {"const": metric_type}}},
        "then": {"properties": {"value": absent(value)}},
    })
}

fn of_label(label: &Value, metric_type: &str, value: &Value) -> Value {
    json!({
        "if": {"properties": {"label": label}},
        "then": {"properties": {"metric_type": {"const": metric_type}, "value": absent(value)}},
    })
}
