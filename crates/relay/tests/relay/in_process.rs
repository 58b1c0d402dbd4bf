//! `run` itself, where the test brings the parts.

use std::collections::BTreeMap;

use axum::Router;
use axum::routing::get;
use thumbspan_relay::config::Settings;
use thumbspan_relay::{Parts, run};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::support::client;

#[tokio::test]
async fn a_panic_is_answered_and_costs_one_request_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let environment = BTreeMap::from([
        (
            "THUMBSPAN_STORE".to_owned(),
            format!("sqlite:{}", path("store.db")),
        ),
        ("THUMBSPAN_SINKS".to_owned(), "jsonl".to_owned()),
        ("THUMBSPAN_ACCESS".to_owned(), "open".to_owned()),
        ("THUMBSPAN_ALLOWED_ORIGINS".to_owned(), "*".to_owned()),
        ("THUMBSPAN_JSONL_PATH".to_owned(), path("lines")),
    ]);
    let config = Settings::read(None, &environment)
        .unwrap()
        .config()
        .unwrap();
    let pages = Router::new().route("/boom", get(async || -> () { panic!("inner words") }));
    let parts = Parts {
        pages: Some(pages),
        ..Parts::default()
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(run(listener, config, parts, async {
        let _ = stopped.await;
    }));
    let answer = client::get(address, "/boom").await;
    assert_eq!((answer.status, &*answer.code()), (500, "internal"));
    assert!(!String::from_utf8_lossy(&answer.body).contains("inner words"));
    assert_eq!(client::get(address, "/healthz").await.status, 200);
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
}
