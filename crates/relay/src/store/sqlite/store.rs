//! The journal as every part above knows it.

use std::sync::Arc;

use thumbspan_contract::{Event, Vote};
use tokio::sync::watch;

use super::super::{Asked, Denied, Due, Place, Settlement, SinkCounts, Store};
use super::Journal;
use crate::clock::Clock;
use crate::metrics::Metrics;

/// What every part above asks, by the relay's clock.
impl Store for Journal {
    fn append(&self, events: Vec<Event>) -> Asked<'_, Vec<Denied>> {
        Box::pin(self.append(events))
    }

    fn due<'a>(&'a self, sink: &'a str, limit: usize) -> Asked<'a, Vec<Due>> {
        Box::pin(self.due(sink, self.clock.now_ms(), limit))
    }

    fn next_due_ms<'a>(&'a self, sink: &'a str) -> Asked<'a, Option<u64>> {
        Box::pin(self.next_due_ms(sink))
    }

    fn settle<'a>(&'a self, sink: &'a str, settlements: Vec<Settlement>) -> Asked<'a, ()> {
        Box::pin(self.settle(sink, settlements))
    }

    fn counts(&self) -> Asked<'_, Vec<SinkCounts>> {
        Box::pin(self.counts())
    }

    fn votes<'a>(&'a self, ticket: &'a str) -> Asked<'a, Vec<Vote>> {
        Box::pin(self.votes(ticket))
    }

    fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    fn metrics(&self) -> &Metrics {
        self.metrics()
    }

    fn queue(&self) -> (usize, usize) {
        self.queue()
    }

    fn appended(&self) -> watch::Receiver<u64> {
        self.appended()
    }
}

/// A place is a row's number.
impl From<i64> for Place {
    fn from(seq: i64) -> Self {
        let key = u128::try_from(seq).unwrap_or(0);
        Self { key, fence: 0 }
    }
}

/// The row of a place; none has the number that stands for what is no row.
pub(in crate::store) fn row_of(place: Place) -> i64 {
    i64::try_from(place.key).unwrap_or(-1)
}
