//! The durable store: what is in it survives a crash at any instant.
//!
//! Two stores keep one contract, and one suite of tests is run on both:
//!
//! - [`Store`]: what intake and delivery ask of a store; [`Operate`]: what an operator asks;
//! - `record`: what goes in and comes out; `row`: what is made of it; `newer`: what revises it;
//!   `error`: what can go wrong;
//! - [`sqlite`]: one file, one relay; [`postgres`]: one database, several relays;
//! - [`open`], [`operate`]: the store that the settings name.

mod error;
mod newer;
mod operate;
pub mod postgres;
mod record;
mod row;
pub mod sqlite;
mod tally;
mod writer;

pub use error::StoreError;
pub use operate::{Changed, Erased, Filter, Operate, Stored, Waiting, Which};
pub use record::{DeadLetter, Denial, Denied, Due, Place, Settlement, SinkCounts};
pub use writer::Writer;

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;

use thumbspan_contract::{Event, Vote};
use tokio::sync::watch;

use crate::clock::Clock;
use crate::metrics::Metrics;
use crate::routes::Routes;

/// A question to a store under way. It is boxed so that nothing above knows which store it is:
/// one small allocation beside an fsync.
pub type Asked<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// A claim that is kept.
pub type Held<'a> = Pin<Box<dyn Future<Output = Infallible> + Send + 'a>>;

/// What a relay asks of its store while it runs. The store closes when the last handle is dropped.
pub trait Store: Send + Sync {
    /// Stores events; resolves only after they are committed and fsynced. An id that is stored
    /// already counts as stored, and its first body stays. Tells which were not stored, since
    /// their verified tickets do not permit them; a verified ticket is one whose name (with a space
    /// in it) stands in [`Event::ticket`].
    ///
    /// # Errors
    /// Where [`StoreError::is_retryable`]: perhaps nothing is stored, and the same ids may be sent
    /// again; [`StoreError::Failed`].
    fn append(&self, events: Vec<Event>) -> Asked<'_, Vec<Denied>>;

    /// The events, at most `limit`, that are due for a sink: first those that were never tried,
    /// in the order of their arrival, then the others in the order of their due times. So an event
    /// that fails again and again stands behind all that do not. Where several relays share a
    /// store, these are this relay's alone for a while; asked again, it gets them again. Each comes
    /// with what revises it, as far as that is known and at most so many revisions away as a ticket
    /// permits.
    ///
    /// # Errors
    /// [`StoreError::Failed`], [`StoreError::Unreadable`] and their like.
    fn due<'a>(&'a self, sink: &'a str, limit: usize) -> Asked<'a, Vec<Due>>;

    /// Keeps what was claimed this relay's alone for as long as it is polled; it never resolves. A
    /// store with one relay has nothing to do.
    fn hold<'a>(&'a self, sink: &'a str, claimed: &'a [Due]) -> Held<'a> {
        let _ = (sink, claimed);
        Box::pin(std::future::pending())
    }

    /// When the sink's next event is due, by the store's clock; `None` when none waits.
    ///
    /// # Errors
    /// [`StoreError::Failed`] and its like.
    fn next_due_ms<'a>(&'a self, sink: &'a str) -> Asked<'a, Option<u64>>;

    /// Records what became of deliveries; resolves after the commit. Only deliveries that wait are
    /// changed, and none that another relay has taken over meanwhile.
    ///
    /// # Errors
    /// As [`Store::append`]; a file that is full for new events has room for this.
    fn settle<'a>(&'a self, sink: &'a str, settlements: Vec<Settlement>) -> Asked<'a, ()>;

    /// What waits or is dead, per sink, in the order of their names: every configured sink, and
    /// those that still have something.
    ///
    /// # Errors
    /// [`StoreError::Failed`] and its like.
    fn counts(&self) -> Asked<'_, Vec<SinkCounts>>;

    /// The newest value of each label among the events that carried exactly this ticket, in the
    /// order of the labels, at most [`thumbspan_contract::limits::VOTES`]; withdrawn ones are left
    /// out. They are known as long as their events are kept.
    ///
    /// # Errors
    /// [`StoreError::Busy`], [`StoreError::Failed`] and their like.
    fn votes<'a>(&'a self, ticket: &'a str) -> Asked<'a, Vec<Vote>>;

    /// The clock that the store's times go by.
    fn clock(&self) -> Arc<dyn Clock>;

    /// What was counted since the start: events, deliveries, commits.
    fn metrics(&self) -> &Metrics;

    /// How many appends wait for the store, and how many may.
    fn queue(&self) -> (usize, usize);

    /// Changes after each commit of new events: wakes delivery.
    fn appended(&self) -> watch::Receiver<u64>;
}

/// Which store, and its settings.
#[derive(Clone, Debug)]
pub enum Config {
    /// One file on a local disk.
    Sqlite(sqlite::Config),
    /// A database that several relays may share.
    Postgres(postgres::Config),
}

impl Config {
    /// The store without its secrets, for the log.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Sqlite(config) => config.path.display().to_string(),
            Self::Postgres(config) => config.shown(),
        }
    }
}

/// Opens the store that a relay works on; `clock` is the time for a store that has none of its own.
///
/// # Errors
/// [`StoreError`]: what to do before the next start.
pub async fn open(
    config: &Config,
    routes: Routes,
    clock: Arc<dyn Clock>,
) -> Result<(Arc<dyn Store>, Writer), StoreError> {
    match config {
        Config::Sqlite(config) => {
            let (journal, writer) = sqlite::Journal::open(config, routes, clock)?;
            Ok((Arc::new(journal), writer))
        }
        Config::Postgres(config) => {
            let (journal, writer) = postgres::Journal::open(config, routes).await?;
            Ok((Arc::new(journal), writer))
        }
    }
}

/// Opens a store for its operator, beside running relays or without one.
///
/// # Errors
/// [`StoreError`]: what to do first.
pub fn operate(config: &Config, clock: Arc<dyn Clock>) -> Result<Box<dyn Operate>, StoreError> {
    Ok(match config {
        Config::Sqlite(config) => Box::new(sqlite::Admin::open(&config.path, clock)?),
        Config::Postgres(config) => Box::new(postgres::Admin::open(config)?),
    })
}
