//! The one thread that writes.
//!
//! It takes whatever waits, up to [`GROUP`] commands, into one transaction and answers all of them
//! after the commit. It never waits to make a group larger: groups form while an fsync runs.
//!
//! After a failed fsync the kernel may hold pages that it takes for written, so that a repeated
//! fsync proves nothing (<https://www.sqlite.org/atomiccommit.html>): the writer ends, and a
//! restart finds what is truly on the disk.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use tokio::sync::{OwnedSemaphorePermit, oneshot, watch};

use super::super::row::Row;
use super::super::{Denied, Settlement, StoreError};
use super::permits;
use super::schema::Opened;
use super::write;
use super::{Config, clean};
use crate::clock::Clock;
use crate::metrics::Metrics;
use crate::routes::Routes;

/// Commands in one transaction.
const GROUP: usize = 512;
/// The least time between two passes of the janitor that found little to do.
const REST_MS: u64 = 10_000;
/// How long nothing happens before the janitor looks by itself.
const IDLE: Duration = Duration::from_secs(60);

/// How the writer went on or ended.
pub(super) type Outcome = Result<(), StoreError>;
/// The events that were not stored since their tickets do not permit them.
pub(super) type Answer = Result<Vec<Denied>, StoreError>;

/// What the writer is asked to do, and whom it answers.
pub(super) struct Command {
    pub(super) work: Work,
    pub(super) reply: oneshot::Sender<Answer>,
}

pub(super) enum Work {
    Append {
        rows: Vec<Row>,
        received_ms: u64,
        /// A place in the bounded queue, free again when the command is answered.
        _place: OwnedSemaphorePermit,
    },
    Settle {
        sink: String,
        settlements: Vec<Settlement>,
        now_ms: u64,
    },
}

/// The writing connection with its bounds.
pub(super) struct Store {
    connection: Connection,
    path: PathBuf,
    lock: File,
    clock: Arc<dyn Clock>,
    revisions: u32,
    keep: Duration,
    limit_pages: u64,
    purged_ms: u64,
    idle: Duration,
    appended: watch::Sender<u64>,
    pub(super) metrics: Arc<Metrics>,
    pub(super) routes: Arc<Routes>,
}

impl Store {
    pub(super) fn new(
        opened: Opened,
        config: &Config,
        clock: Arc<dyn Clock>,
        appended: watch::Sender<u64>,
    ) -> rusqlite::Result<Self> {
        let Opened { connection, lock } = opened;
        let page: i64 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
        let limit_pages = config.max_bytes / u64::try_from(page).unwrap_or(4_096);
        // Settling needs room when intake has none left.
        let most = limit_pages + limit_pages / 8 + 256;
        connection
            .pragma_update_and_check(None, "max_page_count", write::stored(most), |_| Ok(()))?;
        Ok(Self {
            connection,
            path: config.path.clone(),
            lock,
            clock,
            revisions: config.revisions,
            keep: config.keep_delivered,
            limit_pages,
            purged_ms: 0,
            idle: IDLE,
            appended,
            metrics: Arc::default(),
            routes: Arc::default(),
        })
    }

    /// Works until every sender is gone, or the disk fails. What has been kept long enough goes
    /// also while nothing happens: what people wrote should not outstay its time.
    pub(super) fn run(mut self, commands: &Receiver<Command>) -> Outcome {
        loop {
            let served = match commands.recv_timeout(self.idle) {
                Ok(first) => {
                    let mut group = vec![first];
                    group.extend(commands.try_iter().take(GROUP - 1));
                    self.serve(group)
                }
                Err(RecvTimeoutError::Timeout) => self.tidy(),
                Err(RecvTimeoutError::Disconnected) => {
                    self.close();
                    return Ok(());
                }
            };
            if let Err(error) = served {
                tracing::error!(code = error.code(), "{error}");
                for command in commands.try_iter() {
                    let _ = command.reply.send(Err(error.clone()));
                }
                return Err(error);
            }
        }
    }

