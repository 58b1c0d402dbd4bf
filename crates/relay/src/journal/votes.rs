//! What the holder of a ticket has said: an index by the ticket's SHA-256, kept with each event.
//!
//! A row names the event with the newest value of one label; the row goes when that event goes, so
//! that what was withdrawn never comes back. Newer is an event that revises the indexed one, or
//! withdraws, or has the same or a later time; never one that the indexed event revises, since it
//! only arrived late.

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use thumbspan_contract::{Event, Vote, limits};

use super::read::Fault;
use super::write::{limited, stored};

/// The bodies of the events with the newest values.
pub(super) const BY_TICKET: &str =
    "SELECT v.label, e.body FROM vote v JOIN event e ON e.seq = v.event_seq
     WHERE v.ticket = ?1 ORDER BY v.label LIMIT ?2";

/// What one event with a ticket adds to the index.
#[derive(Clone)]
pub(super) struct Said {
    pub(super) ticket: [u8; 32],
    /// Whether the ticket was verified: then its name is kept, and a name has a space in it, which
    /// no ticket has.
    pub(super) verified: bool,
    pub(super) id: String,
    pub(super) revises: Option<String>,
    timestamp_ms: u64,
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

    pub(super) fn index(&self, connection: &Connection, seq: i64) -> rusqlite::Result<()> {
        let mut newer = connection.prepare_cached(
            "INSERT INTO vote (ticket, label, event_seq, timestamp_ms, revises)
             VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (ticket, label) DO UPDATE SET event_seq = excluded.event_seq,
               timestamp_ms = excluded.timestamp_ms, revises = excluded.revises
             WHERE vote.revises IS NOT ?6
               AND (?7 OR excluded.timestamp_ms >= vote.timestamp_ms
                 OR EXISTS (SELECT 1 FROM event WHERE seq = vote.event_seq AND id = ?5))",
        )?;
        for (label, withdrawn) in &self.labels {
            newer.execute(params![
                self.ticket,
                label,
                seq,
                stored(self.timestamp_ms),
                self.revises,
                self.id,
                withdrawn
            ])?;
        }
        Ok(())
    }
}

pub(super) fn hash(ticket: &str) -> [u8; 32] {
    Sha256::digest(ticket).into()
}

/// The newest value of each label that came with this ticket, in the order of the labels.
pub(super) fn of(connection: &Connection, ticket: &str) -> Result<Vec<Vote>, Fault> {
    let mut statement = connection.prepare_cached(BY_TICKET)?;
    let mut rows = statement.query(params![hash(ticket), limited(limits::VOTES)])?;
    let mut votes = Vec::new();
    while let Some(row) = rows.next()? {
        let (label, body): (String, String) = (row.get(0)?, row.get(1)?);
        // What cannot be read becomes a dead letter; it hides no other vote.
        let event = serde_json::from_str(&body).ok();
        votes.extend(event.and_then(|event| vote(event, label)));
    }
    Ok(votes)
}

/// `None`: the label was withdrawn.
fn vote(event: Event, label: String) -> Option<Vote> {
    let mut signals = event.signals.into_iter();
    let value = signals.find(|signal| signal.label == label)?.value?;
    Some(Vote {
        id: event.id,
        label,
        value,
        timestamp_ms: event.timestamp_ms,
    })
}
