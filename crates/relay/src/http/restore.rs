//! `POST /v1/feedback/restore`: what was said with a ticket.
//!
//! A ticket is verified where the relay has keys for tickets; elsewhere only who has exactly this
//! one sees its votes.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use thumbspan_contract::{Votes, restore};

use super::entry::ask;
use super::{Problem, Shared};

/// Answers 200 with the votes, none for a ticket that is not known.
pub(super) async fn post(
    State(shared): State<Shared>,
    request: Request,
) -> Result<Response, Problem> {
    let (callers, bytes) = ask(&shared, request).await?;
    let ticket = restore::ticket(&bytes)?;
    let now_ms = shared.0.clock.now_ms();
    let holder = shared.0.gate.holder(&callers, ticket, now_ms)?;
    let votes = shared.0.journal.votes(&holder).await?;
    let fresh = [(header::CACHE_CONTROL, "no-store")];
    Ok((fresh, Json(Votes { votes })).into_response())
}
