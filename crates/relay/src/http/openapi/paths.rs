//! What each end point takes and answers.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use thumbspan_contract::Code;

use super::super::error::status;
use super::schemas::of;

pub(super) fn all() -> Value {
    json!({
        "/v1/feedback": {"post": feedback()},
        "/v1/evaluations": {"post": evaluations()},
        "/v1/feedback/form": {"post": form()},
        "/v1/feedback/restore": {"post": restore()},
        "/api/v1/feedback": {"post": older()},
        "/healthz": {"get": live()},
        "/readyz": {"get": ready()},
        "/openapi.json": {"get": document()},
    })
}

fn feedback() -> Value {
    operation(
        "sendFeedback",
        "Send feedback in the wire format. Repeat with the same ids until an answer comes.",
        Some(either("Submission")),
        answers("202", "On disk; each refused event has its code.", "Reply"),
    )
}

fn evaluations() -> Value {
    let mut operation = operation(
        "sendEvaluations",
        "Send what evaluators find, from a server. Repeat with the same ids until an answer comes.",
        Some(either("Evaluations")),
        answers(
            "202",
            "On disk; each refused evaluation has its code.",
            "Reply",
        ),
    );
    operation["security"] = json!([{"apiKey": []}]);
    operation
}

fn form() -> Value {
    let body = json!({"application/x-www-form-urlencoded": {"schema": of("Form")}});
    let html = |words: &str| json!({"description": words, "content": {"text/html": {"schema": {"type": "string"}}}});
    let statuses = refusals().into_iter();
    let mut answers: Map<_, _> = statuses
        .map(|(status, words)| (status, html(&words)))
        .collect();
    answers.insert(
        "200".to_owned(),
        html("A page that says thanks: it is on disk."),
    );
    let summary = "Send one event from a plain HTML form.";
    operation("sendForm", summary, Some(body), answers)
}

fn restore() -> Value {
    operation(
        "restoreVotes",
        "Ask for the newest votes that came with a ticket.",
        Some(either("Question")),
        answers(
            "200",
            "The votes; none for a ticket that is not known.",
            "Votes",
        ),
    )
}

fn older() -> Value {
    let mut both = either("Older");
    for schema in both.as_object_mut().into_iter().flat_map(Map::values_mut) {
        schema["schema"] = json!({"anyOf": [of("Older"), of("Submission")]});
    }
    let mut answers = answers("202", "As for /v1/feedback, for its body.", "Reply");
    let success = json!({
        "type": "object",
        "required": ["status", "message"],
        "properties": {"status": {"const": "success"}, "message": {"type": "string"}},
    });
    answers.insert("200".to_owned(), told("On disk.", success));
    let summary = "Send one event in the shape from before Thumbspan.";
    let mut operation = operation("sendOlderFeedback", summary, Some(both), answers);
    operation["security"] = json!([{}, {"apiKey": []}]);
    operation
}

fn live() -> Value {
    let schema = json!({"type": "object", "properties": {"status": {"const": "ok"}}});
    let answers = Map::from_iter([("200".to_owned(), told("It lives.", schema))]);
    operation("isLive", "Whether the process lives.", None, answers)
}

fn ready() -> Value {
    let mut answers = Map::new();
    for (status, words) in [("200", "It takes feedback."), ("503", "Its store fails.")] {
        answers.insert(status.to_owned(), told(words, of("Readiness")));
    }
    let summary = "Whether it can take feedback, and how its sinks do.";
    operation("isReady", summary, None, answers)
}

fn document() -> Value {
    let answers = [(
        "200".to_owned(),
        told("OpenAPI 3.1.", json!({"type": "object"})),
    )];
    operation("describe", "This document.", None, Map::from_iter(answers))
}

fn operation(id: &str, summary: &str, body: Option<Value>, answers: impl Into<Value>) -> Value {
    let mut operation = json!({"operationId": id, "summary": summary, "responses": answers.into()});
    if let Some(content) = body {
        operation["requestBody"] = json!({"required": true, "content": content});
    }
    operation
}

/// JSON, also as text/plain, which a page of another origin can send without a preflight.
fn either(name: &str) -> Value {
    let schema = json!({"schema": of(name)});
    json!({"application/json": schema.clone(), "text/plain": schema})
}

fn told(words: &str, schema: Value) -> Value {
    let mut told = json!({"description": words});
    told["content"]["application/json"]["schema"] = schema;
    told
}

/// One answer of success, and every refusal.
fn answers(status: &str, words: &str, name: &str) -> Map<String, Value> {
    let statuses = refusals().into_iter();
    let mut answers: Map<_, _> = statuses
        .map(|(status, words)| (status, told(&words, of("Problem"))))
        .collect();
    answers.insert(status.to_owned(), told(words, of(name)));
    answers
}

/// The statuses of refusals that an end point which reads a body can give, with their codes.
fn refusals() -> BTreeMap<String, String> {
    let mut codes: BTreeMap<StatusCode, Vec<String>> = BTreeMap::new();
    for (code, _) in Code::ALL {
        if !matches!(code, Code::NotFound | Code::MethodNotAllowed) {
            let of_status = codes.entry(status(*code)).or_default();
            of_status.push(format!("`{}`", code.as_str()));
        }
    }
    let words = |(status, codes): (StatusCode, Vec<String>)| {
        let what = match status.as_u16() {
            408 | 429 | 503 => "Nothing was stored: send it again later, with the same ids",
            500 => "The outcome is unknown: send it again later, with the same ids",
            _ => "Refused for good",
        };
        (
            status.as_str().to_owned(),
            format!("{what}: {}.", codes.join(", ")),
        )
    };
    codes.into_iter().map(words).collect()
}
