//! The bytes, beside what ddtrace 4.16 `LLMObs.submit_feedback` sends for the same values.

use serde_json::{Value as Json, json};
use thumbspan_contract::{Event, EventKind, MetricType, Signal, Submitter, Target, Value};

use super::super::request;
use super::super::{Config, SpanIds};
use super::direct;
use crate::testing::{event, signal};

fn metrics(events: &[Event]) -> Vec<Json> {
    let mut config = direct("http://x");
    config.rating_labels = vec!["user_quality_rating".to_owned()];
    let body: Json = serde_json::from_slice(&request::body(events, &config).unwrap()).unwrap();
    assert_eq!(body["data"]["type"], "evaluation_metric");
    let attributes = body["data"]["attributes"].as_object().unwrap();
    assert_eq!(attributes.len(), 1);
    attributes["metrics"].as_array().unwrap().clone()
}

fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}

fn thumb(word: &str) -> Signal {
    signal("user_thumbs", MetricType::Categorical, text(word))
}

#[test]
fn a_thumb_on_a_span_is_what_ddtrace_sends_but_for_the_tags() {
    let event = Event {
        id: "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11".to_owned(),
        kind: EventKind::Feedback,
        target: Target::Span {
            span_id: "20245611112024561111".to_owned(),
            trace_id: Some("6b019b47000000007c4ea46c7a4d2237".to_owned()),
        },
        signals: vec![signal("thumbs", MetricType::Categorical, text("down"))],
        submitter: Some(Submitter {
            id: "user-123".to_owned(),
            kind: None,
        }),
        timestamp_ms: 1_795_267_399_573,
        tags: [
            ("prompt_version", "b"),
            ("ml_app", "forged"),
            ("a", "1"),
            ("a-b", "2"),
        ]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .into(),
        revises: Some("019357e4-0000-7b1e-9a51-2f0c6a1f3c11".to_owned()),
        ticket: Some("secret".to_owned()),
        ml_app: None,
    };
    assert_eq!(
        metrics(&[event]),
        [json!({
            "assessment": "fail",
            "categorical_value": "down",
            "event_kind": "feedback",
            "label": "thumbs",
            "metric_type": "categorical",
            "ml_app": "weather-bot",
            "span_id": "20245611112024561111",
            "submitter": {"id": "user-123", "type": "user"},
            "tags": [
                "a-b:2",
                "a:1",
                "feedback_id:019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11",
                "ml_app:weather-bot",
                "prompt_version:b",
                "revises:019357e4-0000-7b1e-9a51-2f0c6a1f3c11"
            ],
            "timestamp_ms": 1_795_267_399_573_u64
        })]
    );
}

#[test]
fn each_target_has_one_field_of_its_own_and_ids_stay_to_the_digit() {
    let id = "20245611112024561111".to_owned();
    let targets = [
        (
            Target::Span {
                span_id: id.clone(),
                trace_id: None,
            },
            "span_id",
        ),
        (
            Target::Trace {
                trace_id: id.clone(),
            },
            "trace_id",
        ),
        (
            Target::Session {
                session_id: id.clone(),
            },
            "session_id",
        ),
        (
            Target::JoinKey {
                join_key: id.clone(),
            },
            "feedback_join_key",
        ),
    ];
    let fields = [
        "span_id",
        "trace_id",
        "session_id",
        "feedback_join_key",
        "join_on",
    ];
    for (target, field) in targets {
        let found = metrics(&[Event { target, ..event(1) }]);
        let metric = found[0].as_object().unwrap();
        let set: Vec<_> = fields
            .iter()
            .filter(|name| metric.contains_key(**name))
            .collect();
        assert_eq!(set, [&field]);
        assert_eq!(metric[field], json!(id));
    }
}

#[test]
fn each_type_has_its_value_field_and_a_text_takes_the_thumbs_assessment() {
    let signals = vec![
        signal(
            "user_comment",
            MetricType::Text,
            text("<b>Missed</b> \u{1f44e} page 3."),
        ),
        signal("user_rating", MetricType::Score, Value::Score(5.0)),
        signal("solved", MetricType::Boolean, Value::Flag(false)),
        thumb("down"),
    ];
    let found = metrics(&[Event {
        signals,
        ml_app: Some("own-app".to_owned()),
        submitter: Some(Submitter {
            id: "bot".to_owned(),
            kind: Some("agent".to_owned()),
        }),
        ..event(1)
    }]);
    let picked: Vec<_> = found
        .iter()
        .map(|m| {
            let value = &m[format!("{}_value", m["metric_type"].as_str().unwrap())];
            (
                m["metric_type"].as_str().unwrap(),
                value.to_string(),
                m.get("assessment").cloned(),
            )
        })
        .collect();
    let verdict = |word: &str| Some(json!(word));
    assert_eq!(
        picked,
        [
            (
                "text",
                json!("<b>Missed</b> \u{1f44e} page 3.").to_string(),
                verdict("fail")
            ),
            ("score", "5".to_owned(), verdict("pass")),
            ("boolean", "false".to_owned(), None),
            ("categorical", "\"down\"".to_owned(), verdict("fail")),
        ]
    );
    for metric in &found {
        assert_eq!(metric["ml_app"], "own-app");
        assert_eq!(metric["submitter"], json!({"id": "bot", "type": "agent"}));
        let values = metric
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| key.ends_with("_value"));
        assert_eq!(values.count(), 1);
    }
}

