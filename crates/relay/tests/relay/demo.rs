//! The demo: the whole way with nothing but this binary.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::client::{get, post, request, stream};
use crate::support::process::{Relay, Variables};
use crate::support::{events, eventually};

async fn demo(folder: &Path, variables: Variables<'_>) -> Relay {
    let www = folder.join("www");
    std::fs::create_dir_all(&www).unwrap();
    std::fs::write(www.join("index.html"), "<title>Demo</title>").unwrap();
    std::fs::write(folder.join("secret"), "").unwrap();
    let (www, data) = (
        www.display().to_string(),
        folder.join("new/data").display().to_string(),
    );
    Relay::start(&["demo", "--www", &www, "--data", &data], variables).await
}

#[tokio::test]
async fn a_vote_shows_as_the_request_to_datadog_and_as_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let real = [("DD_API_KEY", "real-key"), ("DD_SITE", "datadoghq.eu")];
    let relay = demo(folder.path(), &real).await;
    eventually("the second line", || async {
        relay.output().contains("Open http://127.0.0.1:")
    })
    .await;
    let body = events::body(&[events::comment(1, "first\nsecond")]);
    assert_eq!(post(relay.address, "/v1/feedback", &body).await.status, 202);
    let seen = stream(relay.address, "/demo/requests", &[], 1).await;
    let shown: Value = serde_json::from_str(&seen[0]).unwrap();
    assert_eq!(shown["method"], "POST");
    assert_eq!(
        shown["url"],
        "https://api.datadoghq.com/api/intake/llm-obs/v2/eval-metric"
    );
    assert_eq!(
        shown["headers"],
        json!({"content-type": "application/json", "dd-api-key": "(hidden)"})
    );
    assert!(shown["at_ms"].is_u64());
    let sent: Value = serde_json::from_str(shown["body"].as_str().unwrap()).unwrap();
    let metric = &sent["data"]["attributes"]["metrics"][0];
    assert_eq!(metric["span_id"], "20245611112024561111");
    assert_eq!(metric["text_value"], "first\nsecond");
    assert_eq!(metric["ml_app"], "thumbspan-demo");
    let lines = stream(relay.address, "/demo/lines", &[], 1).await;
    let line: Value = serde_json::from_str(&lines[0]).unwrap();
    assert_eq!(line["id"], events::id(1));
}

#[tokio::test]
async fn streams_end_with_the_demo_and_lines_outlive_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut relay = demo(folder.path(), &[]).await;
    post(
        relay.address,
        "/v1/feedback",
        &events::body(&[events::thumb(1)]),
    )
    .await;
    stream(relay.address, "/demo/lines", &[], 1).await;
    let open = tokio::spawn(request(relay.address, "GET", "/demo/requests", &[], b""));
    relay.terminate();
    assert_eq!(relay.exit().await.code(), Some(0));
    // Whether the stream was open in time or not: it does not hang.
    let _ = tokio::time::timeout(crate::support::DEADLINE, open)
        .await
        .unwrap();
    let again = demo(folder.path(), &[]).await;
    let lines = stream(again.address, "/demo/lines", &[], 1).await;
    assert!(lines[0].contains(&events::id(1)));
}

#[tokio::test]
async fn pages_are_served_fresh_and_nothing_outside_their_folder() {
    let folder = tempfile::tempdir().unwrap();
    let relay = demo(folder.path(), &[]).await;
    let page = get(relay.address, "/").await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(page.header("cache-control"), "no-cache");
    assert_eq!(page.body, b"<title>Demo</title>");
    for path in ["/../secret", "/%2e%2e/secret", "/none"] {
        let answer = get(relay.address, path).await;
        assert_eq!(
            (answer.status, &*answer.code()),
            (404, "not_found"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_stand_in_refuses_what_datadog_would() {
    let folder = tempfile::tempdir().unwrap();
    let relay = demo(folder.path(), &[]).await;
    let path = "/api/intake/llm-obs/v2/eval-metric";
    assert_eq!(post(relay.address, path, "{}").await.status, 403);
    let headers = [("content-type", "application/json"), ("dd-api-key", "demo")];
    for body in ["not json", "{}"] {
        let sent = request(relay.address, "POST", path, &headers, body.as_bytes());
        let answer = sent.await.unwrap();
        assert_eq!(answer.status, 400);
        assert!(answer.json()["errors"][0].is_string());
    }
}
