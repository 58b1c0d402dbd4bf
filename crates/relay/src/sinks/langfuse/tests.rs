use thumbspan_contract::{MetricType, Value};

use super::client::judge;
use super::{Body, Config, open, request};
use crate::sinks::Sink as _;
use crate::sinks::answer::Purpose;
use crate::sinks::testing::{
    ORDINARY, classes, connection, example, hold_requests, ordinary_but, server,
};
use crate::testing::signal;

fn config(url: &str, body: Body) -> Config {
    Config {
        at: connection("langfuse", url),
        public_key: "pk".to_owned(),
        secret_key: "sk".into(),
        body,
    }
}

#[test]
fn requests_are_these() {
    let single = config("http://x", Body::Single);
    hold_requests("langfuse", |events| request::plan(events, &single));
}

#[test]
fn answers_mean_this() {
    assert_eq!(
        classes(judge, Purpose::Tell, r#"{"rejected": 0, "errors": []}"#),
        ORDINARY
    );
    let never: &[_] = &["200-206 taken", "207 never", "208-299 taken"];
    let expected = ordinary_but(&[("200-299 taken", never)]);
    for body in [
        r#"{"accepted": 1, "rejected": 1}"#,
        r#"{"errors": [{"message": "no"}]}"#,
        "?",
    ] {
        assert_eq!(classes(judge, Purpose::Tell, body), expected, "{body}");
    }
}

#[test]
fn a_list_holds_the_same_scores_and_none_that_it_revises() {
    let (single, list) = (
        config("http://x", Body::Single),
        config("http://x", Body::List),
    );
    let event = example("every type");
    let alone = request::plan(std::slice::from_ref(&event), &single).unwrap();
    let together = request::plan(std::slice::from_ref(&event), &list).unwrap();
    let read = |body: &[u8]| serde_json::from_slice::<serde_json::Value>(body).unwrap();
    let bodies: Vec<_> = alone.calls.iter().map(|call| read(&call.body)).collect();
    assert_eq!(bodies.len(), 8);
    assert_eq!(read(&together.calls[0].body), serde_json::json!(bodies));

    let first = example("a thumb on a span");
    let mut second = first.clone();
    second.id = crate::testing::event(2).id;
    second.revises = Some(first.id.clone());
    let plan = request::plan(&[first, second], &list).unwrap();
    let scores = read(&plan.calls[0].body);
    assert_eq!(scores.as_array().unwrap().len(), 1);
    assert_eq!(plan.calls.len(), 2);
}

#[test]
fn a_long_text_is_cut_and_stands_whole_in_the_comment() {
    let mut event = example("a thumb on a span");
    let words = "\u{1f44e}".repeat(501);
    event.signals = vec![signal(
        "user_comment",
        MetricType::Text,
        Value::Text(words.clone()),
    )];
    let plan = request::plan(&[event], &config("http://x", Body::Single)).unwrap();
    let score: serde_json::Value = serde_json::from_slice(&plan.calls[0].body).unwrap();
    assert_eq!(score["value"].as_str().unwrap().chars().count(), 500);
    assert_eq!(score["comment"], words);
}

#[test]
fn a_list_above_the_limit_is_halved_before_it_is_sent() {
    let mut event = example("a thumb on a span");
    let words = Value::Text("\u{1f44e}".repeat(4_000));
    event.signals = vec![signal("user_comment", MetricType::Text, words)];
    let list = config("http://x", Body::List);
    assert!(request::plan(&vec![event.clone(); 40], &list).is_ok());
    assert!(request::plan(&vec![event; 60], &list).is_err());
}

#[tokio::test]
async fn the_keys_go_as_a_user_and_a_password() {
    let (url, seen) = server((202, vec![], "{}".to_owned())).await;
    let sink = open(&config(&url, Body::Single)).unwrap();
    sink.send(&[example("a changed thumb")]).await.unwrap();
    let seen = seen.0.lock().unwrap();
    assert_eq!(seen[0].1["authorization"], "Basic cGs6c2s=");
    assert!(
        seen[1].0.path().starts_with("/api/public/scores/"),
        "the revised one is deleted"
    );
}
