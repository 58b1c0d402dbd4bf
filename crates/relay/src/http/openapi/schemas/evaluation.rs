//! What evaluators send: the wire format with what only they may say, and without tickets.

use serde_json::{Value, json};
use thumbspan_contract::check::{EVALUATORS, NPS, RATING, THUMBS};
use thumbspan_contract::limits;

use super::event::{event, of_type, signal, signals, submission};
use super::{NO_NUL, absent, of, text};

pub(super) fn evaluations() -> Value {
    let mut evaluations = submission();
    evaluations["properties"]["events"]["items"] = of("Evaluation");
    evaluations
}

pub(super) fn evaluation() -> Value {
    let mut evaluation = event();
    if let Some(properties) = evaluation["properties"].as_object_mut() {
        properties.remove("ticket");
    }
    evaluation["properties"]["kind"] = json!({"enum": ["evaluation", null]});
    // Without text there is no comment.
    evaluation["properties"]["signals"] = signals("EvaluatedSignal", &[THUMBS, RATING, NPS]);
    let submitter = &mut evaluation["properties"]["submitter"]["anyOf"][0];
    submitter["properties"]["type"] = absent(&json!({"enum": EVALUATORS}));
    let told = json!({"type": ["string", "number", "boolean", "object"]});
    evaluation["else"]["properties"]["signals"]["items"]["properties"]["value"] = told;
    evaluation
}

/// A signal of an evaluator; the value null withdraws, in an event that has `revises`.
pub(super) fn evaluated() -> Value {
    let mut signal = signal();
    let properties = &mut signal["properties"];
    properties["metric_type"] = json!({"enum": ["categorical", "score", "boolean", "json"]});
    properties["value"] = json!({"type": ["string", "number", "boolean", "object", "null"]});
    properties["assessment"] = absent(&json!({"enum": ["pass", "fail"]}));
    properties["reasoning"] = absent(&text(limits::TEXT_CHARS));
    let mut object = members();
    object["description"] = json!(format!("At most {} bytes of JSON.", limits::JSON_BYTES));
    if let Some(rules) = signal["allOf"].as_array_mut() {
        rules.push(of_type("json", &object));
        rules.push(json!({
            "if": {"properties": {"value": {"type": "null"}}},
            "then": {"properties": {"assessment": {"type": "null"}}},
        }));
    }
    signal
}

/// Whatever an object may hold.
pub(super) fn anything() -> Value {
    json!({"anyOf": [
        {"type": ["number", "boolean", "null"]},
        {"type": "string", "pattern": NO_NUL},
        {"type": "array", "items": of("Json")},
        members(),
    ]})
}

fn members() -> Value {
    json!({
        "type": "object",
        "propertyNames": {"pattern": NO_NUL},
        "additionalProperties": of("Json"),
    })
}
