//! The durable store: what is in it survives a crash at any instant.
//!
//! One SQLite file in WAL mode with `synchronous=FULL` (<https://www.sqlite.org/wal.html>). One
//! thread writes; whatever waits for it is committed together, so that the price of an fsync is
//! shared. Each event has one delivery row per sink that was configured when it arrived.
//!
//! - [`Journal`]: the handle that intake and delivery use;
//! - `schema`: the checks when opening; `tables`: the tables, version by version;
//! - `writer`: the thread, its group commit and what a full or failing disk means;
//! - `write`: the statements of one transaction; `read`: the queries;
//! - `votes`: what the holder of a ticket has said; `permits`: how much more they may say;
//! - [`Admin`]: the operator's view, beside a running relay.

mod admin;
mod error;
mod permits;
mod read;
mod record;
mod schema;
mod tables;
mod tally;
#[cfg(test)]
mod tests;
mod unrouted;
mod votes;
mod write;
mod writer;

pub use admin::{Admin, Changed, Erased, Filter, Stored, Waiting, Which};
pub use error::JournalError;
pub use permits::{Denial, Denied};
pub use record::{Config, DeadLetter, Due, Settlement, SinkCounts};

use std::sync::{Arc, mpsc};

use thumbspan_contract::{Event, Vote};
use tokio::sync::{Semaphore, oneshot, watch};

use crate::clock::Clock;
use crate::log::line_of;
use crate::metrics::Metrics;
use crate::routes::Routes;
use read::Reader;
use tally::Tally;
use writer::{Answer, Command, Outcome, Store, Work};

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
}

/// The end of the writing thread.
pub struct Writer {
    ending: oneshot::Receiver<Outcome>,
    ended: Option<Outcome>,
}

impl Writer {
    /// Waits until the writer has ended and the store may be opened again: well, because every
    /// [`Journal`] was dropped, or with the fault of the disk that ended it.
    ///
    /// # Errors
    /// [`JournalError::Failed`]: stop the relay; a restart recovers.
    pub async fn ended(&mut self) -> Result<(), JournalError> {
        if let Some(answer) = &self.ended {
            return answer.clone();
        }
        let answer = (&mut self.ending).await.unwrap_or_else(|_| Err(gone()));
        self.ended = Some(answer.clone());
        answer
    }
}

