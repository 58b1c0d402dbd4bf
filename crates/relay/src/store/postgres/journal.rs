//! The handle that intake and delivery use.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use thumbspan_contract::{Event, Vote};
use tokio::sync::{Semaphore, mpsc, oneshot, watch};
use uuid::Uuid;

use super::super::row::Row;
use super::super::tally::{self, Tally};
use super::super::writer::gone;
use super::super::{Asked, Denied, Due, Held, Settlement, SinkCounts, Store, StoreError, Writer};
use super::clock::ServerClock;
use super::days::Days;
use super::link::Link;
use super::writer::{Command, Task};
use super::{Config, append, hint, read, schema, unrouted, votes, write};
use crate::clock::Clock;
use crate::metrics::Metrics;
use crate::random::{Random, SystemRandom};
use crate::routes::Routes;

/// A handle to the store. The store closes when it is dropped.
pub struct Journal {
    commands: mpsc::UnboundedSender<Command>,
    places: Arc<Semaphore>,
    queue: usize,
    /// A connection for each sink, so that none waits for another.
    sinks: HashMap<String, Link>,
    reports: Link,
    votes: Link,
    appended: watch::Receiver<u64>,
    routes: Arc<Routes>,
    clock: Arc<ServerClock>,
    metrics: Arc<Metrics>,
    owner: Uuid,
    lease: Duration,
    longest_wait: Duration,
    revisions: u32,
}

impl Journal {
    /// Opens the store, making its tables where they are missing.
    ///
    /// # Errors
    /// [`StoreError::Away`], [`StoreError::Unusable`], [`StoreError::Newer`].
    pub async fn open(config: &Config, routes: Routes) -> Result<(Self, Writer), StoreError> {
        let address = config.read()?;
        let link = || Link::to(&address);
        let (reports, writing) = (link(), link());
        let clock = Arc::new(ServerClock::default());
        schema::open(&writing).await?;
        clock.learn(read::now_us(&reports).await?);
        let days = Arc::new(Days::open(link(), config.keep_delivered).await?);
        unrouted::route(&writing, &routes).await?;
        tally::warn_of_orphans(&read::counts(&reports).await?, &routes);
        let metrics = Arc::new(Metrics::default());
        for sink in routes.names() {
            metrics.delivered.add([sink], 0);
        }
        let (awake, appended) = watch::channel(0);
        let routes = Arc::new(routes);
        let task = Task {
            link: writing,
            hints: Arc::new(link()),
            stamp: append::Stamp::drawn(),
            revisions: config.revisions,
            keep: config.keep_delivered,
            days,
            routes: Arc::clone(&routes),
            appended: Arc::new(awake),
            metrics: Arc::clone(&metrics),
        };
        let (commands, writer) = begin(task, address.clone());
        let sinks = routes.names().map(|name| (name.to_owned(), link()));
        let journal = Self {
            commands,
            places: Arc::new(Semaphore::new(config.queue)),
            queue: config.queue,
            sinks: sinks.collect(),
            reports,
            votes: link(),
            appended,
            routes,
            clock,
            metrics,
            owner: drawn(),
            lease: config.lease,
            longest_wait: config.longest_wait,
            revisions: config.revisions,
        };
        Ok((journal, writer))
    }

    /// Deletes what has been kept long enough; it comes by itself every ten seconds.
    ///
    /// # Errors
    /// [`StoreError::Away`] and its like.
    pub async fn tidy(&self) -> Result<(), StoreError> {
        let (reply, answer) = oneshot::channel();
        self.commands
            .send(Command::Tidy { reply })
            .map_err(|_| gone())?;
        answer.await.unwrap_or_else(|_| Err(gone()))
    }

    /// A sink that is not configured has no connection of its own.
    fn link(&self, sink: &str) -> &Link {
        self.sinks.get(sink).unwrap_or(&self.reports)
    }

    async fn keep(&self, events: Vec<Event>) -> Result<Vec<Denied>, StoreError> {
        let place = Arc::clone(&self.places)
            .try_acquire_owned()
            .map_err(|_| StoreError::Busy)?;
        let row = |event| Row::of(event, &self.routes);
        let rows = events.iter().map(row).collect::<Result<_, _>>()?;
        let (reply, answer) = oneshot::channel();
        let command = Command::Append {
            rows,
            facts: events.iter().map(append::Facts::of).collect(),
            reply,
            place,
        };
        self.commands.send(command).map_err(|_| gone())?;
        let denied = answer.await.unwrap_or_else(|_| Err(gone()))?;
        tally::accepted(&self.metrics, &events, &denied);
        Ok(denied)
    }

