use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::{Method, StatusCode, Uri};
use tokio::net::TcpListener;

use super::client::judge;
use super::{Access, Config, open, request};
use crate::sinks::answer::Purpose;
use crate::sinks::testing::{
    ORDINARY, classes, connection, example, hold_requests, ordinary_but, server,
};
use crate::sinks::{Sink as _, SinkError};

fn config(url: &str) -> Config {
    Config {
        at: connection("mlflow", url),
        access: Access::Open,
        submitter_id: "anonymous".to_owned(),
    }
}

#[test]
fn requests_are_these() {
    hold_requests("mlflow", |events| {
        request::plan(events, &config("http://x"))
    });
}

#[test]
fn answers_mean_this() {
    assert_eq!(classes(judge, Purpose::Tell, ""), ORDINARY);
    let missing = r#"{"error_code": "RESOURCE_DOES_NOT_EXIST"}"#;
    let not_yet: &[_] = &["404 not yet", "405 pause"];
    let expected = ordinary_but(&[("404-405 pause", not_yet)]);
    assert_eq!(classes(judge, Purpose::Tell, missing), expected);
    let gone = classes(judge, Purpose::Retire, missing);
    assert!(gone.contains(&"404 taken".to_owned()), "{gone:?}");
    let elsewhere = classes(judge, Purpose::Retire, "<h1>Not Found</h1>");
    assert!(
        elsewhere.contains(&"404-405 pause".to_owned()),
        "{elsewhere:?}"
    );
}

/// A server that has stored the assessment before, or has not.
async fn constraint(stored: bool) -> (String, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&asked);
    let answer = move |method: Method, uri: Uri| {
        kept.lock().unwrap().push(format!("{method} {uri}"));
        let found = if stored {
            StatusCode::OK
        } else {
            StatusCode::NOT_FOUND
        };
        let status = if method == Method::GET {
            found
        } else {
            StatusCode::INTERNAL_SERVER_ERROR
        };
        std::future::ready((status, "constraint violation"))
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await });
    (url, asked)
}

#[tokio::test]
async fn a_500_for_a_repeat_is_asked_about_and_taken_when_the_first_arrived() {
    let event = example("a thumb on a span");
    let (url, asked) = constraint(true).await;
    open(&config(&url))
        .unwrap()
        .send(std::slice::from_ref(&event))
        .await
        .unwrap();
    let asked = asked.lock().unwrap().clone();
    let [post, get] = &asked[..] else {
        panic!("{asked:?}")
    };
    let path = post.strip_prefix("POST ").unwrap();
    assert!(get.starts_with(&format!("GET {path}/")), "{get}");

    let (url, _) = constraint(false).await;
    let error = open(&config(&url))
        .unwrap()
        .send(&[event])
        .await
        .unwrap_err();
    assert!(matches!(error, SinkError::Retry { .. }), "{error:?}");
}

#[test]
fn a_source_is_no_longer_than_mlflow_keeps_it_and_stands_whole_beside() {
    let mut event = example("a thumb on a span");
    let whole = "\u{1f44e}".repeat(256);
    if let Some(by) = &mut event.submitter {
        by.id.clone_from(&whole);
    }
    let plan = request::plan(&[event], &config("http://x")).unwrap();
    let body: serde_json::Value = serde_json::from_slice(&plan.calls[0].body).unwrap();
    let assessment = &body["assessment"];
    let source = assessment["source"]["source_id"].as_str().unwrap();
    assert_eq!(source, "\u{1f44e}".repeat(250));
    assert_eq!(assessment["metadata"]["submitter"], whole);
}

#[tokio::test]
async fn access_goes_as_a_token_or_as_a_user() {
    let expected = [
        (Access::Token("k3y".into()), "Bearer k3y"),
        (
            Access::Basic("me".to_owned(), "k3y".into()),
            "Basic bWU6azN5",
        ),
    ];
    for (access, header) in expected {
        let (url, seen) = server((200, vec![], String::new())).await;
        let sink = open(&Config {
            access,
            ..config(&url)
        })
        .unwrap();
        sink.send(&[example("a thumb on a span")]).await.unwrap();
        assert_eq!(seen.0.lock().unwrap()[0].1["authorization"], header);
    }
}
