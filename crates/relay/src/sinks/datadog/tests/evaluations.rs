//! The bytes, beside what ddtrace 4.16 `LLMObs.submit_evaluation` sends for the same values.

use serde_json::{Value as Json, json};
use thumbspan_contract::Event;

use super::super::{Config, SpanIds, request};
use super::direct;
use crate::sinks::testing::{example, examples};

fn metrics(event: &Event, config: &Config) -> Result<Vec<Json>, String> {
    let body = request::body(std::slice::from_ref(event), config)?;
    let body: Json = serde_json::from_slice(&body).unwrap();
    let metrics = &body["data"]["attributes"]["metrics"];
    Ok(metrics.as_array().unwrap().clone())
}

fn metric(name: &str) -> Json {
    let metrics = metrics(&example(name), &direct("http://x")).unwrap();
    let [metric] = &metrics[..] else {
        panic!("{metrics:?}")
    };
    metric.clone()
}

fn refused(name: &str, config: &Config) -> String {
    metrics(&example(name), config).unwrap_err()
}

#[test]
fn a_score_is_what_ddtrace_sends_but_for_the_tags() {
    let id = example("an evaluation").id;
    assert_eq!(
        metric("an evaluation"),
        json!({
            "event_kind": "evaluation",
            "join_on": {"span": {"span_id": "b7ad6b7169203331", "trace_id": "0af7651916cd43dd8448eb211c80319c"}},
            "label": "extraction_quality",
            "metric_type": "score",
            "timestamp_ms": 1_765_990_800_017_u64,
            "score_value": 0.95,
            "ml_app": "vote-extractor",
            "tags": [
                format!("evaluation_id:{id}"),
                "form_type:constituency",
                "ml_app:vote-extractor",
            ],
            "eval_scope": "span",
            "assessment": "pass",
            "reasoning": "19 of 20 \u{1f44d} \"votes\".",
        })
    );
}

#[test]
fn every_type_has_its_value_field_and_no_metric_a_feedbacks() {
    let all = metrics(&example("an evaluation of every type"), &direct("http://x")).unwrap();
    let values = [
        ("score_value", json!(0.95)),
        ("categorical_value", json!("excellent")),
        ("boolean_value", json!(false)),
        ("categorical_value", json!("approved")),
        (
            "json_value",
            json!({"party": 1, "votes": {"missing": [3, null]}}),
        ),
    ];
    assert_eq!(all.len(), values.len());
    for (metric, (field, value)) in all.iter().zip(values) {
        assert_eq!(metric[field], value, "{metric}");
        for own in ["submitter", "span_id", "trace_id", "feedback_join_key"] {
            assert!(metric.get(own).is_none(), "{metric}");
        }
    }
    let assessments: Vec<_> = all
        .iter()
        .map(|metric| metric["assessment"].clone())
        .collect();
    assert_eq!(
        json!(assessments),
        json!(["pass", "pass", "fail", null, null])
    );
}

#[test]
fn no_feedback_is_joined_on() {
    for (name, event) in examples() {
        let found = metrics(&event, &direct("http://x")).unwrap_or_default();
        for metric in found {
            let is_evaluation = metric["event_kind"] == "evaluation";
            assert_eq!(
                name.contains("valuation") || name.contains("JSON"),
                is_evaluation
            );
            assert_eq!(metric.get("eval_scope").is_some(), is_evaluation, "{name}");
        }
    }
}

#[test]
fn each_target_is_joined_in_its_own_way() {
    let key = metric("an evaluation by a join key");
    assert_eq!(
        key["join_on"],
        json!({"tag": {"key": "feedback_join_key", "value": "report-9"}})
    );
    assert_eq!(key["eval_scope"], "span");
    let session = metric("an evaluation of a session");
    assert_eq!(
        (&session["session_id"], &session["eval_scope"]),
        (&json!("chat/7"), &json!("session"))
    );
    assert!(session.get("join_on").is_none(), "{session}");
    let config = direct("http://x");
    assert!(refused("an evaluation of a trace", &config).contains("root span"));
    assert!(refused("an evaluation of a span alone", &config).contains("trace_id"));
}

#[test]
fn the_evaluator_is_named_in_tags() {
    let tags = &metric("an evaluation of a model")["tags"];
    let tags = tags.as_array().unwrap();
    for tag in ["evaluator:gemini-judge", "evaluator_type:llm"] {
        assert!(tags.contains(&json!(tag)), "{tags:?}");
    }
}

#[test]
fn hexadecimal_span_ids_go_as_numbers_and_datadog_waits_for_the_span() {
    let mut config = direct("http://x");
    config.span_ids = SpanIds::Hex;
    let all = metrics(&example("an evaluation"), &config).unwrap();
    assert_eq!(all[0]["join_on"]["span"]["span_id"], "13235353014750950193");
    assert!(
        all[0]["tags"]
            .as_array()
            .unwrap()
            .contains(&json!("source:otel"))
    );
    assert!(refused("an evaluation on UUIDs", &config).contains("hexadecimal"));
}

#[test]
fn what_cannot_be_withdrawn_is_said() {
    let config = direct("http://x");
    assert!(refused("an evaluation withdrawn", &config).contains("score signal"));
    assert!(refused("JSON withdrawn", &config).contains("json signal"));
    let changed = metric("a changed evaluation");
    let revises = example("a changed evaluation").revises.unwrap();
    let tags = changed["tags"].as_array().unwrap();
    assert!(
        tags.contains(&json!(format!("revises:{revises}"))),
        "{tags:?}"
    );
}
