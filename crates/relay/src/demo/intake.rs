//! A stand-in for Datadog's intake: it checks what Datadog documents and keeps what it got.
//!
//! <https://docs.datadoghq.com/llm_observability/evaluations/end_user_feedback/>

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use thumbspan_contract::check;

use super::feed::Feed;
use crate::clock::Clock;

/// The key that the demo's sink sends and this intake wants.
pub(super) const KEY: &str = "demo";
/// Datadog's own path: the sink's origin is this relay instead of Datadog, and no more differs.
pub(super) const PATH: &str = "/api/intake/llm-obs/v2/eval-metric";
/// What the page shows: where the same request goes with a real account.
const SHOWN: &str = "https://api.datadoghq.com/api/intake/llm-obs/v2/eval-metric";
/// Datadog takes about 5.1 MB in one request.
pub(super) const MOST_BYTES: usize = 5_100_000;
const TARGETS: [&str; 4] = ["span_id", "trace_id", "session_id", "feedback_join_key"];

/// The stand-in.
#[derive(Clone)]
pub(super) struct Intake {
    feed: Feed,
    clock: Arc<dyn Clock>,
}

impl Intake {
    pub(super) fn new(feed: Feed, clock: Arc<dyn Clock>) -> Self {
        Self { feed, clock }
    }
}

pub(super) async fn post(
    State(intake): State<Intake>,
    headers: HeaderMap,
    body: String,
) -> Response {
    if headers.get("dd-api-key").is_none_or(|key| key != KEY) {
        return refuse(StatusCode::FORBIDDEN, "Forbidden");
    }
    let Ok(json) = serde_json::from_str::<Value>(&body) else {
        return refuse(StatusCode::BAD_REQUEST, "The body is not JSON.");
    };
    if let Err(fault) = body_fault(&json) {
        return refuse(StatusCode::BAD_REQUEST, fault);
    }
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let entry = json!({
        "at_ms": intake.clock.now_ms(),
        "method": "POST",
        "url": SHOWN,
        "headers": {"content-type": content_type, "dd-api-key": "(hidden)"},
        "body": body,
    });
    intake.feed.push(entry.to_string());
    (StatusCode::ACCEPTED, Json(json!({}))).into_response()
}

fn refuse(status: StatusCode, why: &str) -> Response {
    (status, Json(json!({"errors": [why]}))).into_response()
}

type Checked = Result<(), &'static str>;

fn need(holds: bool, fault: &'static str) -> Checked {
    if holds { Ok(()) } else { Err(fault) }
}

fn body_fault(body: &Value) -> Checked {
    let kind = &body["data"]["type"];
    need(
        kind == "evaluation_metric",
        "data.type is not evaluation_metric",
    )?;
    let metrics = body["data"]["attributes"]["metrics"].as_array();
    let metrics = metrics.filter(|list| !list.is_empty());
    metrics
        .ok_or("data.attributes.metrics is not a list with entries")?
        .iter()
        .try_for_each(metric)
}

fn metric(metric: &Value) -> Checked {
    let text = |json: &Value| json.as_str().is_some_and(|text| !text.is_empty());
    need(
        metric["event_kind"] == "feedback",
        "event_kind is not feedback",
    )?;
    need(text(&metric["submitter"]["id"]), "submitter.id is missing")?;
    need(
        metric.get("join_on").is_none(),
        "join_on does not go with feedback",
    )?;
    let targets = TARGETS.iter().filter(|name| metric.get(**name).is_some());
    need(targets.count() == 1, "there is not exactly one target")?;
    need(
        TARGETS
            .iter()
            .all(|name| metric.get(*name).is_none_or(text)),
        "the target is not a string with characters",
    )?;
    let label = metric["label"].as_str().unwrap_or_default();
    need(check::label(label).is_ok(), "the label is out of form")?;
    let app = metric["ml_app"].as_str().unwrap_or_default();
    need(check::ml_app(app).is_ok(), "ml_app is out of form")?;
    need(
        metric["timestamp_ms"].is_u64(),
        "timestamp_ms is not in milliseconds",
    )?;
    value(metric)
}

fn value(metric: &Value) -> Checked {
    let kind = metric["metric_type"].as_str().unwrap_or_default();
    let value = &metric[format!("{kind}_value")];
    let fits = match kind {
        "categorical" | "text" => value.is_string(),
        "score" => value.is_number(),
        "boolean" => value.is_boolean(),
        _ => false,
    };
    need(fits, "the value does not fit metric_type")?;
    let values = ["categorical", "text", "score", "boolean", "json"];
    let given = values
        .iter()
        .filter(|kind| metric.get(format!("{kind}_value")).is_some());
    need(given.count() == 1, "there is more than one value")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> Value {
        json!({
            "event_kind": "feedback", "submitter": {"id": "u"}, "span_id": "1", "label": "a",
            "ml_app": "app", "timestamp_ms": 1, "metric_type": "score", "score_value": 2
        })
    }

    #[test]
    fn what_datadog_documents_passes() {
        let body =
            json!({"data": {"type": "evaluation_metric", "attributes": {"metrics": [good()]}}});
        assert_eq!(body_fault(&body), Ok(()));
    }

    #[test]
    fn each_departure_is_refused() {
        for (field, wrong) in [
            ("event_kind", json!("evaluation")),
            ("submitter", json!({"id": ""})),
            ("join_on", json!({})),
            ("trace_id", json!("2")),
            ("span_id", json!(1)),
            ("span_id", json!("")),
            ("label", json!("a.b")),
            ("ml_app", json!("App")),
            ("timestamp_ms", json!("1")),
            ("metric_type", json!("text")),
            ("text_value", json!("two")),
        ] {
            let mut changed = good();
            changed[field] = wrong;
            assert!(metric(&changed).is_err(), "{field}");
        }
        assert!(body_fault(&json!({"data": {"type": "evaluation_metric"}})).is_err());
        assert!(body_fault(&json!([])).is_err());
    }
}
