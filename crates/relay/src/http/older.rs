//! `POST /api/v1/feedback`: the shape that apps posted before Thumbspan.

use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::json;
use thumbspan_contract::{EventKind, older, uuid};

use super::entry::enter_older;
use super::{Problem, Shared, feedback};

/// Only what tells the wire format from the older shape.
#[derive(Deserialize)]
struct Peek {
    #[serde(rename = "events")]
    _events: Vec<IgnoredAny>,
}

/// Answers 200 only after the event is on disk; a body in the wire format is answered as such.
pub(super) async fn post(
    State(shared): State<Shared>,
    request: Request,
) -> Result<Response, Problem> {
    let (callers, bytes) = enter_older(&shared, request).await?;
    if serde_json::from_slice::<Peek>(&bytes).is_ok() {
        return feedback::accept(&shared, &callers, &bytes, EventKind::Feedback).await;
    }
    let now_ms = shared.0.clock.now_ms();
    let id = uuid::v7(now_ms, shared.0.random.bytes10());
    let event = older::event(&bytes, &shared.0.config.older_labels, id, now_ms)?;
    shared.keep_one(&callers, event).await?;
    Ok(Json(json!({"status": "success", "message": "Feedback recorded"})).into_response())
}
