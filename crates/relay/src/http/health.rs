//! `/healthz`: the process lives. `/readyz`: it can take feedback, and how its sinks do.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;

use super::Shared;
use crate::store::SinkCounts;

/// How the sinks do, told by whoever runs them.
pub trait Deliveries: Send + Sync {
    /// Every sink's state now.
    fn sinks(&self) -> Vec<SinkHealth>;
}

/// One sink's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SinkHealth {
    /// The sink's name.
    pub name: String,
    /// `working`, `retrying` or `paused`.
    pub state: &'static str,
    /// Why it does not work, for the operator.
    pub reason: Option<String>,
}

#[derive(Serialize)]
struct Report {
    ready: bool,
    store: &'static str,
    sinks: Vec<Sink>,
}

#[derive(Serialize)]
struct Sink {
    name: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Events that wait to be delivered.
    waiting: u64,
    /// Events that were given up, kept with their reason.
    dead: u64,
    /// When the oldest waiting event came in, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    oldest_waiting_ms: Option<u64>,
}

const FRESH: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "no-store")];

pub(super) async fn live() -> Response {
    (FRESH, Json(json!({"status": "ok"}))).into_response()
}

/// A sink that is down does not make the relay unready: what it takes is kept until it is up.
pub(super) async fn ready(State(shared): State<Shared>) -> Response {
    let counts = shared.0.counts.get().await;
    let (status, store) = match &counts {
        Ok(_) => (StatusCode::OK, "ok"),
        Err(error) => {
            tracing::error!(%error, "the store does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "failed")
        }
    };
    let counts = counts.unwrap_or_default();
    let sinks = shared.0.deliveries.sinks();
    let body = Report {
        ready: status == StatusCode::OK,
        store,
        sinks: sinks
            .into_iter()
            .map(|sink| joined(sink, &counts))
            .collect(),
    };
    (status, FRESH, Json(body)).into_response()
}

fn joined(sink: SinkHealth, counts: &[SinkCounts]) -> Sink {
    let counts = counts.iter().find(|counts| counts.sink == sink.name);
    Sink {
        waiting: counts.map_or(0, |counts| counts.waiting),
        dead: counts.map_or(0, |counts| counts.dead),
        oldest_waiting_ms: counts.and_then(|counts| counts.oldest_waiting_ms),
        name: sink.name,
        state: sink.state,
        reason: sink.reason,
    }
}
