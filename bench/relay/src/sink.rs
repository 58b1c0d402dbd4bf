//! A stand-in for Datadog: it counts what comes and does nothing else.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::json;
use tokio::net::TcpListener;

/// Stands once in each metric, and nowhere else.
const METRIC: &[u8] = br#""metric_type":"#;

/// How the stand-in behaves.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Plan {
    /// Refuse everything with 401, so that a relay keeps what it has.
    #[arg(long)]
    pub refuse: bool,
    /// Milliseconds before each answer.
    #[arg(long, default_value_t = 0)]
    pub wait_ms: u64,
}

#[derive(Clone)]
struct Taken {
    plan: Plan,
    requests: Arc<AtomicU64>,
    signals: Arc<AtomicU64>,
}

/// Listens on a free port, says which, and answers as planned.
///
/// # Errors
/// What the system says.
pub async fn run(plan: Plan) -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    writeln!(io::stdout(), "Listens on http://{}", listener.local_addr()?)?;
    axum::serve(listener, router(plan)).await
}

fn router(plan: Plan) -> Router {
    let taken = Taken {
        plan,
        requests: Arc::default(),
        signals: Arc::default(),
    };
    Router::new()
        .route("/taken", get(count))
        .fallback(post(take))
        .layer(DefaultBodyLimit::disable())
        .with_state(taken)
}

async fn take(State(taken): State<Taken>, body: Bytes) -> StatusCode {
    if taken.plan.wait_ms > 0 {
        tokio::time::sleep(Duration::from_millis(taken.plan.wait_ms)).await;
    }
    if taken.plan.refuse {
        return StatusCode::UNAUTHORIZED;
    }
    taken.requests.fetch_add(1, Ordering::Relaxed);
    taken.signals.fetch_add(signals(&body), Ordering::Relaxed);
    StatusCode::ACCEPTED
}

async fn count(State(taken): State<Taken>) -> Json<serde_json::Value> {
    let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
    Json(json!({"requests": read(&taken.requests), "signals": read(&taken.signals)}))
}

fn signals(body: &[u8]) -> u64 {
    let mut found = 0;
    let mut rest = body;
    while let Some(at) = rest.iter().position(|byte| *byte == b'"') {
        rest = &rest[at..];
        let is_metric = rest.starts_with(METRIC);
        found += u64::from(is_metric);
        rest = &rest[if is_metric { METRIC.len() } else { 1 }..];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_metric_counts_once() {
        assert_eq!(signals(b""), 0);
        assert_eq!(signals(br#"{"metrics":[{"metric_type":"score"}]}"#), 1);
        assert_eq!(
            signals(br#"[{"metric_type":"text","text_value":"x"},{"metric_type":"score"}]"#),
            2
        );
    }
}
