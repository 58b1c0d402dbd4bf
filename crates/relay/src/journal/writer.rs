//! The one thread that writes.
//!
//! It takes whatever waits, up to [`GROUP`] commands, into one transaction and answers all of them
//! after the commit. It never waits to make a group larger: groups form while an fsync runs.
//!
//! After a failed fsync the kernel may hold pages that it takes for written, so that a repeated
//! fsync proves nothing (<https://www.sqlite.org/atomiccommit.html>): the writer ends, and a
//! restart finds what is truly on the disk.

use std::fs::File;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use tokio::sync::{OwnedSemaphorePermit, oneshot, watch};

use super::schema::Opened;
use super::write::{self, Row};
use super::{Config, JournalError, Settlement};
use crate::clock::Clock;

/// Commands in one transaction.
const GROUP: usize = 512;
/// The least time between two passes of the janitor that found little to do.
const REST_MS: u64 = 10_000;
/// How long nothing happens before the janitor looks by itself.
const IDLE: Duration = Duration::from_secs(60);

pub(super) type Answer = Result<(), JournalError>;

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
    _lock: File,
    sinks: Vec<String>,
    clock: Arc<dyn Clock>,
    keep: Duration,
    limit_pages: u64,
    purged_ms: u64,
    idle: Duration,
    appended: watch::Sender<u64>,
}

