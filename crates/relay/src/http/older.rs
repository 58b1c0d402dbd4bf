//! `POST /api/v1/feedback`: the shape that apps posted before Thumbspan.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::json;
use subtle::{Choice, ConstantTimeEq};
use thumbspan_contract::{Code, older, uuid};

use super::body::{self, Kind};
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
    key(&shared, request.headers())?;
    let bytes = body::read(request, Kind::Json, shared.0.config.body_timeout).await?;
    if serde_json::from_slice::<Peek>(&bytes).is_ok() {
        return feedback::accept(&shared, &bytes).await;
    }
    let now_ms = shared.0.clock.now_ms();
    let id = uuid::v7(now_ms, shared.0.random.bytes10());
    let event = older::event(&bytes, &shared.0.config.older_labels, id, now_ms)?;
    shared.store(vec![event]).await?;
    Ok(Json(json!({"status": "success", "message": "Feedback recorded"})).into_response())
}

fn key(shared: &Shared, headers: &HeaderMap) -> Result<(), Problem> {
    let keys = &shared.0.config.api_keys;
    if keys.is_empty() {
        return Ok(());
    }
    let given = headers
        .get("x-api-key")
        .map(HeaderValue::as_bytes)
        .unwrap_or_default();
    // Every key is compared, whole: the time tells nothing of which was near.
    let known = keys.iter().fold(Choice::from(0), |known, key| {
        known | key.expose_secret().as_bytes().ct_eq(given)
    });
    if known.into() {
        return Ok(());
    }
    Err(Problem::of(
        Code::BadApiKey,
        "Send the header X-API-Key with a key of the relay's setting api_keys.",
    ))
}
