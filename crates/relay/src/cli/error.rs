//! What can go wrong in a command.

use std::io;
use std::net::SocketAddr;

use crate::store::StoreError;

/// Why a command ended without having done all of it.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was found cannot be written.
    #[error("The output cannot be written ({0}): free the disk, or write elsewhere.")]
    Output(#[from] io::Error),
    /// Ids were named that have no dead letter.
    #[error(
        "No dead letter has the id {0}: `thumbspan-relay dead-letters list` shows those that there are."
    )]
    Unknown(String),
    /// Events that are no JSON were left out of an export.
    #[error("{0} events cannot be read and were left out: they stand in the dead letters.")]
    Unreadable(u64),
    /// A reader kept the log from being emptied, after everything was deleted.
    #[error(
        "The events are deleted, but the store's -wal file still holds their bytes, since another program reads the store: run the same command again."
    )]
    LogHeld,
    /// Nothing answers where the relay should.
    #[error("No relay answers at {0} ({1}): start it, or name its address with THUMBSPAN_LISTEN.")]
    Unreachable(SocketAddr, io::Error),
    /// The relay's store does not answer.
    #[error("The relay at {0} is not ready: its log says why.")]
    NotReady(SocketAddr),
}

impl CliError {
    /// A stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Output(_) => "output",
            Self::Unknown(_) => "unknown_id",
            Self::Unreadable(_) => "unreadable",
            Self::LogHeld => "log_held",
            Self::Unreachable(..) => "unreachable",
            Self::NotReady(_) => "not_ready",
        }
    }
}
