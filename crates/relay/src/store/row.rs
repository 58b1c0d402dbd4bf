//! An event ready to be stored, and what every store makes of it. Pure.

use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest, Sha256};
use thumbspan_contract::{Event, Vote};

use super::StoreError;
use crate::routes::Routes;

/// The name that stands for a sink: no sink's own name is like it.
pub(super) const UNROUTED: &str = "unrouted";
/// The code of such a dead letter.
pub(super) const NO_SINK: &str = "no_sink";
pub(super) const REASON: &str = "No sink takes events of this ml_app with these tags: change the sinks' lists, or add a sink, and start the relay again.";

/// The code of a delivery that newer events made needless.
pub(super) const SUPERSEDED: &str = "superseded";

/// How much further ahead than the longest wait a due time is before it counts as one that was set
/// before the clock stepped back.
const SLACK: Duration = Duration::from_secs(60);

/// A due time further ahead than this, in milliseconds, counts as due.
pub(super) fn horizon_ms(longest_wait: Duration) -> u64 {
    u64::try_from((longest_wait + SLACK).as_millis()).unwrap_or(u64::MAX)
}

/// No ticket is used longer: seven days, an hour's leeway on both sides and a day of grace.
pub(super) const LIFE_MS: u64 = (8 * 24 + 2) * 60 * 60 * 1_000;
/// Characters of a dead letter's reason that are kept.
const REASON_CHARS: usize = 1_000;

/// An event ready to be stored.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) body: String,
    /// What the holder of its ticket says with it.
    pub(super) said: Option<Said>,
    /// The event that it changes or withdraws; itself is none.
    pub(super) revises: Option<String>,
    /// The sinks that take it.
    pub(super) sinks: Vec<Arc<str>>,
}

impl Row {
    /// # Errors
    /// [`StoreError::Failed`]: the event cannot be written as JSON.
    pub(super) fn of(event: &Event, routes: &Routes) -> Result<Self, StoreError> {
        let body = serde_json::to_string(event)
            .map_err(|error| StoreError::Failed(format!("an event cannot be written: {error}")))?;
        Ok(Self {
            id: event.id.clone(),
            body,
            said: Said::of(event),
            revises: revised(event),
            sinks: routes.of(event),
        })
    }

    /// The same event as a revision of an earlier one.
    pub(super) fn revising(&self, earlier: String) -> Option<Self> {
        let mut event: Event = serde_json::from_str(&self.body).ok()?;
        event.revises = Some(earlier);
        Some(Self {
            id: self.id.clone(),
            body: serde_json::to_string(&event).ok()?,
            sinks: self.sinks.clone(),
            said: Said::of(&event),
            revises: revised(&event),
        })
    }

    /// Goes to these sinks as well: where the vote went, its change goes.
    pub(super) fn follow(&mut self, sinks: Vec<Arc<str>>) {
        for sink in sinks {
            if !self.sinks.contains(&sink) {
                self.sinks.push(sink);
            }
        }
    }
}

fn revised(event: &Event) -> Option<String> {
    event.revises.clone().filter(|id| *id != event.id)
}

/// As much of a dead letter's reason as is kept.
pub(super) fn shortened(reason: &str) -> String {
    reason.chars().take(REASON_CHARS).collect()
}

/// What one event with a ticket adds to the index.
#[derive(Clone)]
pub(super) struct Said {
    pub(super) ticket: [u8; 32],
    /// Whether the ticket was verified: then its name is kept, and a name has a space in it, which
    /// no ticket has.
    pub(super) verified: bool,
    pub(super) id: String,
    pub(super) revises: Option<String>,
    pub(super) timestamp_ms: u64,
    /// Each label, and whether its value was withdrawn.
    pub(super) labels: Vec<(String, bool)>,
}

impl Said {
    /// `None`: the event has no ticket.
    pub(super) fn of(event: &Event) -> Option<Self> {
        let labels = event.signals.iter();
        let ticket = event.ticket.as_deref()?;
        Some(Self {
            ticket: hash(ticket),
            verified: ticket.contains(' '),
            id: event.id.clone(),
            revises: event.revises.clone(),
            timestamp_ms: event.timestamp_ms,
            labels: labels
                .map(|signal| (signal.label.clone(), signal.value.is_none()))
                .collect(),
        })
    }
}

pub(super) fn hash(ticket: &str) -> [u8; 32] {
    Sha256::digest(ticket).into()
}

/// What a stored event says under a label; `None`: it was withdrawn.
pub(super) fn vote(event: Event, label: String) -> Option<Vote> {
    let mut signals = event.signals.into_iter();
    let value = signals.find(|signal| signal.label == label)?.value?;
    Some(Vote {
        id: event.id,
        label,
        value,
        timestamp_ms: event.timestamp_ms,
    })
}