    async fn claim(&self, sink: &str, limit: usize) -> Result<Vec<Due>, StoreError> {
        let claim = read::Claim {
            sink,
            owner: self.owner,
            lease: self.lease,
            longest_wait: self.longest_wait,
            limit,
            hops: self.revisions,
        };
        let (now_us, due) = read::due(self.link(sink), &claim).await?;
        if let Some(now_us) = now_us {
            self.clock.learn(now_us);
        }
        due.into_iter().collect()
    }

    /// Three times within each lease, so that one failure costs nothing. What another relay has
    /// taken all the same, it keeps.
    async fn held(&self, sink: &str, claimed: &[Due]) -> Infallible {
        let places: Vec<_> = claimed.iter().map(|due| due.seq).collect();
        loop {
            tokio::time::sleep(self.lease / 3).await;
            let renewed = write::renew(self.link(sink), sink, &places, self.lease).await;
            if let Err(error) = renewed {
                tracing::warn!(
                    sink,
                    code = error.code(),
                    "A claim was not renewed: {error}"
                );
            }
        }
    }

    async fn settled(&self, sink: &str, settlements: &[Settlement]) -> Result<(), StoreError> {
        let changed = write::settle(self.link(sink), sink, settlements).await?;
        for settlement in settlements {
            if changed.contains(&write::place(settlement).key) {
                Tally::of(settlement).count(&self.metrics, sink);
            }
        }
        Ok(())
    }
}

impl Store for Journal {
    fn append(&self, events: Vec<Event>) -> Asked<'_, Vec<Denied>> {
        Box::pin(self.keep(events))
    }

    fn due<'a>(&'a self, sink: &'a str, limit: usize) -> Asked<'a, Vec<Due>> {
        Box::pin(self.claim(sink, limit))
    }

    fn hold<'a>(&'a self, sink: &'a str, claimed: &'a [Due]) -> Held<'a> {
        Box::pin(self.held(sink, claimed))
    }

    fn next_due_ms<'a>(&'a self, sink: &'a str) -> Asked<'a, Option<u64>> {
        Box::pin(async move {
            let found = read::next_due_ms(self.link(sink), sink, self.owner).await?;
            self.clock.learn(found.now_us);
            Ok(found.at_ms)
        })
    }

    fn settle<'a>(&'a self, sink: &'a str, settlements: Vec<Settlement>) -> Asked<'a, ()> {
        Box::pin(async move { self.settled(sink, &settlements).await })
    }

    fn counts(&self) -> Asked<'_, Vec<SinkCounts>> {
        Box::pin(async move {
            let counts = read::counts(&self.reports).await?;
            Ok(tally::of_every_sink(counts, &self.routes))
        })
    }

    fn votes<'a>(&'a self, ticket: &'a str) -> Asked<'a, Vec<Vote>> {
        Box::pin(votes::of(&self.votes, ticket))
    }

    fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock) as Arc<dyn Clock>
    }

    fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    fn queue(&self) -> (usize, usize) {
        let free = self.places.available_permits();
        (self.queue.saturating_sub(free), self.queue)
    }

    fn appended(&self) -> watch::Receiver<u64> {
        self.appended.clone()
    }
}

/// Starts what writes, and what hears of other relays' events; both end with the last handle.
fn begin(task: Task, address: tokio_postgres::Config) -> (mpsc::UnboundedSender<Command>, Writer) {
    let (commands, queue) = mpsc::unbounded_channel();
    let (end, ending) = oneshot::channel();
    let beside = [
        hint::listen(address, Arc::clone(&task.appended)),
        Arc::clone(&task.days).keep(),
    ];
    tokio::spawn(async move {
        task.run(queue).await;
        drop(beside);
        let _ = end.send(Ok(()));
    });
    (commands, Writer::new(ending))
}

/// A name that no other relay has, nor this one after a restart.
fn drawn() -> Uuid {
    let (a, b) = (SystemRandom.bytes10(), SystemRandom.bytes10());
    let mut bytes = [0; 16];
    bytes[..10].copy_from_slice(&a);
    bytes[10..].copy_from_slice(&b[..6]);
    Uuid::from_bytes(bytes)
}
