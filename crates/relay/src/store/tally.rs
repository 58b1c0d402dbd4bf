//! What a store adds to the figures and the log, the same for every store.

use thumbspan_contract::Event;

use super::{Denied, Settlement, SinkCounts};
use crate::log::line_of;
use crate::metrics::Metrics;
use crate::routes::Routes;

/// Counts and logs what was stored.
pub(super) fn accepted(metrics: &Metrics, events: &[Event], denied: &[Denied]) {
    metrics.accepted.add(events.len() - denied.len());
    for event in events {
        if denied.iter().all(|denied| denied.id != event.id) {
            line_of!(debug, event, "An event was accepted.");
        }
    }
}

/// The figures of every configured sink, and of those that still have something.
pub(super) fn of_every_sink(mut counts: Vec<SinkCounts>, routes: &Routes) -> Vec<SinkCounts> {
    for sink in routes.names() {
        if counts.iter().all(|count| count.sink != sink) {
            counts.push(SinkCounts {
                sink: sink.to_owned(),
                ..SinkCounts::default()
            });
        }
    }
    counts.sort_by(|a, b| a.sink.cmp(&b.sink));
    counts
}

/// Deliveries of a sink that is not configured any more wait for its return: say so.
pub(super) fn warn_of_orphans(counts: &[SinkCounts], routes: &Routes) {
    for count in counts {
        if count.waiting > 0 && routes.names().all(|name| name != count.sink) {
            tracing::warn!(
                sink = count.sink,
                waiting = count.waiting,
                "Events wait for a sink that is not configured: configure it again to deliver them."
            );
        }
    }
}

/// What a settlement is counted as, once it stands.
pub(super) enum Tally {
    Delivered,
    Later(&'static str),
    Dead(&'static str),
}

impl Tally {
    pub(super) fn of(settlement: &Settlement) -> Self {
        match settlement {
            Settlement::Delivered { .. } | Settlement::Superseded { .. } => Self::Delivered,
            Settlement::Later { code, .. } => Self::Later(code),
            Settlement::Dead { code, .. } => Self::Dead(code),
        }
    }

    pub(super) fn count(&self, metrics: &Metrics, sink: &str) {
        match self {
            Self::Delivered => metrics.delivered.add([sink], 1),
            Self::Later(code) => metrics.retried.add([sink, code], 1),
            Self::Dead(code) => metrics.dead.add([sink, code], 1),
        }
    }
}