#[test]
fn stars_pass_from_four_and_fail_up_to_two_on_rating_labels_alone() {
    let rate = |label: &str, stars| {
        let signals = vec![
            signal(label, MetricType::Score, Value::Score(stars)),
            signal("user_comment", MetricType::Text, text("so")),
        ];
        let found = metrics(&[Event {
            signals,
            ..event(1)
        }]);
        let of = |at: usize| {
            found[at]
                .get("assessment")
                .and_then(Json::as_str)
                .map(str::to_owned)
        };
        assert_eq!(of(0), of(1), "the comment goes with the stars");
        of(0)
    };
    for label in ["user_rating", "user_quality_rating"] {
        let found: Vec<_> = [1.0, 2.0, 3.0, 4.0, 5.0]
            .map(|stars| rate(label, stars))
            .into();
        let word = |word: &str| Some(word.to_owned());
        assert_eq!(
            found,
            [word("fail"), word("fail"), None, word("pass"), word("pass")]
        );
    }
    assert_eq!(rate("latency", 1.0), None);
    assert_eq!(rate("user_quality_rating", 100.0), None);
}

fn withdrawn(signals: &[(&str, MetricType)]) -> Event {
    let signals = signals.iter().map(|(label, metric_type)| Signal {
        value: None,
        ..signal(label, *metric_type, text(""))
    });
    Event {
        signals: signals.collect(),
        revises: Some(event(0).id),
        ..event(1)
    }
}

#[test]
fn what_is_taken_back_is_told_as_a_value_of_its_type() {
    let found = metrics(&[withdrawn(&[
        ("user_thumbs", MetricType::Categorical),
        ("user_comment", MetricType::Text),
        ("user_correction", MetricType::Text),
        ("user_reason_too_long", MetricType::Boolean),
    ])]);
    let told = |at: usize, key: &str| found[at][key].clone();
    assert_eq!(told(0, "categorical_value"), "withdrawn");
    assert_eq!(told(1, "text_value"), "[withdrawn]");
    assert_eq!(told(2, "text_value"), "[withdrawn]");
    assert_eq!(told(3, "boolean_value"), false);
    assert!(
        found
            .iter()
            .all(|metric| metric.get("assessment").is_none())
    );
}

#[test]
fn a_score_that_is_taken_back_cannot_be_told_and_the_rest_can() {
    let event = withdrawn(&[
        ("mine", MetricType::Score),
        ("user_comment", MetricType::Text),
    ]);
    let reason = request::body(std::slice::from_ref(&event), &direct("http://x")).unwrap_err();
    assert!(reason.contains("score signal `mine`"), "{reason}");
    let (rest, same) = request::parted(&event).unwrap();
    assert_eq!(same, reason);
    assert_eq!(rest.signals, event.signals[1..]);
    assert_eq!(metrics(&[rest])[0]["text_value"], "[withdrawn]");
    assert_eq!(
        request::parted(&withdrawn(&[("a", MetricType::Text)])),
        None
    );
}

#[test]
fn an_event_without_a_submitter_gets_the_configured_one() {
    let found = metrics(&[event(1)]);
    assert_eq!(
        found[0]["submitter"],
        json!({"id": "anonymous", "type": "user"})
    );
    assert_eq!(found[0]["ml_app"], "weather-bot");
}

#[test]
fn a_request_within_the_limits_is_made_and_one_above_is_not() {
    let mut config = direct("http://x");
    let events: Vec<_> = (0..30).map(event).collect();
    config.max_metrics = 30;
    let size = request::body(&events, &config).unwrap().len();
    config.max_metrics = 29;
    assert!(
        request::body(&events, &config)
            .unwrap_err()
            .contains("30 metrics")
    );
    config.max_metrics = 1;
    assert!(
        request::body(&events[..20], &config).is_ok(),
        "one event may hold 20"
    );
    config.max_metrics = 30;
    config.max_bytes = size;
    assert!(request::body(&events, &config).is_ok());
    config.max_bytes = size - 1;
    assert!(
        request::body(&events, &config)
            .unwrap_err()
            .contains("bytes")
    );
}

#[test]
fn hexadecimal_span_ids_go_as_decimal_numbers_when_the_setting_says_so() {
    let config = Config {
        span_ids: SpanIds::Hex,
        ..direct("http://x")
    };
    let told = |span_id: &str| {
        let target = Target::Span {
            span_id: span_id.to_owned(),
            trace_id: None,
        };
        let body = request::body(&[Event { target, ..event(1) }], &config)?;
        let body: Json = serde_json::from_slice(&body).unwrap();
        Ok::<_, String>(body["data"]["attributes"]["metrics"][0]["span_id"].clone())
    };
    // What ddtrace prints for the same span.
    assert_eq!(told("339F1FFB0352ae4d"), Ok(json!("3719726980184321613")));
    assert_eq!(told("1234567890123456"), Ok(json!("1311768467284833366")));
    for refused in ["3719726980184321613", "0000000000000000", "339f"] {
        assert!(told(refused).is_err(), "{refused}");
    }
}
