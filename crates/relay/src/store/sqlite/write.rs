//! The statements inside the writer's transactions.

use rusqlite::{Connection, params};

use super::super::row::{Row, SUPERSEDED, shortened};
use super::super::{Denied, Settlement};
use super::follow::follow;
use super::permits::permitted;
use super::row_of;
use super::unrouted;
use super::votes;
use crate::routes::Routes;

/// Events that one pass of the janitor deletes: short, since intake waits meanwhile.
pub(super) const PURGE: usize = 500;

/// Times are stored as SQLite's signed integers.
pub(super) fn stored(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}

/// A LIMIT for SQLite.
pub(super) fn limited(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}

/// What became of rows.
#[derive(Default)]
pub(super) struct Appended {
    /// Whether any was new.
    pub(super) fresh: bool,
    /// Those that their tickets do not permit: nothing of them is stored.
    pub(super) denied: Vec<Denied>,
}

/// Stores the rows that are new, a delivery for each sink and what they say with a ticket.
pub(super) fn append(
    connection: &Connection,
    rows: &[Row],
    received_ms: u64,
    revisions: u32,
    routes: &Routes,
) -> rusqlite::Result<Appended> {
    let mut event = connection.prepare_cached(
        "INSERT OR IGNORE INTO event (id, body, received_ms, revises) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let mut delivery =
        connection.prepare_cached("INSERT INTO delivery (event_seq, sink) VALUES (?1, ?2)")?;
    let mut appended = Appended::default();
    for row in rows {
        let row = match permitted(connection, row, revisions, received_ms)? {
            Ok(row) => follow(connection, row, routes)?,
            Err(why) => {
                let id = row.id.clone();
                appended.denied.push(Denied { id, why });
                continue;
            }
        };
        let values = params![row.id, row.body, stored(received_ms), row.revises];
        if event.execute(values)? == 0 {
            continue;
        }
        appended.fresh = true;
        let seq = connection.last_insert_rowid();
        for sink in &row.sinks {
            delivery.execute(params![seq, sink])?;
        }
        if row.sinks.is_empty() {
            unrouted::bury(connection, seq, received_ms)?;
        }
        if let Some(said) = &row.said {
            votes::index(said, connection, seq)?;
        }
    }
    Ok(appended)
}

/// Records what became of one sink's deliveries.
pub(super) fn settle(
    connection: &Connection,
    sink: &str,
    settlements: &[Settlement],
    now_ms: u64,
) -> rusqlite::Result<()> {
    settlements
        .iter()
        .try_for_each(|settlement| match settlement {
            Settlement::Delivered { seq } => {
                delivered(connection, sink, row_of(*seq), None, now_ms)
            }
            Settlement::Superseded { seq } => {
                delivered(connection, sink, row_of(*seq), Some(SUPERSEDED), now_ms)
            }
            Settlement::Later {
                seq,
                next_at_ms,
                code,
            } => later(connection, sink, row_of(*seq), *next_at_ms, code),
            Settlement::Dead { seq, code, reason } => {
                dead(connection, sink, row_of(*seq), (code, reason), now_ms)
            }
        })
}

fn delivered(
    connection: &Connection,
    sink: &str,
    seq: i64,
    code: Option<&str>,
    now_ms: u64,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE delivery SET state = 'delivered', settled_ms = ?3, code = COALESCE(?4, code)
             WHERE event_seq = ?1 AND sink = ?2 AND state = 'ready'",
        )?
        .execute(params![seq, sink, stored(now_ms), code])?;
    connection
        .prepare_cached(
            "UPDATE event SET done_ms = ?2 WHERE seq = ?1 AND NOT EXISTS
             (SELECT 1 FROM delivery WHERE event_seq = ?1 AND state <> 'delivered')",
        )?
        .execute(params![seq, stored(now_ms)])?;
    Ok(())
}

fn later(
    connection: &Connection,
    sink: &str,
    seq: i64,
    next_at_ms: u64,
    code: &str,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE delivery SET attempts = attempts + 1, next_at_ms = ?3, code = ?4
             WHERE event_seq = ?1 AND sink = ?2 AND state = 'ready'",
        )?
        .execute(params![seq, sink, stored(next_at_ms), code])?;
    Ok(())
}

fn dead(
    connection: &Connection,
    sink: &str,
    seq: i64,
    (code, reason): (&str, &str),
    now_ms: u64,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE delivery SET state = 'dead', code = ?3, reason = ?4, settled_ms = ?5
             WHERE event_seq = ?1 AND sink = ?2 AND state = 'ready'",
        )?
        .execute(params![seq, sink, code, shortened(reason), stored(now_ms)])?;
    Ok(())
}

/// Deletes events that every sink took before the given time, the oldest first. Tells how many.
pub(super) fn purge(connection: &Connection, before_ms: u64) -> rusqlite::Result<usize> {
    connection
        .prepare_cached(
            "DELETE FROM event WHERE seq IN
             (SELECT seq FROM event WHERE done_ms <= ?1 ORDER BY done_ms LIMIT ?2)",
        )?
        .execute(params![stored(before_ms), limited(PURGE)])
}

/// Pages that hold data; freed ones are used again before the file grows.
pub(super) fn used_pages(connection: &Connection) -> rusqlite::Result<u64> {
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let used = number("page_count")? - number("freelist_count")?;
    Ok(u64::try_from(used).unwrap_or(0))
}
