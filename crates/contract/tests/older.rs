//! The older shape, as existing clients post it.
#![cfg(feature = "read")]
#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use serde_json::{Value as Json, json};
use thumbspan_contract::older::{self, Labels};
use thumbspan_contract::{Event, Refusal};

const ID: &str = "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11";

fn read(body: &Json) -> Result<Event, Refusal> {
    older::event(
        body.to_string().as_bytes(),
        &Labels::default(),
        ID.into(),
        5,
    )
}

fn full() -> Json {
    json!({
        "span_id": "2670203640094394356", "trace_id": "6959432000000000d1f51f98d49b97c8",
        "feedback_type": "thumbs_down", "comment": "Missed page 3.", "quality_score": 2,
        "tags": {"user_session": "s-1", "page": 7}
    })
}

#[test]
fn every_part_becomes_a_signal() {
    let event = serde_json::to_value(read(&full()).unwrap()).unwrap();
    assert_eq!(
        event,
        json!({
            "id": ID, "timestamp_ms": 5, "tags": {"user_session": "s-1", "page": "7"},
            "target": {"kind": "span", "span_id": "2670203640094394356", "trace_id": "6959432000000000d1f51f98d49b97c8"},
            "signals": [
                {"label": "user_thumbs", "metric_type": "categorical", "value": "down"},
                {"label": "user_rating", "metric_type": "score", "value": 2},
                {"label": "user_comment", "metric_type": "text", "value": "Missed page 3."},
            ],
        })
    );
}

#[test]
fn labels_are_settings() {
    let labels = Labels {
        thumbs: "user_feedback".into(),
        rating: "user_quality_rating".into(),
        comment: "user_words".into(),
    };
    let event = older::event(full().to_string().as_bytes(), &labels, ID.into(), 5).unwrap();
    let labels: Vec<_> = event
        .signals
        .iter()
        .map(|signal| signal.label.as_str())
        .collect();
    assert_eq!(
        labels,
        ["user_feedback", "user_quality_rating", "user_words"]
    );
}

#[test]
fn nulls_and_empty_texts_are_left_out() {
    let mut body = full();
    body["comment"] = Json::Null;
    body["quality_score"] = Json::Null;
    body["tags"]["user_session"] = Json::Null;
    assert_eq!(read(&body).unwrap().signals.len(), 1);
    body["comment"] = json!("");
    body["trace_id"] = json!("");
    assert_eq!(read(&body).unwrap().signals.len(), 1);
}

#[test]
fn faults_have_the_codes_of_the_wire_format() {
    let cases = [
        ("span_id", json!(null), "no_target"),
        ("span_id", json!(""), "empty_id"),
        (
            "span_id",
            json!(2_670_203_640_094_394_356_u64),
            "id_not_string",
        ),
        ("feedback_type", json!("sideways"), "bad_value"),
        ("quality_score", json!(7), "score_out_of_range"),
        ("quality_score", json!("4"), "score_out_of_range"),
        ("comment", json!(3), "wrong_type"),
        ("comment", json!("a\0"), "nul_character"),
        ("tags", json!({"a": [1]}), "bad_tag"),
        ("tags", json!([]), "bad_tag"),
        ("colour", json!("red"), "unknown_field"),
    ];
    for (field, value, code) in cases {
        let mut body = full();
        body[field] = value;
        assert_eq!(read(&body).unwrap_err().code.as_str(), code, "{field}");
    }
    let nothing = json!({"span_id": "1", "feedback_type": null});
    assert_eq!(read(&nothing).unwrap_err().code.as_str(), "no_signals");
    assert_eq!(read(&json!([])).unwrap_err().code.as_str(), "wrong_type");
}