impl Store {
    pub(super) fn new(
        opened: Opened,
        config: &Config,
        sinks: Vec<String>,
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
            _lock: lock,
            sinks,
            clock,
            keep: config.keep_delivered,
            limit_pages,
            purged_ms: 0,
            idle: IDLE,
            appended,
        })
    }

    /// Works until every sender is gone, or the disk fails. What has been kept long enough goes
    /// also while nothing happens: what people wrote should not outstay its time.
    pub(super) fn run(mut self, commands: &Receiver<Command>) -> Answer {
        loop {
            let served = match commands.recv_timeout(self.idle) {
                Ok(first) => {
                    let mut group = vec![first];
                    group.extend(commands.try_iter().take(GROUP - 1));
                    self.serve(group)
                }
                Err(RecvTimeoutError::Timeout) => self.tidy(),
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
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

    fn serve(&mut self, group: Vec<Command>) -> Answer {
        let settled = group
            .iter()
            .any(|command| matches!(command.work, Work::Settle { .. }));
        let (answers, outcome) = match self.commit(&group) {
            Ok(answers) => (answers, Ok(())),
            Err(error) => (vec![Err(error.clone()); group.len()], Err(error)),
        };
        for (command, answer) in group.into_iter().zip(answers) {
            // Nobody waits any more when a client hung up: what is stored stays stored.
            let _ = command.reply.send(answer);
        }
        outcome?;
        if settled { self.tidy() } else { Ok(()) }
    }

    /// One answer per command, or the fault that ends the writer.
    fn commit(&mut self, group: &[Command]) -> Result<Vec<Answer>, JournalError> {
        let refused = match self.transact(group, true) {
            Ok(answers) => return Ok(answers),
            Err(error) => passing(&error)?,
        };
        if refused != JournalError::Full {
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
                        fresh |= write::append(&transaction, rows, *received_ms, &self.sinks)?;
                        Ok(())
                    } else {
                        Err(JournalError::Full)
                    }
                }
                Work::Settle {
                    sink,
                    settlements,
                    now_ms,
                } => {
                    write::settle(&transaction, sink, settlements, *now_ms)?;
                    Ok(())
                }
            });
        }
        transaction.commit()?;
        if fresh {
            self.appended.send_modify(|count| *count += 1);
        }
        Ok(answers)
    }

    /// Deletes what was delivered long enough ago.
    fn tidy(&mut self) -> Answer {
        let now = self.clock.now_ms();
        if now.abs_diff(self.purged_ms) < REST_MS {
            return Ok(());
        }
        let keep = u64::try_from(self.keep.as_millis()).unwrap_or(u64::MAX);
        match write::purge(&self.connection, now.saturating_sub(keep)) {
            // A full pass means that there is more: the next one comes with the next settling.
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
pub(super) fn passing(error: &rusqlite::Error) -> Result<JournalError, JournalError> {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Ok(JournalError::Full),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Ok(JournalError::Busy),
        _ => Err(JournalError::Failed(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Instant;

    use tokio::sync::Semaphore;

    use super::super::schema;
    use super::*;
    use crate::testing::ManualClock;

    fn store(directory: &tempfile::TempDir) -> Store {
        let config = Config {
            path: directory.path().join("store"),
            max_bytes: 1 << 30,
            queue: 8,
            keep_delivered: Duration::ZERO,
        };
        let clock = Arc::new(ManualClock::at(1));
        let opened = schema::open(&config).unwrap();
        Store::new(
            opened,
            &config,
            vec!["a".into()],
            clock,
            watch::channel(0).0,
        )
        .unwrap()
    }

    fn append(id: &str, bytes: usize) -> (Command, oneshot::Receiver<Answer>) {
        let place = Arc::new(Semaphore::new(1)).try_acquire_owned().unwrap();
        let row = Row {
            id: id.to_owned(),
            body: "x".repeat(bytes),
        };
        let (reply, answer) = oneshot::channel();
        let work = Work::Append {
            rows: vec![row],
            received_ms: 1,
            _place: place,
        };
        (Command { work, reply }, answer)
    }

    fn settle() -> (Command, oneshot::Receiver<Answer>) {
        let (reply, answer) = oneshot::channel();
        let settlements = vec![Settlement::Delivered { seq: 1 }];
        let work = Work::Settle {
            sink: "a".to_owned(),
            settlements,
            now_ms: 1,
        };
        (Command { work, reply }, answer)
    }

    #[test]
    fn a_disk_without_room_refuses_events_takes_settlements_and_the_writer_goes_on() {
        let directory = tempfile::tempdir().unwrap();
        let mut store = store(&directory);
        let (first, mut stored) = append("1", 10);
        store.serve(vec![first]).unwrap();
        assert_eq!(stored.try_recv().unwrap(), Ok(()));

        let pages = write::used_pages(&store.connection).unwrap();
        let set = |store: &Store, most| {
            let most = write::stored(most);
            let pragma =
                store
                    .connection
                    .pragma_update_and_check(None, "max_page_count", most, |_| Ok(()));
            pragma.unwrap();
        };
        set(&store, pages);
        let ((big, mut refused), (settle, mut settled)) = (append("2", 100_000), settle());
        store.serve(vec![big, settle]).unwrap();
        assert_eq!(refused.try_recv().unwrap(), Err(JournalError::Full));
        assert_eq!(settled.try_recv().unwrap(), Ok(()));

        set(&store, pages + 100);
        let (again, mut stored) = append("2", 100_000);
        store.serve(vec![again]).unwrap();
        assert_eq!(stored.try_recv().unwrap(), Ok(()));
    }

    #[test]
    fn what_was_kept_long_enough_goes_while_nothing_happens() {
        let directory = tempfile::tempdir().unwrap();
        let mut store = store(&directory);
        store.idle = Duration::from_millis(1);
        let (commands, queue) = channel();
        let ((append, _), (settle, _)) = (append("1", 10), settle());
        store.serve(vec![append]).unwrap();
        let writing = std::thread::spawn(move || {
            // No tidying after this settling: the janitor has just been.
            store.purged_ms = 1;
            store.serve(vec![settle]).unwrap();
            store.purged_ms = u64::MAX;
            store.run(&queue)
        });
        let reader = schema::reader(&directory.path().join("store")).unwrap();
        let stored = || reader.query_row("SELECT COUNT(*) FROM event", [], |row| row.get(0));
        let patience = Instant::now() + Duration::from_secs(30);
        while stored() != Ok(0) {
            assert!(Instant::now() < patience, "it is still there");
            std::thread::yield_now();
        }
        drop(commands);
        assert_eq!(writing.join().unwrap(), Ok(()));
    }

    #[test]
    fn a_fault_of_the_disk_is_told_to_all_who_wait_and_ends_the_writer() {
        let directory = tempfile::tempdir().unwrap();
        let store = store(&directory);
        store
            .connection
            .execute_batch("DROP TABLE delivery")
            .unwrap();
        let (commands, queue) = channel();
        let mut answers = Vec::new();
        for id in 0..GROUP + 2 {
            let (command, answer) = append(&id.to_string(), 10);
            commands.send(command).unwrap();
            answers.push(answer);
        }
        let ended = store.run(&queue);
        assert!(matches!(ended, Err(JournalError::Failed(_))), "{ended:?}");
        for mut answer in answers {
            assert_eq!(answer.try_recv().unwrap(), ended);
        }
    }
}
