//! The newest vote is the one that a backend shows, in whatever order the votes arrive.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::{Method, StatusCode, Uri};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::metrics::{METRICS, figures, metrics_of};
use crate::support::client::post;
use crate::support::process::Relay;
use crate::support::{events, eventually};

const SINKS: &str = "langfuse,opik,braintrust";

/// What is shown: by backend, span, and name or id.
type Shown = Arc<Mutex<BTreeMap<[String; 3], Value>>>;

/// Langfuse keeps scores by their ids, Opik and Braintrust by their names.
async fn backends() -> (String, Shown) {
    let shown = Shown::default();
    let kept = Arc::clone(&shown);
    let answer = move |method: Method, uri: Uri, body: Bytes| {
        let body = serde_json::from_slice(&body).unwrap_or_default();
        let path: Vec<_> = uri.path().split('/').skip(1).collect();
        let known = take(&mut kept.lock().unwrap(), method.as_str(), &path, &body);
        let status = known.map_or(StatusCode::IM_A_TEAPOT, |()| StatusCode::OK);
        std::future::ready(status)
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await });
    (url, shown)
}

fn take(
    shown: &mut BTreeMap<[String; 3], Value>,
    method: &str,
    path: &[&str],
    body: &Value,
) -> Option<()> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    match (method, path) {
        ("POST", ["api", "public", "scores"]) => {
            let key = [
                "langfuse".to_owned(),
                text(&body["observationId"])?,
                text(&body["id"])?,
            ];
            shown.insert(key, body["value"].clone());
        }
        ("DELETE", ["api", "public", "scores", id]) => shown.retain(|key, _| key[2] != *id),
        ("PUT", ["api", "v1", "private", "spans", "feedback-scores"]) => {
            for score in body["scores"].as_array()? {
                let key = [
                    "opik".to_owned(),
                    text(&score["id"])?,
                    text(&score["name"])?,
                ];
                shown.insert(key, score["value"].clone());
            }
        }
        (
            "POST",
            [
                "api",
                "v1",
                "private",
                "spans",
                span,
                "feedback-scores",
                "delete",
            ],
        ) => {
            let key = ["opik".to_owned(), (*span).to_owned(), text(&body["name"])?];
            shown.remove(&key);
        }
        ("POST", ["v1", "project_logs", _, "feedback"]) => {
            for row in body["feedback"].as_array()? {
                for (name, value) in row["scores"].as_object()? {
                    let key = ["braintrust".to_owned(), text(&row["id"])?, name.clone()];
                    shown.insert(key, value.clone());
                }
            }
            shown.retain(|_, value| !value.is_null());
        }
        _ => return None,
    }
    Some(())
}

/// Stars on a span, from the first to the third word; the third may take them back.
fn votes(span: u64, last: Option<u64>) -> [Value; 3] {
    [(0, json!(1)), (1, json!(2)), (2, json!(last))].map(|(n, value)| {
        let mut event = events::thumb(span * 10 + n);
        event["target"] = json!({
            "kind": "span", "span_id": events::id(span), "trace_id": events::id(0),
        });
        event["signals"] =
            json!([{"label": "user_rating", "metric_type": "score", "value": value}]);
        if n > 0 {
            event["revises"] = json!(events::id(span * 10 + n - 1));
        }
        event
    })
}

/// The relay with its figures, and how many deliveries it should have made.
struct Watched {
    relay: Relay,
    figures: SocketAddr,
    deliveries: usize,
}

impl Watched {
    async fn post_and_wait(&mut self, events: &[Value]) {
        let body = events::body(events);
        let answer = post(self.relay.address, "/v1/feedback", &body).await;
        assert_eq!(answer.status, 202);
        self.deliveries += events.len() * SINKS.split(',').count();
        eventually("the delivery", || async {
            let figures = figures(self.figures).await;
            let lines = figures.lines();
            let made =
                lines.filter(|line| line.starts_with("thumbspan_deliveries_succeeded_total{"));
            let made = made.filter_map(|line| line.rsplit(' ').next()?.parse::<usize>().ok());
            made.sum::<usize>() == self.deliveries
        })
        .await;
    }
}

#[tokio::test]
async fn whatever_the_order_of_arrival_a_backend_shows_the_newest_vote_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (url, shown) = backends().await;
    let variables = [
        METRICS,
        ("THUMBSPAN_SINKS", SINKS),
        ("THUMBSPAN_PRIVATE_SINKS", "*"),
        ("THUMBSPAN_LANGFUSE_URL", url.as_str()),
        ("THUMBSPAN_LANGFUSE_PUBLIC_KEY", "pk"),
        ("THUMBSPAN_LANGFUSE_SECRET_KEY", "sk"),
        ("THUMBSPAN_OPIK_URL", url.as_str()),
        ("THUMBSPAN_BRAINTRUST_URL", url.as_str()),
        ("THUMBSPAN_BRAINTRUST_API_KEY", "key"),
        ("THUMBSPAN_BRAINTRUST_PROJECT_ID", &events::id(1)),
    ];
    let relay = Relay::serve(&folder, &variables).await;
    let mut watched = Watched {
        figures: metrics_of(&relay).await,
        relay,
        deliveries: 0,
    };
    let orders = [[0, 1, 2], [2, 1, 0], [2, 0, 1], [0, 2, 1], [1, 2, 0]];
    let (mut span, mut expected) = (100, Vec::new());
    for order in orders {
        for last in [Some(3), None] {
            for at_once in [false, true] {
                span += 1;
                let votes = votes(span, last);
                let arriving = order.map(|n| votes[n].clone());
                for part in arriving.chunks(if at_once { 3 } else { 1 }) {
                    watched.post_and_wait(part).await;
                }
                if last.is_some() {
                    let values = [("braintrust", 0.5), ("langfuse", 3.0), ("opik", 3.0)];
                    expected.extend(values.map(|(name, value)| (name, span, value)));
                }
            }
        }
    }
    let shown = shown.lock().unwrap();
    let mut found: Vec<_> = shown
        .iter()
        .map(|([name, span, _], value)| (name.as_str(), span.clone(), value.as_f64().unwrap()))
        .collect();
    found.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
    let expected: Vec<_> = expected
        .into_iter()
        .map(|(name, span, value)| (name, events::id(span), value))
        .collect();
    assert_eq!(found, expected);
}
