//! The latest entries of a stream: kept for whoever connects later, sent on to whoever listens
//! (server-sent events, <https://html.spec.whatwg.org/multipage/server-sent-events.html>).

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::sync::watch;

/// How many entries are kept.
const KEPT: usize = 200;

/// The entries; clones share them.
#[derive(Clone)]
pub struct Feed(Arc<Shared>);

struct Shared {
    /// Tells this run's numbers from an earlier run's.
    run: u64,
    entries: Mutex<VecDeque<(u64, Arc<str>)>>,
    /// How many entries there have been.
    count: watch::Sender<u64>,
    stopped: watch::Receiver<bool>,
}

impl Feed {
    /// An empty feed of the run that began at this time; its streams end when `stopped` is true.
    #[must_use]
    pub fn new(run: u64, stopped: watch::Receiver<bool>) -> Self {
        Self(Arc::new(Shared {
            run,
            entries: Mutex::default(),
            count: watch::Sender::new(0),
            stopped,
        }))
    }

    /// Adds an entry of one line; the oldest goes when there are too many.
    pub fn push(&self, entry: impl Into<Arc<str>>) {
        let mut entries = self.entries();
        self.0.count.send_modify(|count| {
            entries.push_back((*count, entry.into()));
            *count += 1;
        });
        if entries.len() > KEPT {
            entries.pop_front();
        }
    }

    fn entries(&self) -> MutexGuard<'_, VecDeque<(u64, Arc<str>)>> {
        self.0
            .entries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The first kept entry whose number is at least `from`; `None` once the run stops.
    async fn next(&self, from: u64) -> Option<(u64, Arc<str>)> {
        let mut count = self.0.count.subscribe();
        let mut stopped = self.0.stopped.clone();
        loop {
            let found = self.entries().iter().find(|(at, _)| *at >= from).cloned();
            if found.is_some() {
                return found;
            }
            tokio::select! {
                _ = stopped.wait_for(|stop| *stop) => return None,
                changed = count.changed() => changed.ok()?,
            }
        }
    }

    /// Where a client goes on that has seen entries of this run.
    fn resume(&self, headers: &HeaderMap) -> u64 {
        let seen = headers.get("last-event-id").and_then(|id| {
            let (run, at) = id.to_str().ok()?.split_once('-')?;
            let same = run.parse() == Ok(self.0.run);
            same.then(|| at.parse::<u64>().ok()).flatten()
        });
        seen.map_or(0, |at| at.saturating_add(1))
    }
}

/// Earlier entries first, then each new one as it comes.
pub(super) async fn stream(State(feed): State<Feed>, headers: HeaderMap) -> Response {
    let from = feed.resume(&headers);
    let events = stream::unfold((feed, from), |(feed, from)| async move {
        let (at, entry) = feed.next(from).await?;
        let event = Event::default()
            .id(format!("{}-{at}", feed.0.run))
            .data(&*entry);
        Some((Ok::<_, Infallible>(event), (feed, at + 1)))
    });
    let alive = KeepAlive::new().interval(Duration::from_secs(15));
    let mut response = Sse::new(events).keep_alive(alive).into_response();
    let no_store = HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, no_store);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed() -> (Feed, watch::Sender<bool>) {
        let (stop, stopped) = watch::channel(false);
        (Feed::new(7, stopped), stop)
    }

    #[tokio::test]
    async fn the_latest_are_kept_in_order() {
        let (feed, _stop) = feed();
        for number in 0..KEPT + 3 {
            feed.push(number.to_string());
        }
        assert_eq!(feed.next(0).await.unwrap().1.as_ref(), "3");
        assert_eq!(feed.next(10).await.unwrap().1.as_ref(), "10");
    }

    #[tokio::test]
    async fn a_listener_gets_what_comes_later_and_ends_with_the_run() {
        let (feed, stop) = feed();
        let (got, ()) = tokio::join!(feed.next(0), async { feed.push("late") });
        assert_eq!(got.unwrap().1.as_ref(), "late");
        stop.send(true).unwrap();
        assert_eq!(feed.next(1).await, None);
    }

    #[tokio::test]
    async fn only_this_runs_numbers_are_resumed() {
        let (feed, _stop) = feed();
        for (id, from) in [("7-4", 5), ("8-4", 0), ("nonsense", 0), ("7-x", 0)] {
            let mut headers = HeaderMap::new();
            headers.insert("last-event-id", HeaderValue::from_static(id));
            assert_eq!(feed.resume(&headers), from, "{id}");
        }
    }
}
