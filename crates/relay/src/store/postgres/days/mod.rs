//! A partition for each day: made ahead, dropped whole once nothing in it is needed.
//!
//! A database that has none keeps all in one table, and [`Days`] has nothing to do; there, and where
//! a day cannot go as a whole, `retention` deletes event by event.
//!
//! - `ahead`: days to come; `ended`: days that go; `swept`: what they leave in other tables.

mod ahead;
mod ended;
mod swept;

use std::sync::Arc;
use std::time::Duration;

use tokio_postgres::{Error, Row};
use uuid::Uuid;

use super::super::StoreError;
use super::beside::Beside;
use super::fault;
use super::link::{Link, Session};
use super::read::now_us;

/// The time between two passes.
const REST: Duration = Duration::from_secs(600);
const DAY_MS: u64 = 86_400_000;
/// Event by event is deleted only what its day should have taken with it an hour ago.
const GRACE: Duration = Duration::from_secs(25 * 3_600);

/// A partition of events, and the one of their deliveries.
struct Day {
    name: String,
    from: Uuid,
    /// The default partition has no end.
    to: Option<Uuid>,
}

/// Those that keep the partitions: every relay does.
pub(super) struct Days {
    link: Link,
    keep: Duration,
    partitioned: bool,
}

const LIST: &str = "
SELECT substr(c.relname, length('event_') + 1),
  substring(pg_get_expr(c.relpartbound, c.oid) FROM 'FROM \\(''([0-9a-f-]+)''\\)')::uuid,
  substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \\(''([0-9a-f-]+)''\\)')::uuid
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = to_regclass('thumbspan.event') ORDER BY 1";

impl Days {
    /// Makes the partitions of today and of the days to come.
    pub(super) async fn open(link: Link, keep: Duration) -> Result<Self, StoreError> {
        let mut days = Self {
            link,
            keep,
            partitioned: false,
        };
        let known = days.list().await?;
        days.partitioned = !known.is_empty();
        if let Err(error) = days.make(&known).await {
            // The default partition takes what no other does.
            tracing::warn!(code = error.code(), "Partitions were not made: {error}");
        }
        Ok(days)
    }

    /// How long after its arrival an event that was delivered may be deleted by itself.
    pub(super) fn aged(&self) -> Duration {
        let by_day = self.partitioned && self.keep >= Duration::from_millis(DAY_MS);
        self.keep + if by_day { GRACE } else { Duration::ZERO }
    }

    /// Makes, drops and sweeps now and then until the handle is dropped.
    pub(super) fn keep(self: Arc<Self>) -> Beside {
        Beside::spawn(async move {
            loop {
                tokio::time::sleep(REST).await;
                if let Err(error) = self.pass().await {
                    tracing::warn!(code = error.code(), "Partitions were not kept: {error}");
                }
            }
        })
    }

    pub(super) async fn pass(&self) -> Result<(), StoreError> {
        let known = self.list().await?;
        self.make(&known).await?;
        self.drop_ended(&known).await?;
        self.sweep().await
    }

    async fn list(&self) -> Result<Vec<Day>, StoreError> {
        let rows = self.link.query(LIST, &[]).await?;
        let day = |row: &Row| Day {
            name: row.get(0),
            from: row.get::<_, Option<Uuid>>(1).unwrap_or_default(),
            to: row.get(2),
        };
        Ok(rows.iter().map(day).collect())
    }

    async fn now_ms(&self) -> Result<u64, StoreError> {
        let us = now_us(&self.link).await?;
        Ok(u64::try_from(us / 1_000).unwrap_or(0))
    }
}

/// The least key of what arrives at a time.
fn first_key(ms: u64) -> Uuid {
    Uuid::from_u128(u128::from(ms) << 80)
}

/// Runs a transaction, or its beginning, that waits for nobody long; tells whether nothing was in
/// its way: the next pass may do what this one could not.
async fn tried(session: &Session, sql: &str) -> Result<bool, Error> {
    match session
        .run(&format!("BEGIN; SET LOCAL lock_timeout = '500ms'; {sql}"))
        .await
    {
        Err(error) if is_passing(&error) => {
            tracing::debug!("Something was in the way of a partition: {error}");
            session.run("ROLLBACK").await?;
            Ok(false)
        }
        done => done.map(|()| true),
    }
}

fn is_passing(error: &Error) -> bool {
    fault::is_conflict(error) || fault::is_of_data(error) || fault::is_in_the_way(error)
}