fn gone() -> JournalError {
    JournalError::Failed("its writer has ended".to_owned())
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
    /// [`JournalError::InUse`], [`JournalError::Corrupt`], [`JournalError::Newer`],
    /// [`JournalError::Failed`].
    pub fn open(
        config: &Config,
        routes: Routes,
        clock: Arc<dyn Clock>,
    ) -> Result<(Self, Writer), JournalError> {
        let mut opened = schema::open(config)?;
        unrouted::route(&mut opened.connection, &routes)
            .map_err(|error| schema::named(&config.path, &error))?;
        let reader = || Reader::open(&config.path);
        let (delivery, reports, votes) = (reader()?, reader()?, reader()?);
        warn_of_orphans(&opened.connection, &routes, config)?;
        let (awake, appended) = watch::channel(0);
        let mut store = Store::new(opened, config, Arc::clone(&clock), awake)
            .map_err(|error| schema::named(&config.path, &error))?;
        let metrics = Arc::new(Metrics::default());
        for sink in routes.names() {
            metrics.delivered.add([sink], 0);
        }
        store.metrics = Arc::clone(&metrics);
        let (commands, ending) = spawn(store)?;
        let journal = Self {
            commands,
            places: Arc::new(Semaphore::new(config.queue)),
            delivery,
            reports,
            votes,
            appended,
            routes: Arc::new(routes),
            clock,
            metrics,
            queue: config.queue,
        };
        Ok((
            journal,
            Writer {
                ending,
                ended: None,
            },
        ))
    }

    /// Stores events; returns only after they are committed and fsynced. An id that is stored
    /// already counts as stored, and its first body stays. Tells which were not stored, since
    /// their verified tickets do not permit them; a verified ticket is one whose name (with a space
    /// in it) stands in [`Event::ticket`].
    ///
    /// # Errors
    /// [`JournalError::Busy`] and [`JournalError::Full`]: nothing is stored, try later;
    /// [`JournalError::Failed`].
    pub async fn append(&self, events: Vec<Event>) -> Result<Vec<Denied>, JournalError> {
        let place = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| JournalError::Busy)?;
        let row = |event| row(event, &self.routes);
        let rows = events.iter().map(row).collect::<Result<_, _>>()?;
        let work = Work::Append {
            rows,
            received_ms: self.clock.now_ms(),
            _place: place,
        };
        let denied = self.ask(work).await?;
        self.metrics.accepted.add(events.len() - denied.len());
        for event in &events {
            if denied.iter().all(|denied| denied.id != event.id) {
                line_of!(debug, event, "An event was accepted.");
            }
        }
        Ok(denied)
    }

    /// The events, at most `limit`, that are due for a sink: first those that were never tried,
    /// in the order of their arrival, then the others in the order of their due times. So an event
    /// that fails again and again stands behind all that do not.
    ///
    /// # Errors
    /// [`JournalError::Failed`], [`JournalError::Unreadable`].
    pub async fn due(
        &self,
        sink: &str,
        now_ms: u64,
        limit: usize,
    ) -> Result<Vec<Due>, JournalError> {
        let sink = sink.to_owned();
        self.delivery
            .run(move |connection| read::due(connection, &sink, now_ms, limit))
            .await
    }

    /// When the sink's next event is due; `None` when none waits.
    ///
    /// # Errors
    /// [`JournalError::Failed`].
    pub async fn next_due_ms(&self, sink: &str) -> Result<Option<u64>, JournalError> {
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
    pub async fn settle(
        &self,
        sink: &str,
        settlements: Vec<Settlement>,
    ) -> Result<(), JournalError> {
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
    /// [`JournalError::Failed`].
    pub async fn counts(&self) -> Result<Vec<SinkCounts>, JournalError> {
        let mut counts = self.reports.run(read::counts).await?;
        for sink in self.routes.names() {
            if counts.iter().all(|count| count.sink != sink) {
                counts.push(SinkCounts {
                    sink: sink.to_owned(),
                    ..SinkCounts::default()
                });
            }
        }
        counts.sort_by(|a, b| a.sink.cmp(&b.sink));
        Ok(counts)
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
    /// [`JournalError::Failed`].
    pub async fn dead_letters(&self, limit: usize) -> Result<Vec<DeadLetter>, JournalError> {
        self.reports
            .run(move |connection| read::dead_letters(connection, limit))
            .await
    }

    /// The newest value of each label among the events that carried exactly this ticket, in the
    /// order of the labels, at most [`thumbspan_contract::limits::VOTES`]; withdrawn ones are left
    /// out. They are known as long as their events are kept.
    ///
    /// # Errors
    /// [`JournalError::Busy`], [`JournalError::Failed`].
    pub async fn votes(&self, ticket: &str) -> Result<Vec<Vote>, JournalError> {
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

fn row(event: &Event, routes: &Routes) -> Result<write::Row, JournalError> {
    let body = serde_json::to_string(event)
        .map_err(|error| JournalError::Failed(format!("an event cannot be written: {error}")))?;
    Ok(write::Row {
        id: event.id.clone(),
        body,
        said: votes::Said::of(event),
        sinks: routes.of(event),
    })
}

type Spawned = (mpsc::Sender<Command>, oneshot::Receiver<Outcome>);

fn spawn(store: Store) -> Result<Spawned, JournalError> {
    let (commands, queue) = mpsc::channel();
    let (end, ending) = oneshot::channel();
    std::thread::Builder::new()
        .name("journal".to_owned())
        .spawn(move || {
            // `run` takes the store: its lock is free again when the end is told.
            let _ = end.send(store.run(&queue));
        })
        .map_err(|error| JournalError::Failed(format!("cannot start its thread: {error}")))?;
    Ok((commands, ending))
}

/// Deliveries of a sink that is not configured any more wait for its return: say so.
fn warn_of_orphans(
    connection: &rusqlite::Connection,
    routes: &Routes,
    config: &Config,
) -> Result<(), JournalError> {
    let counts = read::counts(connection).map_err(|fault| match fault {
        read::Fault::Sqlite(error) => schema::named(&config.path, &error),
        read::Fault::Unreadable(seq) => JournalError::Unreadable { seq },
    })?;
    for count in counts {
        if count.waiting > 0 && routes.names().all(|name| name != count.sink) {
            tracing::warn!(
                sink = count.sink,
                waiting = count.waiting,
                "Events wait for a sink that is not configured: configure it again to deliver them."
            );
        }
    }
    Ok(())
}
