//! Every bad input gets its code, a sentence and nothing stored.

use std::path::Path;

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::support::client::{self, Answer, JSON, post};
use crate::support::process::{Relay, delivered};
use crate::support::{events, eventually};

fn changed(change: impl FnOnce(&mut Value)) -> String {
    let mut event = events::thumb(1);
    change(&mut event);
    events::body(&[event])
}

fn signal(label: &str, metric_type: &str, value: impl Into<Value>) -> String {
    let value = value.into();
    changed(|event| {
        event["signals"] = json!([{"label": label, "metric_type": metric_type, "value": value}]);
    })
}

/// Each bad body, its status and its code.
fn bodies() -> Vec<(String, u16, &'static str)> {
    let surrogate =
        events::body(&[events::comment(1, "SURROGATE")]).replace("SURROGATE", "\\ud83d");
    let many: Vec<_> = (0..51).map(events::thumb).collect();
    vec![
        ("not json".to_owned(), 400, "not_json"),
        (String::new(), 400, "not_json"),
        ("[]".to_owned(), 400, "not_submission"),
        (
            json!({"events": [], "more": 1}).to_string(),
            400,
            "not_submission",
        ),
        (events::body(&[]), 400, "no_events"),
        (events::body(&many), 413, "too_many_events"),
        (
            changed(|event| event["colour"] = json!("red")),
            400,
            "unknown_field",
        ),
        (
            changed(|event| event["id"] = json!("1")),
            400,
            "bad_event_id",
        ),
        (
            changed(|event| event["target"] = Value::Null),
            400,
            "no_target",
        ),
        (
            changed(|event| event["target"]["session_id"] = json!("s")),
            400,
            "two_targets",
        ),
        (
            changed(|event| event["target"]["span_id"] = json!("")),
            400,
            "empty_id",
        ),
        (
            changed(|event| event["target"]["trace_id"] = json!("")),
            400,
            "empty_id",
        ),
        (
            changed(|event| event["target"]["span_id"] = json!(7)),
            400,
            "id_not_string",
        ),
        (
            changed(|event| event["target"]["span_id"] = json!("a b")),
            400,
            "bad_id",
        ),
        (
            signal("user.thumbs", "categorical", json!("up")),
            400,
            "bad_label",
        ),
        (
            signal("user_rating", "score", json!(7)),
            400,
            "score_out_of_range",
        ),
        (
            signal("user_thumbs", "categorical", json!("sideways")),
            400,
            "bad_value",
        ),
        (
            signal("user_thumbs", "categorical", Value::Null),
            400,
            "nothing_to_withdraw",
        ),
        (
            signal("user_comment", "text", json!("\u{1F600}".repeat(5_000))),
            400,
            "text_too_long",
        ),
        (
            signal("user_comment", "text", json!("a\0b")),
            400,
            "nul_character",
        ),
        (surrogate, 400, "lone_surrogate"),
    ]
}

fn is_refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!(
        (answer.status, &*answer.code()),
        (status, code),
        "{answer:?}"
    );
    let message = answer.json()["message"].as_str().unwrap().to_owned();
    assert!(
        message.len() > 10 && message.ends_with(['.', ')']),
        "{code}: {message}"
    );
}

#[tokio::test]
async fn each_bad_body_has_its_code_and_nothing_of_it_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    for (body, status, code) in bodies() {
        is_refused(
            &post(relay.address, "/v1/feedback", &body).await,
            status,
            code,
        );
    }
    let last = events::body(&[events::thumb(99)]);
    assert_eq!(post(relay.address, "/v1/feedback", &last).await.status, 202);
    eventually("the good one", || async {
        delivered(&folder).ends_with('\n')
    })
    .await;
    assert_eq!(delivered(&folder).lines().count(), 1);
}

#[tokio::test]
async fn the_contracts_fixtures_meet_the_same_verdict_over_http() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../contract/fixtures");
    let read = |kind: &str| -> Vec<Value> {
        let files = std::fs::read_dir(fixtures.join(kind)).unwrap();
        files
            .map(|file| {
                serde_json::from_slice(&std::fs::read(file.unwrap().path()).unwrap()).unwrap()
            })
            .collect()
    };
    let (invalid, valid) = (read("invalid"), read("valid"));
    assert!(invalid.len() > 40 && valid.len() > 6);
    for fixture in invalid {
        let body = fixture["body"].to_string();
        let answer = post(relay.address, "/v1/feedback", &body).await;
        is_refused(&answer, 400, fixture["code"].as_str().unwrap());
    }
    for fixture in valid {
        let answer = post(relay.address, "/v1/feedback", &fixture.to_string()).await;
        assert_eq!(answer.status, 202, "{fixture}");
    }
}

