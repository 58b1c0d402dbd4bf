//! Every fixture in `fixtures/`, read as the relay reads it. JS and Python tests read the same files.
#![cfg(feature = "read")]
#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use std::{fs, path::PathBuf};

use serde_json::{Value as Json, json};
use thumbspan_contract::{Event, EventKind, Rejected, limits, read};

fn fixtures(folder: &str) -> Vec<(String, Json)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(folder);
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        (
            path.display().to_string(),
            serde_json::from_str(&text).unwrap(),
        )
    };
    let all: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| read(entry.unwrap().path()))
        .collect();
    assert!(!all.is_empty());
    all
}

fn only_of(kind: EventKind, body: &str) -> Result<Event, Rejected> {
    let mut events = read::events(body.as_bytes(), kind).unwrap();
    assert_eq!(events.len(), 1);
    events.remove(0)
}

fn only(body: &str) -> Result<Event, Rejected> {
    only_of(EventKind::Feedback, body)
}

/// The folder of each kind's fixtures.
const KINDS: [(EventKind, &str); 2] = [
    (EventKind::Feedback, ""),
    (EventKind::Evaluation, "evaluations/"),
];

fn with_comment(comment: &str) -> String {
    format!(
        r#"{{"events": [{{"id": "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11",
        "target": {{"kind": "trace", "trace_id": "1"}}, "timestamp_ms": 0,
        "signals": [{{"label": "user_comment", "metric_type": "text", "value": "{comment}"}}]}}]}}"#
    )
}

fn whole(body: &[u8]) -> &'static str {
    read::submission(body).unwrap_err().code.as_str()
}

#[test]
fn valid_fixtures_are_read_and_written_again_unchanged() {
    for (kind, folder) in KINDS {
        for (path, body) in fixtures(&format!("{folder}valid")) {
            let event = only_of(kind, &body.to_string());
            let event = event.unwrap_or_else(|refused| panic!("{path}: {refused:?}"));
            assert_eq!(json!({"events": [event]}), body, "{path}");
        }
    }
}

#[test]
fn a_whole_number_may_be_written_with_a_point() {
    let at = |ms: &str| {
        let comment =
            with_comment("a").replace(r#""timestamp_ms": 0"#, &format!(r#""timestamp_ms": {ms}"#));
        only(&comment).map(|event| event.timestamp_ms)
    };
    assert_eq!(at("1765990800016.0"), Ok(1_765_990_800_016));
    assert_eq!(at("1.765990800016e12"), Ok(1_765_990_800_016));
    assert_eq!(at("-0.0"), Ok(0));
    for refused in ["1765990800016.5", "-1.0", "1e300", "9007199254740993.0"] {
        assert_eq!(at(refused).unwrap_err().code, "bad_timestamp", "{refused}");
    }
}

#[test]
fn a_score_keeps_its_last_digit() {
    let score = "1.0248191152060862e-108";
    let body = with_comment("a")
        .replace(
            r#""text", "value": "a""#,
            &format!(r#""score", "value": {score}"#),
        )
        .replace("user_comment", "similarity");
    let event = only(&body).unwrap();
    let again = only(&json!({"events": [&event]}).to_string()).unwrap();
    assert_eq!(again, event);
}

#[test]
fn invalid_fixtures_are_refused_with_their_code_and_a_sentence() {
    for (kind, folder) in KINDS {
        for (path, fixture) in fixtures(&format!("{folder}invalid")) {
            let refused = only_of(kind, &fixture["body"].to_string()).expect_err(&path);
            assert_eq!(refused.code, fixture["code"], "{path}: {}", refused.message);
            assert!(
                refused.message.ends_with('.') && refused.message.len() > 20,
                "{path}"
            );
        }
    }
}

#[test]
fn an_evaluation_need_not_name_its_kind_and_is_stored_under_it() {
    for (path, mut body) in fixtures("evaluations/valid") {
        let named = body.clone();
        body["events"][0].as_object_mut().unwrap().remove("kind");
        let event = only_of(EventKind::Evaluation, &body.to_string()).unwrap();
        assert_eq!(json!({"events": [&event]}), named, "{path}");
        let stored: Event = serde_json::from_str(&json!(event).to_string()).unwrap();
        assert_eq!(stored, event, "{path}");
    }
}

#[test]
fn what_was_stored_before_there_were_kinds_is_feedback() {
    for (path, body) in fixtures("valid") {
        let stored: Event = serde_json::from_value(body["events"][0].clone()).unwrap();
        assert_eq!(stored.kind, EventKind::Feedback, "{path}");
    }
}

#[test]
fn a_body_that_is_no_submission_is_refused_whole() {
    for body in ["", "{", "vote=up", "{\"events\": [}", "\u{feff}{}"] {
        assert_eq!(whole(body.as_bytes()), "not_json", "{body}");
    }
    assert_eq!(whole(b"{\"events\": [\"\xff\"]}"), "not_json");
    for body in [
        "[]",
        "7",
        "{}",
        r#"{"events": {}}"#,
        r#"{"events": [], "more": 1}"#,
    ] {
        assert_eq!(whole(body.as_bytes()), "not_submission", "{body}");
    }
    assert_eq!(whole(br#"{"events": []}"#), "no_events");
    let many = json!({"events": vec![0; limits::EVENTS + 1]}).to_string();
    assert_eq!(whole(many.as_bytes()), "too_many_events");
}

#[test]
fn one_bad_event_harms_no_other() {
    let (_, good) = fixtures("valid").remove(0);
    let body = json!({"events": [good["events"][0], {"id": 7}]}).to_string();
    let events = read::submission(body.as_bytes()).unwrap();
    assert!(events[0].is_ok() && events[1].is_err());
}

#[test]
fn a_comment_is_counted_in_characters_not_in_bytes() {
    assert!(only(&with_comment(&"👎".repeat(limits::TEXT_CHARS))).is_ok());
    let refused = only(&with_comment(&"👎".repeat(5_000))).unwrap_err();
    assert_eq!(refused.code, "text_too_long");
}

#[test]
fn half_a_surrogate_pair_has_its_own_code() {
    for half in ["\\ud83d", "\\uDC4E", "a\\ud83d\\u0041"] {
        assert_eq!(
            only(&with_comment(half)).unwrap_err().code,
            "lone_surrogate",
            "{half}"
        );
    }
    assert!(only(&with_comment("\\ud83d\\udc4e")).is_ok());
}

#[test]
fn numbers_and_depths_beyond_reason_are_refused() {
    let huge = with_comment("x").replace("\"timestamp_ms\": 0", "\"timestamp_ms\": 1e999");
    assert_eq!(only(&huge).unwrap_err().code, "not_json");
    let deep = format!(r#"{{"events": [{}{}]}}"#, "[".repeat(500), "]".repeat(500));
    assert_eq!(only(&deep).unwrap_err().code, "not_json");
}
