//! `POST /v1/feedback`: the wire format.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use thumbspan_contract::{Reply, read};

use super::body::{self, Kind};
use super::error::Refused;
use super::{Problem, Shared};

/// Answers 202 only after the accepted events are on disk.
pub(super) async fn post(
    State(shared): State<Shared>,
    request: Request,
) -> Result<Response, Problem> {
    let bytes = body::read(request, Kind::Json, shared.0.config.body_timeout).await?;
    accept(&shared, &bytes).await
}

/// Reads a submission and stores its good events; bad ones beside them are named in the answer.
pub(super) async fn accept(shared: &Shared, bytes: &[u8]) -> Result<Response, Problem> {
    let mut events = Vec::new();
    let mut reply = Reply::default();
    for read in read::submission(bytes)? {
        match read {
            Ok(event) => events.push(event),
            Err(rejected) => reply.rejected.push(rejected),
        }
    }
    if events.is_empty() {
        return Err(Problem::NoneAccepted(reply.rejected));
    }
    reply.accepted = events.iter().map(|event| event.id.clone()).collect();
    shared.store(events).await?;
    let refused = Extension(Refused::events(&reply.rejected));
    Ok((StatusCode::ACCEPTED, refused, Json(reply)).into_response())
}
