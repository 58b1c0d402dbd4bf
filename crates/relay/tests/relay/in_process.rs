//! `run` itself, where the test brings the parts.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::Router;
use axum::routing::get;
use tempfile::TempDir;
use thumbspan_relay::config::Settings;
use thumbspan_relay::{Parts, RunError, run};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::support::client;
use crate::support::process::Variables;

/// A relay in this process that lets everyone in and has pages of the test's own.
pub(crate) struct InProcess {
    pub(crate) address: SocketAddr,
    stop: oneshot::Sender<()>,
    running: JoinHandle<Result<(), RunError>>,
}

impl InProcess {
    pub(crate) async fn start(folder: &TempDir, variables: Variables<'_>, pages: Router) -> Self {
        let path = |name: &str| folder.path().join(name).display().to_string();
        let (store, lines) = (format!("sqlite:{}", path("store.db")), path("lines"));
        let own = [
            ("THUMBSPAN_STORE", &*store),
            ("THUMBSPAN_SINKS", "jsonl"),
            ("THUMBSPAN_JSONL_PATH", &*lines),
            ("THUMBSPAN_ACCESS", "open"),
            ("THUMBSPAN_ALLOWED_ORIGINS", "*"),
        ];
        let environment: BTreeMap<_, _> = own
            .iter()
            .chain(variables)
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let settings = Settings::read(None, &environment).unwrap();
        let config = settings.config().unwrap();
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
        Self {
            address,
            stop,
            running,
        }
    }

    pub(crate) async fn stop(self) {
        self.stop.send(()).unwrap();
        self.running.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_panic_is_answered_and_costs_one_request_only() {
    let folder = tempfile::tempdir().unwrap();
    let pages = Router::new().route("/boom", get(async || -> () { panic!("inner words") }));
    let relay = InProcess::start(&folder, &[], pages).await;
    let answer = client::get(relay.address, "/boom").await;
    assert_eq!((answer.status, &*answer.code()), (500, "internal"));
    assert!(!String::from_utf8_lossy(&answer.body).contains("inner words"));
    assert_eq!(client::get(relay.address, "/healthz").await.status, 200);
    relay.stop().await;
}
