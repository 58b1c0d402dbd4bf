//! The store in one file, for one relay.
//!
//! One SQLite file in WAL mode with `synchronous=FULL` (<https://www.sqlite.org/wal.html>). One
//! thread writes; whatever waits for it is committed together, so that the price of an fsync is
//! shared. Each event has one delivery row per sink that was configured when it arrived.
//!
//! - [`Journal`]: the handle that intake and delivery use; `store`: as what every part above knows;
//! - `schema`: the checks when opening; `disk`: what the file lies on; `clean`: whether it was closed
//!   in order; `tables`: the tables, version by version;
//! - `writer`: the thread, its group commit and what a full or failing disk means;
//! - `write`: the statements of one transaction; `read`: the queries;
//! - `votes`: what the holder of a ticket has said; `permits`: how much more they may say;
//! - `follow`: where a change goes; `revised`: what revises an event;
//! - [`Admin`]: the operator's view, beside a running relay.

mod admin;
mod clean;
mod disk;
mod follow;
mod permits;
mod read;
mod revised;
mod schema;
mod store;
mod tables;
#[cfg(test)]
mod tests;
mod unrouted;
mod votes;
mod write;
mod writer;

pub use admin::Admin;
use store::row_of;

use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use thumbspan_contract::{Event, Vote};
use tokio::sync::{Semaphore, oneshot, watch};

use super::row::{Row, horizon_ms};
use super::tally::{self, Tally};
use super::writer::gone;
use super::{DeadLetter, Denied, Due, Settlement, SinkCounts, StoreError, Writer};
use crate::clock::Clock;
use crate::metrics::Metrics;
use crate::routes::Routes;
use read::Reader;
use writer::{Answer, Command, Outcome, Work};

/// A handle to the store; clones share it. The store closes when the last one is dropped.
#[derive(Clone)]
pub struct Journal {
    commands: mpsc::Sender<Command>,
    places: Arc<Semaphore>,
    delivery: Reader,
    reports: Reader,
    votes: Reader,
    appended: watch::Receiver<u64>,
    routes: Arc<Routes>,
    clock: Arc<dyn Clock>,
    metrics: Arc<Metrics>,
    queue: usize,
    revisions: u32,
    longest_wait: Duration,
}

/// The store's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The SQLite file; `-wal`, `-shm` and `.lock` stand beside it.
    pub path: PathBuf,
    /// Bytes of the file at which new events are refused. Settling goes on in a small reserve
    /// above; the `-wal` file comes on top, a few MiB as a rule.
    pub max_bytes: u64,
    /// Appends that may wait for the disk before [`StoreError::Busy`].
    pub queue: usize,
    /// How often what was said under one label with one verified ticket may be changed.
    pub revisions: u32,
    /// How long delivered events are kept, so that a late retry of one is known. They go earlier
    /// when the store is full. Dead letters are kept until someone deletes them.
    pub keep_delivered: Duration,
    /// The longest wait between two tries of a delivery, also where a sink asks for it: what is due
    /// later than that was put off before the clock stepped back, and is due at once.
    pub longest_wait: Duration,
    /// Whether a file on a network's file system is used all the same.
    pub network_files: bool,
}

impl Journal {
    /// Opens the store, making it when it is missing, and locks `<path>.lock` so that no second
    /// relay can use it.
    ///
    /// Events get deliveries for the sinks that take them; earlier ones keep the sinks that they
    /// came in with. An event that no sink takes is a dead letter of the name `unrouted`, until the
    /// store is opened with a sink that takes it.
    ///
    /// # Errors
    /// [`StoreError::InUse`], [`StoreError::Elsewhere`], [`StoreError::Corrupt`],
    /// [`StoreError::Newer`], [`StoreError::Failed`].
    pub fn open(
        config: &Config,
        routes: Routes,
        clock: Arc<dyn Clock>,
    ) -> Result<(Self, Writer), StoreError> {
        let mut opened = schema::open(config)?;
        unrouted::route(&mut opened.connection, &routes)
            .map_err(|error| schema::named(&config.path, &error))?;
        let reader = || Reader::open(&config.path);
        let (delivery, reports, votes) = (reader()?, reader()?, reader()?);
        warn_of_orphans(&opened.connection, &routes, config)?;
        let (awake, appended) = watch::channel(0);
        let routes = Arc::new(routes);
        let mut store = writer::Store::new(opened, config, Arc::clone(&clock), awake)
            .map_err(|error| schema::named(&config.path, &error))?;
        let metrics = Arc::new(Metrics::default());
        for sink in routes.names() {
            metrics.delivered.add([sink], 0);
        }
        store.metrics = Arc::clone(&metrics);
        store.routes = Arc::clone(&routes);
        let (commands, ending) = spawn(store)?;
        let journal = Self {
            commands,
            places: Arc::new(Semaphore::new(config.queue)),
            delivery,
            reports,
            votes,
            appended,
            routes,
            clock,
            metrics,
            queue: config.queue,
            revisions: config.revisions,
            longest_wait: config.longest_wait,
        };
        Ok((journal, Writer::new(ending)))
    }

