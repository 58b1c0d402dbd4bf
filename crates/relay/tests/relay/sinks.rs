//! Several sinks of one relay, routed and apart.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, Uri};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::support::client::{get, post};
use crate::support::process::{Relay, delivered};
use crate::support::{events, eventually};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

type Taken = Arc<Mutex<Vec<(String, Value)>>>;

/// Takes what is posted to `/audit`, and fails at `/down`.
async fn hooks() -> (String, Taken) {
    let taken = Taken::default();
    let kept = Arc::clone(&taken);
    let answer = move |uri: Uri, headers: HeaderMap, body: Bytes| {
        let up = uri.path() == "/audit";
        if up {
            let id = headers["webhook-id"].to_str().unwrap().to_owned();
            let body = serde_json::from_slice(&body).unwrap();
            kept.lock().unwrap().push((id, body));
        }
        let status = if up {
            StatusCode::NO_CONTENT
        } else {
            StatusCode::BAD_GATEWAY
        };
        std::future::ready(status)
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await });
    (url, taken)
}

#[tokio::test]
async fn each_sink_gets_what_it_wants_and_one_that_is_down_slows_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let (url, taken) = hooks().await;
    let (audit, down) = (format!("{url}/audit"), format!("{url}/down"));
    let variables = [
        ("THUMBSPAN_SINKS", "jsonl,webhook:audit,webhook:down"),
        ("THUMBSPAN_PRIVATE_SINKS", "webhook:audit,webhook:down"),
        ("THUMBSPAN_WEBHOOK_AUDIT_URL", audit.as_str()),
        ("THUMBSPAN_WEBHOOK_AUDIT_SECRETS", SECRET),
        ("THUMBSPAN_WEBHOOK_AUDIT_ML_APPS", "bot"),
        ("THUMBSPAN_WEBHOOK_DOWN_URL", down.as_str()),
        ("THUMBSPAN_WEBHOOK_DOWN_SECRETS", SECRET),
    ];
    let relay = Relay::serve(&folder, &variables).await;
    let mut routed = events::thumb(2);
    routed["ml_app"] = json!("bot");
    let body = events::body(&[events::thumb(1), routed]);
    assert_eq!(post(relay.address, "/v1/feedback", &body).await.status, 202);
    eventually("the lines", || async {
        delivered(&folder).lines().count() == 2
    })
    .await;
    eventually("the web hook", || async {
        !taken.lock().unwrap().is_empty()
    })
    .await;
    let waiting = async || {
        let ready = get(relay.address, "/readyz").await.json();
        let sinks = ready["sinks"].as_array().unwrap().clone();
        let figure = |sink: &Value| (sink["name"].clone(), sink["waiting"].clone());
        sinks.iter().map(figure).collect::<Vec<_>>()
    };
    let expected = [("jsonl", 0), ("webhook:audit", 0), ("webhook:down", 2)];
    let expected = expected.map(|(name, waiting)| (json!(name), json!(waiting)));
    // Settled a moment after it was taken.
    eventually("the figures", || async { waiting().await == expected }).await;
    let state = async || get(relay.address, "/readyz").await.json()["sinks"][2]["state"].clone();
    eventually("the failure", || async { state().await == "retrying" }).await;
    let taken = taken.lock().unwrap();
    let [(id, body)] = &taken[..] else {
        panic!("{taken:?}")
    };
    assert_eq!(
        (id, &body["data"]["id"]),
        (&events::id(2), &json!(events::id(2)))
    );
    assert_eq!(body["type"], "feedback.given");
    assert!(!relay.output().contains(SECRET) && !relay.output().contains("/audit"));
}

#[tokio::test]
async fn a_private_address_without_its_allowance_ends_the_start_with_what_to_do() {
    let variables = [
        ("THUMBSPAN_SINKS", "webhook"),
        ("THUMBSPAN_WEBHOOK_URL", "http://169.254.169.254/latest"),
        ("THUMBSPAN_WEBHOOK_SECRETS", SECRET),
    ];
    let ended = crate::support::process::output(&["serve"], &variables).await;
    assert_eq!(ended.status.code(), Some(1));
    assert!(ended.stdout.is_empty(), "it said that it listens");
    let text = String::from_utf8(ended.stderr).unwrap();
    assert!(
        text.contains("private_sinks") && !text.contains("169.254"),
        "{text}"
    );
}
