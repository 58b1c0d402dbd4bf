//! `POST /v1/feedback/form`: what a plain HTML form sends, answered with a page for its reader.

mod page;

use axum::extract::{Request, State};
use axum::response::Response;
use thumbspan_contract::{form, uuid};

use super::body::Kind;
use super::entry::enter;
use super::{Problem, Shared};
use page::Page;

/// Says thanks only after the event is on disk.
pub(super) async fn post(State(shared): State<Shared>, request: Request) -> Response {
    let page = Page::after(request.headers());
    match accept(&shared, request).await {
        Ok(()) => page.saved(),
        Err(problem) => page.refused(&problem),
    }
}

async fn accept(shared: &Shared, request: Request) -> Result<(), Problem> {
    let (callers, bytes) = enter(shared, request, Kind::Form).await?;
    let now_ms = shared.0.clock.now_ms();
    let id = uuid::v7(now_ms, shared.0.random.bytes10());
    let event = form::event(&bytes, id, now_ms)?;
    shared.keep_one(&callers, event).await
}
