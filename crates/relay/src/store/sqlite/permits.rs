//! What a verified ticket may still change: counted in the transaction that stores the event.
//!
//! Everything under one ticket is one answer: whoever says something again revises what was said,
//! whether they say so or not. The counts outlive their events, since a ticket may too.

use std::borrow::Cow;

use rusqlite::{Connection, OptionalExtension, params};
use thumbspan_contract::{Event, limits};

use super::super::Denial;
use super::super::row::{LIFE_MS, Row, Said, hash};
use super::write::{limited, stored};

/// The row as it may be stored, counted; one that is stored already is not counted again.
pub(super) fn permitted<'a>(
    connection: &Connection,
    row: &'a Row,
    revisions: u32,
    now_ms: u64,
) -> rusqlite::Result<Result<Cow<'a, Row>, Denial>> {
    let Some(said) = row.said.as_ref().filter(|said| said.verified) else {
        return Ok(Ok(Cow::Borrowed(row)));
    };
    if is_stored(connection, &row.id)? {
        return Ok(Ok(Cow::Borrowed(row)));
    }
    if let Some(revises) = &said.revises
        && is_of_another(connection, said, revises)?
    {
        return Ok(Err(Denial::OfAnother));
    }
    if !has_room(connection, said, revisions)? {
        return Ok(Err(Denial::UsedUp));
    }
    count(connection, said, now_ms)?;
    let current = match said.revises {
        Some(_) => None,
        None => current(connection, said)?,
    };
    let revising = current.and_then(|earlier| row.revising(earlier));
    Ok(Ok(revising.map_or(Cow::Borrowed(row), Cow::Owned)))
}

/// Forgets tickets that have ended for certain.
pub(super) fn forget(connection: &Connection, now_ms: u64) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM ticket_use WHERE used_ms <= ?1")?
        .execute([stored(now_ms.saturating_sub(LIFE_MS))])?;
    Ok(())
}

fn is_stored(connection: &Connection, id: &str) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT 1 FROM event WHERE id = ?1")?
        .exists([id])
}

/// An event that has not arrived yet, or is not kept any more, may be revised: a guess would have
/// to hit its random id.
fn is_of_another(connection: &Connection, said: &Said, id: &str) -> rusqlite::Result<bool> {
    let body: Option<String> = connection
        .prepare_cached("SELECT body FROM event WHERE id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    Ok(body.is_some_and(|body| {
        let event: Option<Event> = serde_json::from_str(&body).ok();
        let ticket = event.and_then(|event| event.ticket);
        ticket.is_none_or(|ticket| hash(&ticket) != said.ticket)
    }))
}

/// The first answer and so many revisions for each label.
fn has_room(connection: &Connection, said: &Said, revisions: u32) -> rusqlite::Result<bool> {
    let mut used = connection
        .prepare_cached("SELECT events FROM ticket_use WHERE ticket = ?1 AND label = ?2")?;
    let mut fresh = 0;
    for (label, _) in &said.labels {
        let events: Option<u32> = used
            .query_row(params![said.ticket, label], |row| row.get(0))
            .optional()?;
        match events {
            Some(events) if events > revisions => return Ok(false),
            Some(_) => (),
            None => fresh += 1,
        }
    }
    let labels: i64 = connection
        .prepare_cached("SELECT COUNT(*) FROM ticket_use WHERE ticket = ?1")?
        .query_row([said.ticket], |row| row.get(0))?;
    Ok(labels + fresh <= limited(limits::VOTES))
}

fn count(connection: &Connection, said: &Said, now_ms: u64) -> rusqlite::Result<()> {
    let mut used = connection.prepare_cached(
        "INSERT INTO ticket_use (ticket, label, events, used_ms) VALUES (?1, ?2, 1, ?3)
         ON CONFLICT (ticket, label) DO UPDATE SET events = events + 1, used_ms = ?3",
    )?;
    for (label, _) in &said.labels {
        used.execute(params![said.ticket, label, stored(now_ms)])?;
    }
    Ok(())
}

/// The newest event with one of these labels; not one that names this event as its earlier self.
fn current(connection: &Connection, said: &Said) -> rusqlite::Result<Option<String>> {
    let mut newest = connection.prepare_cached(
        "SELECT e.seq, e.id FROM vote v JOIN event e ON e.seq = v.event_seq
         WHERE v.ticket = ?1 AND v.label = ?2 AND v.revises IS NOT ?3",
    )?;
    let mut found: Option<(i64, String)> = None;
    for (label, _) in &said.labels {
        let event = newest
            .query_row(params![said.ticket, label, said.id], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        found = found.max(event);
    }
    Ok(found.map(|(_, id)| id))
}
