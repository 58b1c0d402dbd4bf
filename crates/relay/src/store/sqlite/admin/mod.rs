//! The store as its operator sees it: beside a running relay, or without one.
//!
//! WAL lets another process read and write beside the one thread that writes
//! (<https://www.sqlite.org/wal.html#concurrency>). What is changed here goes in short transactions
//! with as long a rest between them, so that the relay's own come in between; it notices replayed
//! deliveries by itself within seconds.
//!
//! - `letters`: dead letters: listed, replayed, dropped;
//! - `events`: export; `erase`: everything of one submitter.

mod erase;
mod events;
mod letters;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior, params};

use super::super::{
    Changed, DeadLetter, Erased, Filter, Operate, Place, SinkCounts, StoreError, Stored, Waiting,
    Which,
};
use super::read::{self, Fault, count};
use super::schema;
use super::tables::VERSION;
use super::write::limited;
use crate::clock::Clock;

/// Rows that one transaction changes: the relay's intake waits meanwhile.
const CHUNK: usize = 200;

/// A connection of the operator's own.
pub struct Admin {
    connection: Connection,
    clock: Arc<dyn Clock>,
    path: String,
}

impl Admin {
    /// Opens a store that exists, of the version that this relay writes.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Older`], [`StoreError::Newer`],
    /// [`StoreError::Corrupt`], [`StoreError::Busy`], [`StoreError::Failed`].
    pub fn open(path: &Path, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        schema::refuse_orphaned_wal(path)?;
        let name = path.display().to_string();
        if !path.is_file() {
            return Err(StoreError::Missing { path: name });
        }
        let admin = Self {
            connection: connection(path).map_err(|error| schema::named(path, &error))?,
            clock,
            path: name,
        };
        match schema::version(&admin.connection, path)? {
            VERSION => Ok(admin),
            0 => Err(StoreError::Missing { path: admin.path }),
            found => Err(StoreError::Older {
                path: admin.path,
                found,
                known: VERSION,
            }),
        }
    }

    /// What waits and what is dead, per sink.
    ///
    /// # Errors
    /// [`StoreError::Failed`] and its like.
    pub fn counts(&self) -> Result<Vec<SinkCounts>, StoreError> {
        read::counts(&self.connection).map_err(|fault| match fault {
            Fault::Sqlite(error) => self.named(&error),
            Fault::Unreadable(seq) => StoreError::Unreadable { seq: seq.into() },
        })
    }

    /// What waits, of one sink or of all, in the order of the sinks and of the next tries.
    ///
    /// # Errors
    /// [`StoreError::Failed`] and its like.
    pub fn waiting(&self, sink: Option<&str>, limit: usize) -> Result<Vec<Waiting>, StoreError> {
        let sql = "SELECT d.sink, e.id, d.attempts, d.next_at_ms, d.code, e.received_ms
             FROM delivery d INDEXED BY delivery_ready JOIN event e ON e.seq = d.event_seq
             WHERE d.state = 'ready' AND (?1 IS NULL OR d.sink = ?1)
             ORDER BY d.sink, d.next_at_ms, d.event_seq LIMIT ?2";
        let found = self.connection.prepare(sql).and_then(|mut statement| {
            let rows = statement.query_map(params![sink, limited(limit)], |row| {
                Ok(Waiting {
                    sink: row.get(0)?,
                    id: row.get(1)?,
                    attempts: u32::try_from(count(row, 2)?).unwrap_or(u32::MAX),
                    next_at_ms: count(row, 3)?,
                    code: row.get(4)?,
                    received_ms: count(row, 5)?,
                })
            })?;
            rows.collect()
        });
        found.map_err(|error| self.named(&error))
    }

    fn named(&self, error: &rusqlite::Error) -> StoreError {
        schema::named(Path::new(&self.path), error)
    }

    /// Does something to every item, in transactions of [`CHUNK`].
    fn in_chunks<T>(
        &mut self,
        items: &[T],
        mut work: impl FnMut(&Transaction<'_>, &T) -> rusqlite::Result<()>,
    ) -> Result<(), StoreError> {
        for chunk in items.chunks(CHUNK) {
            let begun = Instant::now();
            let done = self
                .connection
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .and_then(|transaction| {
                    chunk.iter().try_for_each(|item| work(&transaction, item))?;
                    transaction.commit()
                });
            done.map_err(|error| self.named(&error))?;
            if chunk.len() == CHUNK {
                std::thread::sleep(begun.elapsed());
            }
        }
        Ok(())
    }
}

impl Operate for Admin {
    fn counts(&self) -> Result<Vec<SinkCounts>, StoreError> {
        self.counts()
    }

    fn waiting(&self, sink: Option<&str>, limit: usize) -> Result<Vec<Waiting>, StoreError> {
        self.waiting(sink, limit)
    }

    fn dead_letters(&self, which: &Which, limit: usize) -> Result<Vec<DeadLetter>, StoreError> {
        self.dead_letters(which, limit)
    }

    fn replay(&mut self, which: &Which) -> Result<Changed, StoreError> {
        self.replay(which)
    }

    fn discard(&mut self, which: &Which) -> Result<Changed, StoreError> {
        self.discard(which)
    }

    fn events(
        &self,
        filter: &Filter,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<Stored>, StoreError> {
        self.events(filter, after.map_or(i64::MIN, super::row_of), limit)
    }

    fn erase(&mut self, submitter: &str) -> Result<Erased, StoreError> {
        self.erase(submitter)
    }
}

/// Never makes a file; deletes by overwriting.
fn connection(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(schema::BUSY)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()))?;
    connection.set_prepared_statement_cache_capacity(16);
    Ok(connection)
}
