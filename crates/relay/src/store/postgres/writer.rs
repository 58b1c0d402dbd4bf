//! The one task that stores events, and tidies up.
//!
//! It takes whatever waits, up to [`GROUP`] requests, into one transaction and answers all of them
//! after the commit. It never waits to make a group larger: groups form while one is under way.
//! When the database goes away in the middle, nobody knows whether the group is stored: every
//! sender is told to send it again, and what is known by its id is stored once.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot, watch};
use tokio_postgres::Error;
use uuid::Uuid;

use super::super::row::{LIFE_MS, Row};
use super::super::{Denied, StoreError};
use super::append::{Columns, Facts, Stamp};
use super::days::Days;
use super::link::{Link, Session};
use super::permits::Book;
use super::votes::Named;
use super::write::uuid;
use super::{fault, follow, hint, retention, votes};
use crate::metrics::Metrics;
use crate::routes::Routes;

/// Requests in one transaction: with 50 events each, their numbers fit four hexadecimal digits.
const GROUP: usize = 512;
/// The time between two passes of the janitor.
const REST: Duration = Duration::from_secs(10);
/// The time between two pages of one pass: intake waits while one is cleared.
const SOON: Duration = Duration::from_millis(50);

type Answer = Result<Vec<Denied>, StoreError>;

/// What the writer is asked to do, and whom it answers.
pub(super) enum Command {
    Append {
        rows: Vec<Row>,
        facts: Vec<Facts>,
        reply: oneshot::Sender<Answer>,
        /// In the bounded queue; free again when the command is answered.
        place: OwnedSemaphorePermit,
    },
    Tidy {
        reply: oneshot::Sender<Result<(), StoreError>>,
    },
}

/// One request's events.
struct Part {
    rows: Vec<(Uuid, Row, Facts)>,
    reply: oneshot::Sender<Answer>,
    _place: OwnedSemaphorePermit,
}

/// The writer and its bounds.
pub(super) struct Task {
    pub(super) link: Link,
    pub(super) hints: Arc<Link>,
    pub(super) stamp: Stamp,
    pub(super) revisions: u32,
    pub(super) keep: Duration,
    pub(super) days: Arc<Days>,
    pub(super) routes: Arc<Routes>,
    pub(super) appended: Arc<watch::Sender<u64>>,
    pub(super) metrics: Arc<Metrics>,
}

impl Task {
    /// Works until every handle is gone.
    pub(super) async fn run(self, mut commands: mpsc::UnboundedReceiver<Command>) {
        let mut passes = tokio::time::interval_at(tokio::time::Instant::now() + REST, REST);
        passes.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let (mut after, mut told) = (Uuid::nil(), Instant::now());
        let mut group = Vec::new();
        loop {
            tokio::select! {
                biased;
                count = commands.recv_many(&mut group, GROUP) => {
                    if count == 0 {
                        return;
                    }
                    let (parts, asked) = parted(&mut group);
                    self.serve(parts, &mut told).await;
                    for reply in asked {
                        let _ = reply.send(self.tidy_all().await);
                    }
                }
                _ = passes.tick() => {
                    match self.tidy(&mut after).await {
                        Ok(true) => passes.reset_after(SOON),
                        Ok(false) => {}
                        Err(error) => tracing::warn!(code = error.code(), "{error}"),
                    }
                }
            }
        }
    }

    async fn serve(&self, parts: Vec<Part>, told: &mut Instant) {
        if parts.is_empty() {
            return;
        }
        let stored = self
            .link
            .with(async |session| self.store(session, &parts).await);
        let answers = match stored.await {
            Ok(Ok(stored)) => self.stored(stored, told),
            Ok(Err(_)) if parts.len() > 1 => {
                // One of them holds what the database does not take: each by itself.
                for part in parts {
                    Box::pin(self.serve(vec![part], told)).await;
                }
                return;
            }
            Ok(Err(error)) | Err(error) => vec![Err(error); parts.len()],
        };
        for (part, answer) in parts.into_iter().zip(answers) {
            // Nobody waits any more when a client hung up: what is stored stays stored.
            let _ = part.reply.send(answer);
        }
    }

    fn stored(&self, stored: Stored, told: &mut Instant) -> Vec<Answer> {
        if stored.fresh {
            self.appended.send_modify(|count| *count += 1);
            if told.elapsed() >= hint::EVERY {
                *told = Instant::now();
                hint::tell(&self.hints);
            }
        }
        stored.denied.into_iter().map(Ok).collect()
    }

