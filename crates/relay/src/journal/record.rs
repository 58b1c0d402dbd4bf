//! What goes into the store and comes out of it.

use std::path::PathBuf;
use std::time::Duration;

use thumbspan_contract::Event;

/// The store's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The SQLite file; `-wal`, `-shm` and `.lock` stand beside it.
    pub path: PathBuf,
    /// Bytes of the file at which new events are refused. Settling goes on in a small reserve
    /// above; the `-wal` file comes on top, a few MiB as a rule.
    pub max_bytes: u64,
    /// Appends that may wait for the disk before [`super::JournalError::Busy`].
    pub queue: usize,
    /// How often what was said under one label with one verified ticket may be changed.
    pub revisions: u32,
    /// How long delivered events are kept, so that a late retry of one is known. They go earlier
    /// when the store is full. Dead letters are kept until someone deletes them.
    pub keep_delivered: Duration,
}

/// An event that waits for a sink.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    /// Its place in the store.
    pub seq: i64,
    /// The event as it was accepted.
    pub event: Event,
    /// From when its time runs, in milliseconds since 1970: when the relay took it, or when its
    /// dead letter was replayed.
    pub received_ms: u64,
    /// How often delivery has failed.
    pub attempts: u32,
    /// When an event that arrived before this one, and that this one revises, is due for the same
    /// sink, if that comes later: this one must not overtake it.
    pub after_ms: Option<u64>,
}

impl Due {
    /// Whether this one revises another that arrived before it.
    #[must_use]
    pub fn is_later_than(&self, other: &Self) -> bool {
        self.seq > other.seq && self.event.revises.as_ref() == Some(&other.event.id)
    }
}

/// What became of one delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// The sink has it.
    Delivered {
        /// The event's place in the store.
        seq: i64,
    },
    /// The sink could not take it: again at the given time.
    Later {
        /// The event's place in the store.
        seq: i64,
        /// When to try again, in milliseconds since 1970.
        next_at_ms: u64,
        /// Why: a stable code.
        code: &'static str,
    },
    /// The sink will never take it: a dead letter.
    Dead {
        /// The event's place in the store.
        seq: i64,
        /// Why: a stable code.
        code: &'static str,
        /// Why, for the operator.
        reason: String,
    },
}

/// One sink's figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SinkCounts {
    /// The sink's name.
    pub sink: String,
    /// Events that wait.
    pub waiting: u64,
    /// Dead letters.
    pub dead: u64,
    /// When the oldest waiting event was received, in milliseconds since 1970.
    pub oldest_waiting_ms: Option<u64>,
}

/// An event that a sink will never take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadLetter {
    /// The sink's name.
    pub sink: String,
    /// The event's id.
    pub id: String,
    /// The event as JSON, as it was accepted.
    pub body: String,
    /// Why the sink did not take it: a stable code, `unknown` from a relay before there were any.
    pub code: String,
    /// Why the sink did not take it. It may echo what a user wrote: never for a log.
    pub reason: String,
    /// How often delivery was put off before.
    pub attempts: u32,
    /// When the relay took the event, in milliseconds since 1970.
    pub received_ms: u64,
    /// When it was given up, in milliseconds since 1970.
    pub settled_ms: u64,
}
