//! `POST /v1/evaluations`: what evaluators find, in the wire format, from servers alone.

use axum::extract::{Request, State};
use axum::response::Response;
use thumbspan_contract::EventKind;

use super::entry::enter_server;
use super::{Problem, Shared, feedback};

/// Answers 202 only after the accepted evaluations are on disk.
pub(super) async fn post(
    State(shared): State<Shared>,
    request: Request,
) -> Result<Response, Problem> {
    let (callers, bytes) = enter_server(&shared, request).await?;
    feedback::accept(&shared, &callers, &bytes, EventKind::Evaluation).await
}
