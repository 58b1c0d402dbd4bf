//! `POST /v1/feedback/restore`: what was said with a ticket.
//!
//! Tickets are not verified yet: only who has exactly this one sees its votes.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use thumbspan_contract::{Votes, restore};

use super::body::{self, Kind};
use super::{Problem, Shared};

/// Answers 200 with the votes, none for a ticket that is not known.
pub(super) async fn post(
    State(shared): State<Shared>,
    request: Request,
) -> Result<Response, Problem> {
    let bytes = body::read(request, Kind::Json, shared.0.config.body_timeout).await?;
    let ticket = restore::ticket(&bytes)?;
    let votes = shared.0.journal.votes(&ticket).await?;
    let fresh = [(header::CACHE_CONTROL, "no-store")];
    Ok((fresh, Json(Votes { votes })).into_response())
}
