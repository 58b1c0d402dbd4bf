//! The store as its operator sees it.
//!
//! - `letters`: dead letters: listed, replayed, dropped;
//! - `events`: export; `erase`: everything of one submitter.

mod erase;
mod events;
mod letters;

use std::panic::resume_unwind;
use std::thread;

use tokio::runtime::{Builder, Runtime};
use uuid::Uuid;

use super::super::writer::gone;
use super::super::{
    Changed, DeadLetter, Erased, Filter, Operate, Place, SinkCounts, StoreError, Stored, Waiting,
    Which,
};
use super::link::Link;
use super::read::{self, count};
use super::write::limited;
use super::{Config, schema};

/// Rows that one transaction changes.
const CHUNK: usize = 200;

/// A connection of the operator's own. Its calls wait for their answers.
pub struct Admin {
    desk: Desk,
    /// Taken when it is dropped: a runtime may not be dropped where another one runs.
    runtime: Option<Runtime>,
}

/// What asks.
struct Desk {
    link: Link,
}

impl Drop for Admin {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Admin {
    /// Opens a store that exists, of the version that this relay writes.
    ///
    /// # Errors
    /// [`StoreError::Away`], [`StoreError::Unusable`], [`StoreError::Missing`],
    /// [`StoreError::Older`], [`StoreError::Newer`].
    pub fn open(config: &Config) -> Result<Self, StoreError> {
        let link = Link::to(&config.read()?);
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| StoreError::Failed(error.to_string()))?;
        let desk = Desk { link };
        let admin = Self {
            desk,
            runtime: Some(runtime),
        };
        admin.wait(async |desk| schema::check(&desk.link, config.shown()).await)?;
        Ok(admin)
    }

    /// Waits on a thread of its own, since the caller's may belong to another runtime.
    fn wait<T: Send>(
        &self,
        work: impl AsyncFnOnce(&Desk) -> Result<T, StoreError> + Send,
    ) -> Result<T, StoreError> {
        let Some(runtime) = &self.runtime else {
            return Err(gone());
        };
        thread::scope(|scope| {
            let waiting = scope.spawn(|| runtime.block_on(work(&self.desk)));
            waiting.join().unwrap_or_else(|panic| resume_unwind(panic))
        })
    }
}

const WAITING: &str = "
SELECT d.sink, e.id, d.attempts, d.next_at_ms, d.code, e.received_ms
FROM delivery d JOIN event e ON e.key = d.event_key
WHERE d.state = 'ready' AND ($1::text IS NULL OR d.sink = $1)
ORDER BY d.sink, d.next_at_ms, d.event_key LIMIT $2";

impl Desk {
    async fn waiting(&self, sink: Option<&str>, limit: usize) -> Result<Vec<Waiting>, StoreError> {
        let rows = self.link.query(WAITING, &[&sink, &limited(limit)]).await?;
        let waiting = |row: &tokio_postgres::Row| Waiting {
            sink: row.get(0),
            id: row.get::<_, Uuid>(1).to_string(),
            attempts: u32::try_from(count(row, 2)).unwrap_or(u32::MAX),
            next_at_ms: count(row, 3),
            code: row.get(4),
            received_ms: count(row, 5),
        };
        Ok(rows.iter().map(waiting).collect())
    }
}

impl Operate for Admin {
    fn counts(&self) -> Result<Vec<SinkCounts>, StoreError> {
        self.wait(async |desk| read::counts(&desk.link).await)
    }

    fn waiting(&self, sink: Option<&str>, limit: usize) -> Result<Vec<Waiting>, StoreError> {
        self.wait(async |desk| desk.waiting(sink, limit).await)
    }

    fn dead_letters(&self, which: &Which, limit: usize) -> Result<Vec<DeadLetter>, StoreError> {
        self.wait(async |desk| desk.dead_letters(which, limit).await)
    }

    fn replay(&mut self, which: &Which) -> Result<Changed, StoreError> {
        self.wait(async |desk| desk.replay(which).await)
    }

    fn discard(&mut self, which: &Which) -> Result<Changed, StoreError> {
        self.wait(async |desk| desk.discard(which).await)
    }

    fn events(
        &self,
        filter: &Filter,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<Stored>, StoreError> {
        let after = Uuid::from_u128(after.unwrap_or_default().key);
        self.wait(async |desk| desk.events(filter, after, limit).await)
    }

    fn erase(&mut self, submitter: &str) -> Result<Erased, StoreError> {
        self.wait(async |desk| desk.erase(submitter).await)
    }
}