    /// Empties the log into the file and says so: the next start need not look for damage. Where
    /// that fails, it does.
    fn close(self) {
        let emptied = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy = self
            .connection
            .query_row(emptied, [], |row| row.get::<_, bool>(0));
        if self.connection.close().is_ok() && busy == Ok(false) {
            let _ = clean::leave(&self.path, &self.lock);
        }
    }

    fn serve(&mut self, group: Vec<Command>) -> Outcome {
        let (answers, outcome) = match self.commit(&group) {
            Ok(answers) => (answers, Ok(())),
            Err(error) => (vec![Err(error.clone()); group.len()], Err(error)),
        };
        for (command, answer) in group.into_iter().zip(answers) {
            // Nobody waits any more when a client hung up: what is stored stays stored.
            let _ = command.reply.send(answer);
        }
        outcome?;
        // Also where nothing is settled: a sink may be paused for days while votes come in.
        self.tidy()
    }

    /// One answer per command, or the fault that ends the writer.
    fn commit(&mut self, group: &[Command]) -> Result<Vec<Answer>, StoreError> {
        let refused = match self.transact(group, true) {
            Ok(answers) => return Ok(answers),
            Err(error) => passing(&error)?,
        };
        if refused != StoreError::Full {
            return Ok(vec![Err(refused); group.len()]);
        }
        match self.transact(group, false) {
            Ok(answers) => Ok(answers),
            Err(error) => Ok(vec![Err(passing(&error)?); group.len()]),
        }
    }

    fn transact(&mut self, group: &[Command], room: bool) -> rusqlite::Result<Vec<Answer>> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut answers = Vec::with_capacity(group.len());
        let mut fresh = false;
        for Command { work, .. } in group {
            answers.push(match work {
                Work::Append {
                    rows, received_ms, ..
                } => {
                    if room && has_room(&transaction, self.limit_pages)? {
                        let appended = write::append(
                            &transaction,
                            rows,
                            *received_ms,
                            self.revisions,
                            &self.routes,
                        )?;
                        fresh |= appended.fresh;
                        Ok(appended.denied)
                    } else {
                        Err(StoreError::Full)
                    }
                }
                Work::Settle {
                    sink,
                    settlements,
                    now_ms,
                } => {
                    write::settle(&transaction, sink, settlements, *now_ms)?;
                    Ok(Vec::new())
                }
            });
        }
        let begun = Instant::now();
        transaction.commit()?;
        self.metrics.commits.observe(begun.elapsed());
        if fresh {
            self.appended.send_modify(|count| *count += 1);
        }
        Ok(answers)
    }

    /// Deletes what was delivered long enough ago.
    fn tidy(&mut self) -> Outcome {
        let now = self.clock.now_ms();
        if now.abs_diff(self.purged_ms) < REST_MS {
            return Ok(());
        }
        if let Err(error) = permits::forget(&self.connection, now) {
            return passing(&error).map(drop);
        }
        let keep = u64::try_from(self.keep.as_millis()).unwrap_or(u64::MAX);
        match write::purge(&self.connection, now.saturating_sub(keep)) {
            // A full pass means that there is more: the next one comes with the next group.
            Ok(write::PURGE) => Ok(()),
            Ok(_) => {
                self.purged_ms = now;
                Ok(())
            }
            Err(error) => passing(&error).map(drop),
        }
    }
}

/// Whether one more append fits; what every sink has already makes room before we refuse.
fn has_room(connection: &Connection, limit_pages: u64) -> rusqlite::Result<bool> {
    if write::used_pages(connection)? < limit_pages {
        return Ok(true);
    }
    write::purge(connection, u64::MAX)?;
    Ok(write::used_pages(connection)? < limit_pages)
}

/// A fault after which the writer may go on, or else the one that ends it.
pub(super) fn passing(error: &rusqlite::Error) -> Result<StoreError, StoreError> {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Ok(StoreError::Full),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Ok(StoreError::Busy),
        _ => Err(StoreError::Failed(error.to_string())),
    }
}

#[cfg(test)]
mod tests;
