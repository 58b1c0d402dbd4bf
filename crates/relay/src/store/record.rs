//! What goes into the store and comes out of it.

use std::fmt;

use thumbspan_contract::Event;

/// Where an event stands in the order of arrival, and the number under which a delivery of it is
/// held: whoever took it over since holds it under a higher one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Grows with the arrival: a row's number, or a UUIDv7 as a number.
    pub key: u128,
    /// Always 0 where only one relay uses the store.
    pub fence: i64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.key >> 64 == 0 {
            return self.key.fmt(f);
        }
        uuid::Uuid::from_u128(self.key).fmt(f)
    }
}

/// An event that its verified ticket does not permit (any more).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denied {
    /// The event's id.
    pub id: String,
    /// Why.
    pub why: Denial,
}

/// Why a verified ticket does not permit an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    /// One of its labels was changed as often as the relay allows, or there are too many labels.
    UsedUp,
    /// It would revise what was said with another ticket, or with none.
    OfAnother,
}

/// An event that waits for a sink.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    /// Its place in the store.
    pub seq: Place,
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
    /// What revises it, or revises that, the newest last: stored by now, and not among the sink's
    /// dead letters.
    pub newer: Vec<Event>,
}

impl Due {
    /// Whether this one revises another that arrived before it.
    #[must_use]
    pub fn is_later_than(&self, other: &Self) -> bool {
        self.seq.key > other.seq.key && self.event.revises.as_ref() == Some(&other.event.id)
    }
}

/// What became of one delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// The sink has it.
    Delivered {
        /// The event's place in the store.
        seq: Place,
    },
    /// Events that revise it say it all: nothing of it was sent.
    Superseded {
        /// The event's place in the store.
        seq: Place,
    },
    /// The sink could not take it: again at the given time.
    Later {
        /// The event's place in the store.
        seq: Place,
        /// When to try again, in milliseconds since 1970 by the store's clock.
        next_at_ms: u64,
        /// Why: a stable code.
        code: &'static str,
    },
    /// The sink will never take it: a dead letter.
    Dead {
        /// The event's place in the store.
        seq: Place,
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
