//! The durable store: what is in it survives a crash at any instant.
//!
//! One SQLite file in WAL mode with `synchronous=FULL` (<https://www.sqlite.org/wal.html>). One
//! thread writes; whatever waits for it is committed together, so that the price of an fsync is
//! shared. Each event has one delivery row per sink that was configured when it arrived.
//!
//! - [`Journal`]: the handle that intake and delivery use;
//! - `schema`: tables, versions and the checks when opening;
//! - `writer`: the thread, its group commit and what a full or failing disk means;
//! - `write`: the statements of one transaction; `read`: the queries.

mod error;
mod record;

pub use error::JournalError;
pub use record::{Config, DeadLetter, Due, Settlement, SinkCounts};

use std::sync::Arc;

use thumbspan_contract::Event;
use tokio::sync::watch;

use crate::clock::Clock;

/// A handle to the store; clones share it. The store closes when the last one is dropped.
#[derive(Clone)]
pub struct Journal {}

/// The end of the writing thread.
pub struct Writer {}

impl Writer {
    /// Waits until the writer has ended and the store may be opened again: well, because every
    /// [`Journal`] was dropped, or with the fault of the disk that ended it.
    ///
    /// # Errors
    /// [`JournalError::Failed`]: stop the relay; a restart recovers.
    pub async fn ended(&mut self) -> Result<(), JournalError> {
        todo!()
    }
}

impl Journal {
    /// Opens the store, making it when it is missing, and locks `<path>.lock` so that no second
    /// relay can use it.
    ///
    /// # Errors
    /// [`JournalError::InUse`], [`JournalError::Corrupt`], [`JournalError::Newer`],
    /// [`JournalError::Failed`].
    pub fn open(
        _config: &Config,
        _sinks: Vec<String>,
        _clock: Arc<dyn Clock>,
    ) -> Result<(Self, Writer), JournalError> {
        todo!()
    }

    /// Stores events; returns only after they are committed and fsynced. An id that is stored
    /// already counts as stored, and its first body stays.
    ///
    /// # Errors
    /// [`JournalError::Busy`] and [`JournalError::Full`]: nothing is stored, try later;
    /// [`JournalError::Failed`].
    pub async fn append(&self, _events: Vec<Event>) -> Result<(), JournalError> {
        todo!()
    }

    /// The oldest events, at most `limit`, that are due for a sink.
    ///
    /// # Errors
    /// [`JournalError::Failed`], [`JournalError::Unreadable`].
    pub async fn due(
        &self,
        _sink: &str,
        _now_ms: u64,
        _limit: usize,
    ) -> Result<Vec<Due>, JournalError> {
        todo!()
    }

    /// When the sink's next event is due; `None` when none waits.
    ///
    /// # Errors
    /// [`JournalError::Failed`].
    pub async fn next_due_ms(&self, _sink: &str) -> Result<Option<u64>, JournalError> {
        todo!()
    }

    /// Records what became of deliveries; returns after the commit.
    ///
    /// # Errors
    /// As [`Journal::append`].
    pub async fn settle(
        &self,
        _sink: &str,
        _settlements: Vec<Settlement>,
    ) -> Result<(), JournalError> {
        todo!()
    }

    /// What waits, was delivered or is dead, per sink, in the order of their names: every
    /// configured sink, and those that still have rows.
    ///
    /// # Errors
    /// [`JournalError::Failed`].
    pub async fn counts(&self) -> Result<Vec<SinkCounts>, JournalError> {
        todo!()
    }

    /// The newest dead letters, at most `limit`.
    ///
    /// # Errors
    /// [`JournalError::Failed`].
    pub async fn dead_letters(&self, _limit: usize) -> Result<Vec<DeadLetter>, JournalError> {
        todo!()
    }

    /// Changes after each commit of new events: wakes delivery.
    #[must_use]
    pub fn appended(&self) -> watch::Receiver<u64> {
        todo!()
    }
}