    /// Stores a group; the inner error is one of the values.
    async fn store(
        &self,
        session: &Session,
        parts: &[Part],
    ) -> Result<Result<Stored, StoreError>, Error> {
        match session.again(|| self.attempt(session, parts)).await {
            Err(error) if fault::is_of_data(&error) => {
                session.run("ROLLBACK").await?;
                Ok(Err(fault::named(&error)))
            }
            done => done.map(Ok),
        }
    }

    /// What no ticket is about is one statement, and so one journey there and back.
    async fn attempt(&self, session: &Session, parts: &[Part]) -> Result<Stored, Error> {
        let named = named(parts);
        let begun = Instant::now();
        let stored = if named.tickets.is_empty() {
            self.append(session, parts, &mut Book::default()).await?
        } else {
            session.run("BEGIN").await?;
            let mut book = votes::book(session, &named).await?;
            let stored = self.append(session, parts, &mut book).await?;
            session.run("COMMIT").await?;
            stored
        };
        self.metrics.commits.observe(begun.elapsed());
        Ok(stored)
    }

    async fn append(
        &self,
        session: &Session,
        parts: &[Part],
        book: &mut Book,
    ) -> Result<Stored, Error> {
        let mut denied = Vec::with_capacity(parts.len());
        let mut entered = Vec::new();
        for part in parts {
            let mut of_part = Vec::new();
            for (id, row, facts) in &part.rows {
                match book.enter(*id, row, self.revisions) {
                    Ok(Some(row)) => entered.push((*id, row, facts)),
                    Ok(None) => {}
                    Err(why) => of_part.push(Denied {
                        id: row.id.clone(),
                        why,
                    }),
                }
            }
            denied.push(of_part);
        }
        follow::follow(session, &mut entered, &self.routes).await?;
        let mut columns = Columns::default();
        for (id, row, facts) in &entered {
            columns.add(*id, row, facts);
        }
        let votes = book.voted();
        let fresh = columns
            .append(session, &self.stamp, &votes, &book.used())
            .await?;
        Ok(Stored { fresh, denied })
    }

    /// Deletes what was delivered long enough ago, one page after a key; tells whether there may be
    /// more.
    async fn tidy(&self, after: &mut Uuid) -> Result<bool, StoreError> {
        if after.is_nil() {
            retention::forget(&self.link, LIFE_MS).await?;
        }
        let last = retention::purge(&self.link, *after, self.keep, self.days.aged()).await?;
        *after = last.unwrap_or(Uuid::nil());
        Ok(last.is_some())
    }

    async fn tidy_all(&self) -> Result<(), StoreError> {
        self.days.pass().await?;
        let mut after = Uuid::nil();
        while self.tidy(&mut after).await? {}
        Ok(())
    }
}

/// What became of a group: for each part those that their tickets do not permit.
struct Stored {
    fresh: bool,
    denied: Vec<Vec<Denied>>,
}

fn named(parts: &[Part]) -> Named<'_> {
    let (mut named, mut events) = (Named::default(), HashSet::new());
    for (id, row, _) in parts.iter().flat_map(|part| &part.rows) {
        events.insert(*id);
        if let Some(said) = &row.said {
            named.tickets.push(said.ticket);
            if !said.verified {
                named.unverified.insert(said.ticket);
            }
            let labels = said.labels.iter();
            named
                .labels
                .extend(labels.map(|(label, _)| (said.ticket, &**label)));
            events.extend(
                said.revises
                    .as_deref()
                    .and_then(|id| Uuid::try_parse(id).ok()),
            );
        }
    }
    named.tickets.sort_unstable();
    named.tickets.dedup();
    named.labels.sort_unstable();
    named.labels.dedup();
    named.events = events.into_iter().collect();
    named
}

type Replies = Vec<oneshot::Sender<Result<(), StoreError>>>;

/// The requests of a group, and who asks for a pass of the janitor.
fn parted(group: &mut Vec<Command>) -> (Vec<Part>, Replies) {
    let (mut parts, mut passes) = (Vec::new(), Vec::new());
    for command in group.drain(..) {
        match command {
            Command::Tidy { reply } => passes.push(reply),
            Command::Append {
                rows,
                facts,
                reply,
                place,
            } => {
                let known = rows.into_iter().zip(facts);
                let known = known.map(|(row, facts)| Ok((uuid(&row.id)?, row, facts)));
                match known.collect() {
                    Ok(rows) => parts.push(Part {
                        rows,
                        reply,
                        _place: place,
                    }),
                    Err(error) => drop(reply.send(Err(error))),
                }
            }
        }
    }
    (parts, passes)
}