#[tokio::test]
async fn when_every_event_is_bad_each_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let body = changed(|event| event["target"]["span_id"] = json!(7));
    let answer = post(relay.address, "/v1/feedback", &body).await.json();
    assert_eq!(answer["accepted"], json!([]));
    assert_eq!(answer["rejected"][0]["id"], events::id(1));
    assert_eq!(answer["rejected"][0]["code"], answer["code"]);
}

#[tokio::test]
async fn a_body_of_one_megabyte_is_refused_and_its_sender_reads_why() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let body = events::body(&[events::comment(1, &"x".repeat(1 << 20))]);
    is_refused(
        &post(relay.address, "/v1/feedback", &body).await,
        413,
        "too_large",
    );
    let just = " ".repeat(64 * 1024 + 1);
    is_refused(
        &post(relay.address, "/v1/feedback", &just).await,
        413,
        "too_large",
    );
    // More than the sockets' buffers hold: were it not read, the sender would meet a reset.
    let huge = vec![b' '; 7 << 20];
    let answer = client::post_whole(relay.address, "/v1/feedback", &huge).await;
    is_refused(&answer, 413, "too_large");
}

#[tokio::test]
async fn a_client_that_asks_first_is_spared_the_sending() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let mut stream = TcpStream::connect(relay.address).await.unwrap();
    let headers = [("content-type", "text/plain"), ("expect", "100-continue")];
    let head = client::head("POST", "/v1/feedback", &headers, Some(1 << 20));
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = client::answer(&mut stream, false).await.unwrap();
    is_refused(&answer, 413, "too_large");
}

#[tokio::test]
async fn other_content_types_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let body = events::body(&[events::thumb(1)]);
    for content_type in [
        "application/x-www-form-urlencoded",
        "application/jsonp",
        "text/html",
        "",
    ] {
        let headers = [("content-type", content_type)];
        let sent = client::request(
            relay.address,
            "POST",
            "/v1/feedback",
            &headers,
            body.as_bytes(),
        );
        is_refused(&sent.await.unwrap(), 415, "wrong_content_type");
    }
    let none = client::request(relay.address, "POST", "/v1/feedback", &[], body.as_bytes());
    is_refused(&none.await.unwrap(), 415, "wrong_content_type");
}

#[tokio::test]
async fn unknown_paths_and_methods_are_answered_in_the_same_form() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    is_refused(
        &client::get(relay.address, "/v2/feedback").await,
        404,
        "not_found",
    );
    is_refused(
        &client::get(relay.address, "/thumbspan.js").await,
        404,
        "not_found",
    );
    let wrong = client::get(relay.address, "/v1/feedback").await;
    is_refused(&wrong, 405, "method_not_allowed");
    assert_eq!(wrong.header("allow"), "POST");
}

#[tokio::test]
async fn a_slow_body_or_head_is_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[("THUMBSPAN_BODY_TIMEOUT_S", "1")]).await;
    let mut body = TcpStream::connect(relay.address).await.unwrap();
    let head = client::head("POST", "/v1/feedback", JSON, Some(100));
    body.write_all(format!("{head}{{").as_bytes())
        .await
        .unwrap();
    let mut slow = TcpStream::connect(relay.address).await.unwrap();
    slow.write_all(b"POST /v1/feedback HTTP/1.1\r\nhost:")
        .await
        .unwrap();
    is_refused(
        &client::answer(&mut body, false).await.unwrap(),
        408,
        "too_slow",
    );
    // Not the client's own patience: the relay closed it.
    let cut = client::answer(&mut slow, false).await.unwrap_err();
    assert_ne!(cut.kind(), std::io::ErrorKind::TimedOut);
}

#[tokio::test]
async fn a_comment_is_in_no_log() {
    let folder = tempfile::tempdir().unwrap();
    let mut relay = Relay::serve(&folder, &[("THUMBSPAN_LOG", "trace")]).await;
    let words = "unmistakable-words";
    let good = events::body(&[events::comment(1, words)]);
    assert_eq!(post(relay.address, "/v1/feedback", &good).await.status, 202);
    let bad = signal("user_thumbs", "categorical", json!(words));
    assert_eq!(post(relay.address, "/v1/feedback", &bad).await.status, 400);
    let odd = changed(|event| event[words] = json!(words));
    assert_eq!(post(relay.address, "/v1/feedback", &odd).await.status, 400);
    let older = json!({"span_id": "1", "comment": words, "feedback_type": words}).to_string();
    assert_eq!(
        post(relay.address, "/api/v1/feedback", &older).await.status,
        400
    );
    eventually("the line", || async { delivered(&folder).contains(words) }).await;
    relay.terminate();
    relay.exit().await;
    eventually("the log", || async { relay.output().contains("stopping") }).await;
    assert!(relay.output().contains("bad_value"), "{}", relay.output());
    assert!(!relay.output().contains(words), "{}", relay.output());
}
