//! `/metrics`, on a listener of its own: what Prometheus scrapes.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::Shared;
use super::error::Refused;
use crate::metrics::Page;
use crate::store::SinkCounts;

/// The page of figures, and nothing else: for the operator's network, never for the public one.
pub(crate) fn metrics(shared: Shared) -> Router {
    Router::new().route("/metrics", get(page).with_state(shared))
}

async fn page(State(shared): State<Shared>) -> Response {
    let journal = &shared.0.journal;
    let mut page = Page::default();
    let version = [("version", env!("CARGO_PKG_VERSION").to_owned())];
    let help = "The running relay's version.";
    page.many("gauge", "thumbspan_build_info", help, [(version, 1)]);
    journal.metrics().write(&mut page);
    let (used, limit) = journal.queue();
    let help = "Requests that wait for the store.";
    page.one("gauge", "thumbspan_store_queue_requests", help, used);
    let help = "Requests that may wait for the store before others are refused.";
    page.one("gauge", "thumbspan_store_queue_limit_requests", help, limit);
    let counts = shared.0.counts.get().await;
    let help = "Whether the store answers.";
    page.one(
        "gauge",
        "thumbspan_store_up",
        help,
        u8::from(counts.is_ok()),
    );
    sinks(
        &mut page,
        &counts.unwrap_or_default(),
        journal.clock().now_ms(),
    );
    ([(header::CONTENT_TYPE, Page::CONTENT_TYPE)], page.text()).into_response()
}

fn sinks(page: &mut Page, counts: &[SinkCounts], now_ms: u64) {
    let each = |figure: fn(&SinkCounts) -> u64| {
        let sample = move |counts: &SinkCounts| ([("sink", counts.sink.clone())], figure(counts));
        counts.iter().map(sample).collect::<Vec<_>>()
    };
    let waiting = each(|counts| counts.waiting);
    let help = "Deliveries that wait.";
    page.many("gauge", "thumbspan_deliveries_waiting", help, waiting);
    let dead = each(|counts| counts.dead);
    let help = "Dead letters that are kept.";
    page.many("gauge", "thumbspan_dead_letters", help, dead);
    let ages = counts.iter().map(|counts| {
        let since = counts.oldest_waiting_ms.unwrap_or(now_ms);
        let age = std::time::Duration::from_millis(now_ms.saturating_sub(since));
        ([("sink", counts.sink.clone())], age.as_secs_f64())
    });
    page.many(
        "gauge",
        "thumbspan_deliveries_oldest_waiting_age_seconds",
        "How long ago the oldest event that waits for a sink was accepted; 0: none waits.",
        ages,
    );
}

/// Counts what a response says of its refusals.
pub(super) async fn count(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let metrics = shared.0.journal.metrics();
    match response.extensions_mut().remove() {
        Some(Refused::Request(code)) => metrics.refused.add([code], 1),
        Some(Refused::Events(codes)) => {
            for code in codes {
                metrics.rejected.add([&code], 1);
            }
        }
        None => {}
    }
    response
}
