use thumbspan_contract::{MetricType, Value};

use super::{Config, open, request};
use crate::sinks::Sink as _;
use crate::sinks::answer::{self, Purpose};
use crate::sinks::testing::{ORDINARY, classes, connection, example, hold_requests, server};
use crate::testing::signal;

fn config(url: &str) -> Config {
    Config {
        at: connection("weave", url),
        api_key: "k3y".into(),
        project: "team/weather".to_owned(),
    }
}

#[test]
fn requests_are_these() {
    hold_requests("weave", |events| request::plan(events, &config("http://x")));
}

#[test]
fn answers_mean_this() {
    assert_eq!(classes(answer::judge, Purpose::Tell, ""), ORDINARY);
}

#[test]
fn a_comment_too_long_for_a_note_is_feedback_of_its_label() {
    let kind = |length: usize| {
        let mut event = example("a thumb on a span");
        let words = Value::Text("\u{1f44e}".repeat(length));
        event.signals = vec![signal("user_comment", MetricType::Text, words)];
        let plan = request::plan(&[event], &config("http://x")).unwrap();
        let body: serde_json::Value = serde_json::from_slice(&plan.calls[0].body).unwrap();
        body["feedback_type"].as_str().unwrap().to_owned()
    };
    assert_eq!(kind(1_024), "wandb.note.1");
    assert_eq!(kind(1_025), "user_comment");
}

#[test]
fn an_id_that_would_end_the_reference_is_refused() {
    let mut event = example("a thumb on a span");
    event.target = thumbspan_contract::Target::Span {
        span_id: "a/../b".to_owned(),
        trace_id: None,
    };
    assert!(request::plan(&[event], &config("http://x")).is_err());
}

#[tokio::test]
async fn the_key_goes_as_the_password_of_api() {
    let (url, seen) = server((200, vec![], "{}".to_owned())).await;
    open(&config(&url))
        .unwrap()
        .send(&[example("a thumb on a span")])
        .await
        .unwrap();
    assert_eq!(
        seen.0.lock().unwrap()[0].1["authorization"],
        "Basic YXBpOmszeQ=="
    );
}
