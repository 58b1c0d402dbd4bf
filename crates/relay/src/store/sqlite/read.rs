//! The queries, on connections of their own: readers and the writer do not wait for each other.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension, Row, params};
use thumbspan_contract::Event;

use super::super::{DeadLetter, Due, Place, SinkCounts, StoreError};
use super::schema;
use super::write::{limited, stored};
use super::writer::passing;

/// One connection for queries.
#[derive(Clone)]
pub(super) struct Reader(Arc<Mutex<Connection>>);

impl Reader {
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        Ok(Self(Arc::new(Mutex::new(schema::reader(path)?))))
    }

    /// Runs a query where it may block.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        query: impl FnOnce(&Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, StoreError> {
        let connection = Arc::clone(&self.0);
        let work = move || query(&connection.lock().unwrap_or_else(PoisonError::into_inner));
        match tokio::task::spawn_blocking(work).await {
            Ok(Ok(found)) => Ok(found),
            Ok(Err(Fault::Unreadable(seq))) => Err(StoreError::Unreadable { seq: seq.into() }),
            Ok(Err(Fault::Sqlite(error))) => Err(passing(&error).unwrap_or_else(|fatal| fatal)),
            Err(error) => Err(StoreError::Failed(error.to_string())),
        }
    }
}

/// What can go wrong in a query.
pub(super) enum Fault {
    Sqlite(rusqlite::Error),
    Unreadable(i64),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

pub(super) fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or(0))
}

pub(super) fn due(
    connection: &Connection,
    sink: &str,
    (now_ms, horizon_ms): (u64, u64),
    limit: usize,
) -> Result<Vec<Due>, Fault> {
    let mut statement = connection.prepare_cached(
        "SELECT d.event_seq, e.body, COALESCE(d.replayed_ms, e.received_ms), d.attempts, d.next_at_ms
         FROM delivery d INDEXED BY delivery_ready JOIN event e ON e.seq = d.event_seq
         WHERE d.sink = ?1 AND d.state = 'ready' AND (d.next_at_ms <= ?2 OR d.next_at_ms > ?3)
         ORDER BY d.next_at_ms, d.event_seq LIMIT ?4",
    )?;
    let horizon = stored(now_ms.saturating_add(horizon_ms));
    let mut rows = statement.query(params![sink, stored(now_ms), horizon, limited(limit)])?;
    let mut due = Vec::new();
    while let Some(row) = rows.next()? {
        let seq = row.get(0)?;
        let body: String = row.get(1)?;
        let event: Event = serde_json::from_str(&body).map_err(|_| Fault::Unreadable(seq))?;
        let after_ms = match &event.revises {
            Some(revised) => later(connection, sink, revised, (row.get(4)?, seq))?,
            None => None,
        };
        due.push(Due {
            seq: Place::from(seq),
            event,
            after_ms,
            newer: Vec::new(),
            received_ms: count(row, 2)?,
            attempts: u32::try_from(count(row, 3)?).unwrap_or(u32::MAX),
        });
    }
    Ok(due)
}

/// When an event is due for a sink, if it arrived before the one at a place in the order of [`due`]
/// and stands behind it. What arrived later is not waited for: two could wait for each other.
fn later(
    connection: &Connection,
    sink: &str,
    id: &str,
    (next_at_ms, seq): (i64, i64),
) -> rusqlite::Result<Option<u64>> {
    let mut statement = connection.prepare_cached(
        "SELECT d.next_at_ms FROM event e JOIN delivery d ON d.event_seq = e.seq
         WHERE e.id = ?1 AND e.seq < ?4 AND d.sink = ?2 AND d.state = 'ready'
           AND d.next_at_ms > ?3",
    )?;
    let found = statement.query_row(params![id, sink, next_at_ms, seq], |row| count(row, 0));
    found.optional()
}

pub(super) fn next_due_ms(connection: &Connection, sink: &str) -> Result<Option<u64>, Fault> {
    let mut statement = connection.prepare_cached(
        "SELECT next_at_ms FROM delivery INDEXED BY delivery_ready
         WHERE sink = ?1 AND state = 'ready' ORDER BY next_at_ms LIMIT 1",
    )?;
    Ok(statement
        .query_row([sink], |row| count(row, 0))
        .optional()?)
}

/// The figures of each sink with waiting or dead deliveries, from the partial indexes alone: what
/// was delivered, most of a store, costs nothing.
pub(super) const COUNTS: &str = "
SELECT c.sink, c.waiting, c.dead, e.received_ms FROM
  (SELECT sink, SUM(waiting) AS waiting, SUM(dead) AS dead, MIN(oldest) AS oldest FROM
    (SELECT sink, COUNT(*) AS waiting, 0 AS dead, MIN(event_seq) AS oldest
     FROM delivery INDEXED BY delivery_ready WHERE state = 'ready' GROUP BY sink
     UNION ALL
     SELECT sink, 0, COUNT(*), NULL
     FROM delivery INDEXED BY delivery_dead WHERE state = 'dead' GROUP BY sink)
   GROUP BY sink) c
LEFT JOIN event e ON e.seq = c.oldest";

pub(super) fn counts(connection: &Connection) -> Result<Vec<SinkCounts>, Fault> {
    let mut statement = connection.prepare_cached(COUNTS)?;
    let rows = statement.query_map([], |row| {
        let oldest: Option<i64> = row.get(3)?;
        Ok(SinkCounts {
            sink: row.get(0)?,
            waiting: count(row, 1)?,
            dead: count(row, 2)?,
            oldest_waiting_ms: oldest.and_then(|ms| u64::try_from(ms).ok()),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn dead_letters(
    connection: &Connection,
    limit: usize,
) -> Result<Vec<DeadLetter>, Fault> {
    let mut statement = connection.prepare_cached(
        "SELECT d.sink, e.id, e.body, d.code, d.reason, d.attempts, e.received_ms, d.settled_ms
         FROM delivery d INDEXED BY delivery_dead JOIN event e ON e.seq = d.event_seq
         WHERE d.state = 'dead' ORDER BY d.settled_ms DESC, d.event_seq DESC LIMIT ?1",
    )?;
    let rows = statement.query_map([limited(limit)], dead_letter)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A row of sink, id, body, code, reason, attempts, received and settled.
pub(super) fn dead_letter(row: &Row<'_>) -> rusqlite::Result<DeadLetter> {
    Ok(DeadLetter {
        sink: row.get(0)?,
        id: row.get(1)?,
        body: row.get(2)?,
        code: row.get(3)?,
        reason: row.get(4)?,
        attempts: u32::try_from(count(row, 5)?).unwrap_or(u32::MAX),
        received_ms: count(row, 6)?,
        settled_ms: count(row, 7)?,
    })
}