    /// Stores events; returns only after they are committed and fsynced. An id that is stored
    /// already counts as stored, and its first body stays. Tells which were not stored, since
    /// their verified tickets do not permit them; a verified ticket is one whose name (with a space
    /// in it) stands in [`Event::ticket`].
    ///
    /// # Errors
    /// [`StoreError::Busy`] and [`StoreError::Full`]: nothing is stored, try later;
    /// [`StoreError::Failed`].
    pub async fn append(&self, events: Vec<Event>) -> Result<Vec<Denied>, StoreError> {
        let place = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| StoreError::Busy)?;
        let row = |event| Row::of(event, &self.routes);
        let rows = events.iter().map(row).collect::<Result<_, _>>()?;
        let work = Work::Append {
            rows,
            received_ms: self.clock.now_ms(),
            _place: place,
        };
        let denied = self.ask(work).await?;
        tally::accepted(&self.metrics, &events, &denied);
        Ok(denied)
    }

    /// The events, at most `limit`, that are due for a sink: first those that were never tried,
    /// in the order of their arrival, then the others in the order of their due times. So an event
    /// that fails again and again stands behind all that do not. Each comes with what revises it.
    ///
    /// # Errors
    /// [`StoreError::Failed`], [`StoreError::Unreadable`].
    pub async fn due(&self, sink: &str, now_ms: u64, limit: usize) -> Result<Vec<Due>, StoreError> {
        let (sink, hops) = (sink.to_owned(), self.revisions);
        let horizon_ms = horizon_ms(self.longest_wait);
        self.delivery
            .run(move |connection| {
                let due = read::due(connection, &sink, (now_ms, horizon_ms), limit)?;
                revised::told(connection, &sink, due, hops)
            })
            .await
    }

    /// When the sink's next event is due; `None` when none waits.
    ///
    /// # Errors
    /// [`StoreError::Failed`].
    pub async fn next_due_ms(&self, sink: &str) -> Result<Option<u64>, StoreError> {
        let sink = sink.to_owned();
        self.delivery
            .run(move |connection| read::next_due_ms(connection, &sink))
            .await
    }

    /// Records what became of deliveries; returns after the commit. Only deliveries that wait are
    /// changed.
    ///
    /// # Errors
    /// As [`Journal::append`]; a store that is full for new events has room for this.
    pub async fn settle(&self, sink: &str, settlements: Vec<Settlement>) -> Result<(), StoreError> {
        let tallies: Vec<_> = settlements.iter().map(Tally::of).collect();
        self.ask(Work::Settle {
            sink: sink.to_owned(),
            settlements,
            now_ms: self.clock.now_ms(),
        })
        .await?;
        for tally in tallies {
            tally.count(&self.metrics, sink);
        }
        Ok(())
    }

    /// What waits or is dead, per sink, in the order of their names: every configured sink, and
    /// those that still have something.
    ///
    /// # Errors
    /// [`StoreError::Failed`].
    pub async fn counts(&self) -> Result<Vec<SinkCounts>, StoreError> {
        let counts = self.reports.run(read::counts).await?;
        Ok(tally::of_every_sink(counts, &self.routes))
    }

    /// How many deliveries of a sink are recorded as done. It reads every row.
    #[cfg(test)]
    pub(crate) async fn delivered(&self, sink: &str) -> u64 {
        let sink = sink.to_owned();
        let sql = "SELECT COUNT(*) FROM delivery WHERE sink = ?1 AND state = 'delivered'";
        self.reports
            .run(
                move |connection| Ok(connection.query_row(sql, [sink], |row| read::count(row, 0))?),
            )
            .await
            .unwrap()
    }

    /// The newest dead letters, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Failed`].
    pub async fn dead_letters(&self, limit: usize) -> Result<Vec<DeadLetter>, StoreError> {
        self.reports
            .run(move |connection| read::dead_letters(connection, limit))
            .await
    }

    /// The newest value of each label among the events that carried exactly this ticket, in the
    /// order of the labels, at most [`thumbspan_contract::limits::VOTES`]; withdrawn ones are left
    /// out. They are known as long as their events are kept.
    ///
    /// # Errors
    /// [`StoreError::Busy`], [`StoreError::Failed`].
    pub async fn votes(&self, ticket: &str) -> Result<Vec<Vote>, StoreError> {
        let ticket = ticket.to_owned();
        self.votes
            .run(move |connection| votes::of(connection, &ticket))
            .await
    }

    /// What was counted since the start: events, deliveries, commits.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// How many appends wait for the disk, and how many may.
    #[must_use]
    pub fn queue(&self) -> (usize, usize) {
        let free = self.places.available_permits();
        (self.queue.saturating_sub(free), self.queue)
    }

    /// Changes after each commit of new events: wakes delivery.
    #[must_use]
    pub fn appended(&self) -> watch::Receiver<u64> {
        self.appended.clone()
    }

    async fn ask(&self, work: Work) -> Answer {
        let (reply, answer) = oneshot::channel();
        let command = Command { work, reply };
        self.commands.send(command).map_err(|_| gone())?;
        answer.await.unwrap_or_else(|_| Err(gone()))
    }
}

type Spawned = (mpsc::Sender<Command>, oneshot::Receiver<Outcome>);

fn spawn(store: writer::Store) -> Result<Spawned, StoreError> {
    let (commands, queue) = mpsc::channel();
    let (end, ending) = oneshot::channel();
    std::thread::Builder::new()
        .name("journal".to_owned())
        .spawn(move || {
            // `run` takes the store: its lock is free again when the end is told.
            let _ = end.send(store.run(&queue));
        })
        .map_err(|error| StoreError::Failed(format!("cannot start its thread: {error}")))?;
    Ok((commands, ending))
}

fn warn_of_orphans(
    connection: &rusqlite::Connection,
    routes: &Routes,
    config: &Config,
) -> Result<(), StoreError> {
    let counts = read::counts(connection).map_err(|fault| match fault {
        read::Fault::Sqlite(error) => schema::named(&config.path, &error),
        read::Fault::Unreadable(seq) => StoreError::Unreadable { seq: seq.into() },
    })?;
    tally::warn_of_orphans(&counts, routes);
    Ok(())
}
