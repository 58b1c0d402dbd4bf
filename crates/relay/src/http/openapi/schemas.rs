//! The bodies, as JSON Schema 2020-12.

mod evaluation;
mod event;

use serde_json::{Value, json};
use thumbspan_contract::check::{COMMENT, CORRECTION, NPS, RATING, REASON_PREFIX, THUMBS};
use thumbspan_contract::{Code, limits};

use evaluation::{anything, evaluated, evaluation, evaluations};
use event::{event, signal, submission, target};

/// A UUID in canonical form.
const UUID: &str = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
/// No NUL, which the relay refuses in every text.
const NO_NUL: &str = "^[^\\u0000]*$";

pub(super) fn all() -> Value {
    json!({
        "Submission": submission(),
        "Event": event(),
        "Target": target(),
        "Signal": signal(),
        "Evaluations": evaluations(),
        "Evaluation": evaluation(),
        "EvaluatedSignal": evaluated(),
        "Json": anything(),
        "Older": older(),
        "Form": form(),
        "Question": question(),
        "Reply": reply(),
        "Votes": votes(),
        "Problem": problem(),
        "Code": codes(),
        "Readiness": readiness(),
    })
}

/// A reference to one of them.
pub(super) fn of(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// An object of these properties and no other.
fn object(required: &[&str], properties: Value) -> Value {
    let mut object = json!({"type": "object", "additionalProperties": false, "required": required});
    object["properties"] = properties;
    object
}

fn text(most: usize) -> Value {
    json!({"type": "string", "minLength": 1, "maxLength": most, "pattern": NO_NUL})
}

/// As the schema says, or `null`, which counts as absent.
fn absent(schema: &Value) -> Value {
    json!({"anyOf": [schema, {"type": "null"}]})
}

fn id() -> Value {
    json!({"type": "string", "pattern": format!("^[!-~]{{1,{}}}$", limits::ID_BYTES)})
}

fn uuid() -> Value {
    json!({"type": "string", "pattern": UUID})
}

fn ticket() -> Value {
    json!({"type": "string", "pattern": format!("^[!-~]{{1,{}}}$", limits::TICKET_BYTES)})
}

fn ml_app() -> Value {
    let pattern = format!(
        "^(?!.*__)(?!.*_$)[a-z0-9_:./-]{{1,{}}}$",
        limits::ML_APP_BYTES
    );
    json!({"type": "string", "pattern": pattern})
}

fn time() -> Value {
    json!({"type": "integer", "minimum": 0, "maximum": limits::TIMESTAMP_MS})
}

fn tags(value: &Value) -> Value {
    let key = format!("^[^:\\u0000]{{1,{}}}$", limits::TAG_KEY_CHARS);
    json!({
        "type": "object",
        "maxProperties": limits::TAGS,
        "propertyNames": {"pattern": key},
        "additionalProperties": value,
    })
}

fn older() -> Value {
    let comment =
        json!({"type": ["string", "null"], "maxLength": limits::TEXT_CHARS, "pattern": NO_NUL});
    let tag = json!({"anyOf": [
        {"type": "string", "maxLength": limits::TAG_VALUE_CHARS, "pattern": NO_NUL},
        {"type": ["number", "boolean", "null"]},
    ]});
    let properties = json!({
        "span_id": id(),
        "trace_id": {"anyOf": [id(), {"enum": [null, ""]}]},
        "feedback_type": {"enum": ["thumbs_up", "thumbs_down", null]},
        "quality_score": {"type": ["integer", "null"], "minimum": 1, "maximum": 5},
        "comment": comment,
        "tags": absent(&tags(&tag)),
    });
    let mut older = object(&["span_id"], properties);
    let told =
        |field: &str, value: Value| json!({"required": [field], "properties": {field: value}});
    older["anyOf"] = json!([
        told("feedback_type", json!({"type": "string"})),
        told("quality_score", json!({"type": "integer"})),
        told("comment", json!({"type": "string", "minLength": 1})),
    ]);
    older
}

fn form() -> Value {
    let mut properties = json!({
        "id": uuid(),
        "span_id": id(),
        "trace_id": id(),
        "session_id": id(),
        "join_key": id(),
        "ticket": ticket(),
        "ml_app": ml_app(),
        "submitter_id": text(limits::SUBMITTER_CHARS),
    });
    properties[THUMBS] = json!({"enum": ["up", "down"]});
    properties[RATING] = json!({"type": "integer", "minimum": 1, "maximum": 5});
    properties[NPS] = json!({"type": "integer", "minimum": 0, "maximum": 10});
    properties[COMMENT] = text(limits::TEXT_CHARS);
    properties[CORRECTION] = text(limits::TEXT_CHARS);
    if let Some(properties) = properties.as_object_mut() {
        properties.values_mut().for_each(or_blank);
    }
    let mut form = object(&[], properties);
    form["patternProperties"] = json!({
        format!("^{REASON_PREFIX}[a-z0-9_]+$"): {"enum": ["true", "on", "1"]},
        format!("^tags\\.[^:\\u0000]{{1,{}}}$", limits::TAG_KEY_CHARS): {"type": "string", "maxLength": limits::TAG_VALUE_CHARS, "pattern": NO_NUL},
    });
    form["allOf"] = json!([one_target(), {"anyOf": [
        present(THUMBS), present(RATING), present(NPS), present(COMMENT), present(CORRECTION),
        // Some name is a reason's.
        {"not": {"propertyNames": {"not": {"pattern": format!("^{REASON_PREFIX}")}}}},
    ]}]);
    form["description"] = json!("Blank values count as absent.");
    form
}

/// What an input of a form sends when nothing was written into it.
fn or_blank(schema: &mut Value) {
    *schema = json!({"anyOf": [schema.take(), {"type": "string", "pattern": r"^\s*$"}]});
}

/// The form's field is there, and not blank.
fn present(field: &str) -> Value {
    json!({"required": [field], "properties": {field: {"pattern": r"\S"}}})
}

/// A span, perhaps with its trace, or one id of another kind.
fn one_target() -> Value {
    let only = |field: &str, without: &[&str]| {
        let others: Vec<_> = without.iter().map(|field| present(field)).collect();
        let mut only = present(field);
        only["not"] = json!({"anyOf": others});
        only
    };
    json!({"oneOf": [
        only("span_id", &["session_id", "join_key"]),
        only("trace_id", &["span_id", "session_id", "join_key"]),
        only("session_id", &["span_id", "trace_id", "join_key"]),
        only("join_key", &["span_id", "trace_id", "session_id"]),
    ]})
}

fn question() -> Value {
    object(&["ticket"], json!({"ticket": ticket()}))
}

fn reply() -> Value {
    let rejected = object(
        &["id", "code", "message"],
        json!({"id": {"type": "string"}, "code": of("Code"), "message": {"type": "string"}}),
    );
    object(
        &["accepted", "rejected"],
        json!({
            "accepted": {"type": "array", "items": uuid()},
            "rejected": {"type": "array", "items": rejected},
        }),
    )
}

fn votes() -> Value {
    let vote = object(
        &["id", "label", "value", "timestamp_ms"],
        json!({
            "id": uuid(),
            "label": {"type": "string"},
            "value": {"type": ["string", "number", "boolean"]},
            "timestamp_ms": time(),
        }),
    );
    let votes = json!({"type": "array", "maxItems": limits::VOTES, "items": vote});
    object(&["votes"], json!({"votes": votes}))
}

/// A refusal; with the verdict on each event where the request could be read.
fn problem() -> Value {
    let mut problem = reply();
    problem["required"] = json!(["code", "message"]);
    problem["properties"]["code"] = of("Code");
    problem["properties"]["message"] =
        json!({"type": "string", "description": "What to do, for people."});
    problem
}

fn codes() -> Value {
    let codes = Code::ALL.iter();
    let rows = codes
        .clone()
        .map(|(code, meaning)| format!("- `{}`:{meaning}", code.as_str()));
    json!({
        "type": "string",
        "enum": codes.map(|(code, _)| code.as_str()).collect::<Vec<_>>(),
        "description": rows.collect::<Vec<_>>().join("\n"),
    })
}

fn readiness() -> Value {
    let count = json!({"type": "integer", "minimum": 0});
    let sink = object(
        &["name", "state", "waiting", "dead"],
        json!({
            "name": {"type": "string"},
            "state": {"enum": ["working", "retrying", "paused"]},
            "reason": {"type": "string"},
            "waiting": count,
            "dead": count,
            "oldest_waiting_ms": count,
        }),
    );
    object(
        &["ready", "store", "sinks"],
        json!({
            "ready": {"type": "boolean"},
            "store": {"enum": ["ok", "failed"]},
            "sinks": {"type": "array", "items": sink},
        }),
    )
}
