//! The store as its operator sees it: beside running relays, or without one.

use std::collections::BTreeMap;

use super::{DeadLetter, Place, SinkCounts, StoreError};

/// What an operator asks of a store. Whatever it changes goes in short transactions, so that the
/// relays' own come in between; they notice replayed deliveries by themselves within seconds.
pub trait Operate {
    /// What waits and what is dead, per sink, in the order of their names.
    ///
    /// # Errors
    /// [`StoreError::Failed`] and its like.
    fn counts(&self) -> Result<Vec<SinkCounts>, StoreError>;

    /// What waits, of one sink or of all, in the order of the sinks and of the next tries.
    ///
    /// # Errors
    /// [`StoreError::Failed`] and its like.
    fn waiting(&self, sink: Option<&str>, limit: usize) -> Result<Vec<Waiting>, StoreError>;

    /// The newest dead letters, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Failed`] and its like.
    fn dead_letters(&self, which: &Which, limit: usize) -> Result<Vec<DeadLetter>, StoreError>;

    /// Makes dead letters due again, as if their events had just come; but for those that no sink
    /// takes, which no worker would find: they are routed when a relay starts.
    ///
    /// # Errors
    /// [`StoreError::Busy`]: some may be replayed already, the same call goes on;
    /// [`StoreError::Failed`] and its like.
    fn replay(&mut self, which: &Which) -> Result<Changed, StoreError>;

    /// Deletes dead letters, and their events once no other sink waits for them: an event that
    /// another sink has is kept as long as any that was delivered.
    ///
    /// # Errors
    /// As [`Operate::replay`].
    fn discard(&mut self, which: &Which) -> Result<Changed, StoreError>;

    /// The next events after a place (`None`: from the first), at most `limit`, in the order of
    /// their arrival.
    ///
    /// # Errors
    /// [`StoreError::Failed`] and its like.
    fn events(
        &self,
        filter: &Filter,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<Stored>, StoreError>;

    /// Deletes every stored event of a submitter. An event that is being posted or delivered
    /// meanwhile may come after.
    ///
    /// # Errors
    /// [`StoreError::Busy`]: some may be gone already, the same call goes on;
    /// [`StoreError::Failed`] and its like.
    fn erase(&mut self, submitter: &str) -> Result<Erased, StoreError>;
}

/// A delivery that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The sink's name.
    pub sink: String,
    /// The event's id.
    pub id: String,
    /// How often delivery has failed.
    pub attempts: u32,
    /// When it is tried next, in milliseconds since 1970; 0: it was not tried yet.
    pub next_at_ms: u64,
    /// Why it failed last: a stable code.
    pub code: Option<String>,
    /// When the relay took the event, in milliseconds since 1970.
    pub received_ms: u64,
}

/// Which dead letters are meant: those that meet everything which is given. The default: all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Which {
    /// Of these events; none: of any.
    pub ids: Vec<String>,
    /// Of this sink.
    pub sink: Option<String>,
    /// With this code.
    pub code: Option<String>,
}

/// What became of the dead letters that were meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// How many were changed.
    pub count: u64,
    /// The ids that were named and have no dead letter.
    pub unknown: Vec<String>,
}

/// Which events are meant: those that meet everything which is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Received at this time or later, in milliseconds since 1970.
    pub from_ms: Option<u64>,
    /// Received before this time, in milliseconds since 1970.
    pub to_ms: Option<u64>,
    /// Said by the submitter with this id.
    pub submitter: Option<String>,
    /// Naming this application. Events that name none are never meant: the sink's setting, which
    /// names it for them, may have changed.
    pub ml_app: Option<String>,
}

/// An event as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Its place in the store.
    pub seq: Place,
    /// The event as JSON.
    pub body: String,
    /// When the relay took it, in milliseconds since 1970.
    pub received_ms: u64,
}

/// What was erased, and what lies elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Events that are gone, with their deliveries, dead letters and votes.
    pub events: u64,
    /// How many of them each sink had taken: there they are still.
    pub delivered: BTreeMap<String, u64>,
    /// Whether nothing of them is left in the store's files: if not, a reader held SQLite's `-wal`
    /// file: erase again. True of a database, whose files are its own affair.
    pub log_emptied: bool,
}
