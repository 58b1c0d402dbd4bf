//! What can go wrong with the store.

use super::Place;

/// Why the store did not do what was asked. Nothing of it is for a client's eyes but the code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Too much waits for the disk already, or another program holds the store.
    #[error("The store is busy: send again in a moment.")]
    Busy,
    /// The store has reached its size limit, or the disk is full.
    #[error(
        "The store is full: free the disk, raise the store's size limit, or mend the sink that is behind."
    )]
    Full,
    /// Another relay uses this store.
    #[error("Another relay uses the store {path}: stop it, or give this one a store of its own.")]
    InUse {
        /// The store's file.
        path: String,
    },
    /// The file is damaged, or is no store of ours. It was left as it is.
    #[error(
        "The store {path} cannot be used ({reason}). It was left as it is: copy it away, then restore a backup or recover it with `sqlite3 {path} .recover`, or give the relay a new path."
    )]
    Corrupt {
        /// The store's file.
        path: String,
        /// What the check found.
        reason: String,
    },
    /// The file lies on a file system that keeps neither locks nor syncs as SQLite needs them.
    #[error(
        "The store {path} lies on {kind}, where a commit can be lost and the file be damaged: put it on a disk of this machine or a block device, or set THUMBSPAN_STORE to a PostgreSQL database; if you know that this file system keeps locks, shared memory and fsync, set store_network_files to allow."
    )]
    Elsewhere {
        /// The store's file.
        path: String,
        /// The file system.
        kind: &'static str,
    },
    /// There is no store in this place.
    #[error(
        "There is no store at {path}: name the relay's own settings with --config FILE, or its store with THUMBSPAN_STORE=sqlite:PATH."
    )]
    Missing {
        /// Where the store was looked for.
        path: String,
    },
    /// The store was written by an older relay, and none of this version has opened it yet.
    #[error(
        "The store {path} has version {found}, and this command needs {known}: start the relay of this version once, it brings the store up to date."
    )]
    Older {
        /// The store's file.
        path: String,
        /// The store's version.
        found: i64,
        /// The version that this relay writes.
        known: i64,
    },
    /// The store was written by a newer relay.
    #[error(
        "The store {path} has version {found}, and this relay knows up to {known}: run the newer relay."
    )]
    Newer {
        /// The store's file.
        path: String,
        /// The store's version.
        found: i64,
        /// The newest version that this relay knows.
        known: i64,
    },
    /// The database does not answer, or was lost under way: then perhaps something is stored.
    #[error(
        "The database does not answer ({reason}): nothing is lost, the relay goes on by itself when it is back."
    )]
    Away {
        /// What was seen; nothing of what users wrote.
        reason: String,
    },
    /// The database refuses the relay, or its address is no address.
    #[error(
        "The database cannot be used ({reason}): set THUMBSPAN_STORE to postgres://USER:PASSWORD@HOST/DATABASE, of a user who may create a schema there."
    )]
    Unusable {
        /// What was seen, without the password.
        reason: String,
    },
    /// A stored event cannot be read. It is kept; settle it as a dead letter to go on.
    #[error("The stored event {seq} cannot be read: it goes to the dead letters.")]
    Unreadable {
        /// The event's place in the store.
        seq: Place,
    },
    /// The disk or SQLite failed. The writer has ended: what was not answered is not accepted.
    #[error("The store failed ({0}): check the disk, then start the relay again.")]
    Failed(String),
}

impl StoreError {
    /// Whether the same call may succeed later without a restart.
    #[must_use]
    pub const fn is_retryable(&self) -> bool {
        matches!(self, Self::Busy | Self::Full | Self::Away { .. })
    }

    /// A stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Busy => "store_busy",
            Self::Full => "store_full",
            Self::InUse { .. } => "store_in_use",
            Self::Corrupt { .. } => "store_corrupt",
            Self::Elsewhere { .. } => "store_elsewhere",
            Self::Missing { .. } => "store_missing",
            Self::Older { .. } => "store_older",
            Self::Newer { .. } => "store_newer",
            Self::Away { .. } => "store_away",
            Self::Unusable { .. } => "store_unusable",
            Self::Unreadable { .. } => "store_unreadable",
            Self::Failed(_) => "store_failed",
        }
    }
}
