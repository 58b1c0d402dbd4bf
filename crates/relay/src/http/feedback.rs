//! `POST /v1/feedback`: the wire format.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use thumbspan_contract::{EventKind, Reply, read};

use super::body::Kind;
use super::entry::{enter, refusal};
use super::error::Refused;
use super::{Problem, Shared};
use crate::access::caller::Callers;
use crate::traces;

/// Answers 202 only after the accepted events are on disk.
pub(super) async fn post(
    State(shared): State<Shared>,
    request: Request,
) -> Result<Response, Problem> {
    let (callers, bytes) = enter(&shared, request, Kind::Json).await?;
    accept(&shared, &callers, &bytes, EventKind::Feedback).await
}

/// Reads a submission of one kind and stores its good events; bad ones beside them are named in the answer.
pub(super) async fn accept(
    shared: &Shared,
    callers: &Callers,
    bytes: &[u8],
    kind: EventKind,
) -> Result<Response, Problem> {
    let span = traces::accept();
    let mut events = Vec::new();
    let mut reply = Reply::default();
    for read in read::events(bytes, kind)? {
        let admitted = read.and_then(|event| {
            let id = event.id.clone();
            let admitted = shared.admit(callers, event);
            admitted.map_err(|refusal| refusal.of(&id))
        });
        match admitted {
            Ok(admitted) => {
                traces::link(&span, &admitted.event.target);
                events.push(admitted);
            }
            Err(rejected) => reply.rejected.push(rejected),
        }
    }
    reply.accepted = events
        .iter()
        .map(|admitted| admitted.event.id.clone())
        .collect();
    if !events.is_empty() {
        for denied in shared.keep(events).await? {
            reply.accepted.retain(|id| *id != denied.id);
            reply.rejected.push(refusal(&denied).of(&denied.id));
        }
    }
    traces::counted(&span, reply.accepted.len(), reply.rejected.len());
    if reply.accepted.is_empty() {
        return Err(Problem::NoneAccepted(reply.rejected));
    }
    let refused = Extension(Refused::events(&reply.rejected));
    Ok((StatusCode::ACCEPTED, refused, Json(reply)).into_response())
}
