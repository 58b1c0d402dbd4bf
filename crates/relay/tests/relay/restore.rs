//! What was said with a ticket.

use serde_json::{Value, json};

use crate::support::client::{self, Answer, JSON, post};
use crate::support::events;
use crate::support::process::Relay;

const PATH: &str = "/v1/feedback/restore";
const TICKET: &str = "eyJhbGciOiJIUzI1NiJ9.e30.x";

fn vote(number: u64, ticket: &str, signals: &Value) -> String {
    let mut event = events::thumb(number);
    event["timestamp_ms"] = json!(number);
    event["ticket"] = json!(ticket);
    event["signals"] = signals.clone();
    if number > 1 {
        event["revises"] = json!(events::id(number - 1));
    }
    events::body(&[event])
}

async fn accepted(relay: &Relay, body: &str) {
    let answer = post(relay.address, "/v1/feedback", body).await;
    assert_eq!(answer.status, 202, "{answer:?}");
}

async fn ask(relay: &Relay, ticket: &str) -> Answer {
    let answer = post(relay.address, PATH, &json!({"ticket": ticket}).to_string()).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.header("cache-control"), "no-store");
    answer
}

#[tokio::test]
async fn the_newest_votes_come_back_after_a_restart_to_this_ticket_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut relay = Relay::serve(&folder, &[]).await;
    let first = json!([
        {"label": "user_thumbs", "metric_type": "categorical", "value": "down"},
        {"label": "user_rating", "metric_type": "score", "value": 2},
        {"label": "user_reason_late", "metric_type": "boolean", "value": true},
        {"label": "user_comment", "metric_type": "text", "value": "<b>Missed</b> \u{1f44e}"},
    ]);
    let second = json!([
        {"label": "user_thumbs", "metric_type": "categorical", "value": "up"},
        {"label": "user_comment", "metric_type": "text", "value": null},
    ]);
    accepted(&relay, &vote(1, TICKET, &first)).await;
    accepted(&relay, &vote(2, TICKET, &second)).await;
    let other = json!([{"label": "user_nps", "metric_type": "score", "value": 0}]);
    accepted(&relay, &vote(3, "another", &other)).await;
    let (one, two) = (events::id(1), events::id(2));
    let known = json!({"votes": [
        {"id": one, "label": "user_rating", "value": 2, "timestamp_ms": 1},
        {"id": one, "label": "user_reason_late", "value": true, "timestamp_ms": 1},
        {"id": two, "label": "user_thumbs", "value": "up", "timestamp_ms": 2},
    ]});
    assert_eq!(ask(&relay, TICKET).await.json(), known);
    relay.kill().await;
    let relay = Relay::serve(&folder, &[]).await;
    assert_eq!(ask(&relay, TICKET).await.json(), known);
    for stranger in ["unknown", "eyJhbGciOiJIUzI1NiJ9.e30.X", "%"] {
        assert_eq!(ask(&relay, stranger).await.json(), json!({"votes": []}));
    }
}

#[tokio::test]
async fn a_form_with_a_ticket_is_restored_too() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let form = format!("span_id=1&user_nps=10&ticket={TICKET}");
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let path = "/v1/feedback/form";
    let sent = client::request(relay.address, "POST", path, &headers, form.as_bytes());
    assert_eq!(sent.await.unwrap().status, 200);
    let votes = ask(&relay, TICKET).await.json();
    assert_eq!(votes["votes"][0]["label"], "user_nps");
    assert_eq!(votes["votes"][0]["value"], 10);
}

#[tokio::test]
async fn a_page_of_another_origin_may_ask_and_read_without_a_preflight() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let headers = [
        ("origin", "https://app.example"),
        ("content-type", "text/plain;charset=UTF-8"),
    ];
    for (body, status) in [(r#"{"ticket": "t"}"#, 200), ("{", 400)] {
        let sent = client::request(relay.address, "POST", PATH, &headers, body.as_bytes());
        let answer = sent.await.unwrap();
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        let exposed = answer.header("access-control-expose-headers");
        assert_eq!(exposed, "retry-after");
    }
}

#[tokio::test]
async fn each_bad_question_has_its_code() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let long = json!({"ticket": "x".repeat(4_097)}).to_string();
    let huge = json!({"ticket": "x".repeat(1 << 20)}).to_string();
    for (body, status, code) in [
        ("", 400, "not_json"),
        ("ticket=t", 400, "not_json"),
        ("[]", 400, "wrong_type"),
        ("{}", 400, "missing_field"),
        (r#"{"ticket": ""}"#, 400, "bad_ticket"),
        (r#"{"ticket": "a b"}"#, 400, "bad_ticket"),
        (&*long, 400, "bad_ticket"),
        (r#"{"ticket": 1}"#, 400, "wrong_type"),
        (r#"{"ticket": "t", "label": "a"}"#, 400, "unknown_field"),
        (&*huge, 413, "too_large"),
    ] {
        let answer = post(relay.address, PATH, body).await;
        assert_eq!(
            (answer.status, &*answer.code()),
            (status, code),
            "{body:.40}"
        );
    }
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let sent = client::request(relay.address, "POST", PATH, &form, b"{}");
    assert_eq!(sent.await.unwrap().code(), "wrong_content_type");
    let sent = client::request(relay.address, "GET", PATH, JSON, b"");
    assert_eq!(sent.await.unwrap().status, 405);
}

#[tokio::test]
async fn a_ticket_is_in_no_log() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[("THUMBSPAN_LOG", "trace")]).await;
    ask(&relay, "unmistakable-ticket").await;
    let bad = r#"{"ticket": "unmistakable-ticket", "x": 1}"#;
    assert_eq!(post(relay.address, PATH, bad).await.status, 400);
    crate::support::eventually("the log", || async {
        relay.output().contains("unknown_field")
    })
    .await;
    assert!(!relay.output().contains("unmistakable"));
}
