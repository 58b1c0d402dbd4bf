//! What the holder of a ticket has said: an index by the ticket's SHA-256, kept with each event.
//!
//! A row names the event with the newest value of one label; the row goes when that event goes, so
//! that what was withdrawn never comes back. Newer is an event that revises the indexed one, or
//! withdraws, or has the same or a later time; never one that the indexed event revises, since it
//! only arrived late. A ticket has no more labels there than an answer has votes: anybody may say any
//! number of them under a text that is not verified.

use rusqlite::{Connection, params};
use thumbspan_contract::{Vote, limits};

use super::super::row::{Said, hash, vote};
use super::read::Fault;
use super::write::{limited, stored};

/// The bodies of the events with the newest values.
pub(super) const BY_TICKET: &str =
    "SELECT v.label, e.body FROM vote v JOIN event e ON e.seq = v.event_seq
     WHERE v.ticket = ?1 ORDER BY v.label LIMIT ?2";

/// Adds what one event with a ticket says.
pub(super) fn index(said: &Said, connection: &Connection, seq: i64) -> rusqlite::Result<()> {
    let mut newer = connection.prepare_cached(
        "INSERT INTO vote (ticket, label, event_seq, timestamp_ms, revises)
         SELECT ?1, ?2, ?3, ?4, ?5
         WHERE EXISTS (SELECT 1 FROM vote WHERE ticket = ?1 AND label = ?2)
           OR (SELECT COUNT(*) FROM (SELECT 1 FROM vote WHERE ticket = ?1 LIMIT ?8)) < ?8
         ON CONFLICT (ticket, label) DO UPDATE SET event_seq = excluded.event_seq,
           timestamp_ms = excluded.timestamp_ms, revises = excluded.revises
         WHERE vote.revises IS NOT ?6
           AND (?7 OR excluded.timestamp_ms >= vote.timestamp_ms
             OR EXISTS (SELECT 1 FROM event WHERE seq = vote.event_seq AND id = ?5))",
    )?;
    for (label, withdrawn) in &said.labels {
        newer.execute(params![
            said.ticket,
            label,
            seq,
            stored(said.timestamp_ms),
            said.revises,
            said.id,
            withdrawn,
            limited(limits::VOTES)
        ])?;
    }
    Ok(())
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
