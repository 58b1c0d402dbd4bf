//! Events with all that belongs to them, gone together.

use std::collections::BTreeMap;

use tokio_postgres::Error;
use uuid::Uuid;

use super::super::StoreError;
use super::link::{Link, Session};
use super::write::bounds;

/// Whoever gives an event a delivery locks it too: so none is given to one that goes. In the order
/// of the keys, so that no two relays wait for each other.
const LOCK: &str = "
SELECT key, id FROM event WHERE key = ANY($1) AND key >= $2 AND key <= $3 ORDER BY key FOR UPDATE";
const HELD: &str = "
SELECT DISTINCT event_key FROM delivery
WHERE event_key = ANY($1) AND event_key >= $2 AND event_key <= $3";
const DELIVERIES: &str = "
DELETE FROM delivery WHERE event_key = ANY($1) AND event_key >= $2 AND event_key <= $3
RETURNING sink, state";
const VOTES: &str = "DELETE FROM vote WHERE event_key = ANY($1)";
const IDS: &str = "DELETE FROM event_id WHERE id = ANY($1)";
const EVENTS: &str = "DELETE FROM event WHERE key = ANY($1) AND key >= $2 AND key <= $3";

/// What is gone.
#[derive(Default)]
pub(super) struct Removed {
    pub(super) events: u64,
    /// Sinks that had taken them, and how many each.
    pub(super) delivered: BTreeMap<String, u64>,
}

/// Which of the locked events go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Those {
    All,
    WithoutDeliveries,
}

/// A transaction of its own.
pub(super) async fn remove(
    link: &Link,
    keys: &[Uuid],
    those: Those,
) -> Result<Removed, StoreError> {
    link.with(async |session| session.again(|| attempt(session, keys, those)).await)
        .await
}

async fn attempt(session: &Session, keys: &[Uuid], those: Those) -> Result<Removed, Error> {
    session.run("BEGIN").await?;
    let removed = within(session, keys, those).await?;
    session.run("COMMIT").await?;
    Ok(removed)
}

async fn within(session: &Session, keys: &[Uuid], those: Those) -> Result<Removed, Error> {
    let mut removed = Removed::default();
    let (first, last) = bounds(keys);
    let rows = session.query(LOCK, &[&keys, &first, &last]).await?;
    let mut locked: Vec<(Uuid, Uuid)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    if those == Those::WithoutDeliveries {
        let held = session.query(HELD, &[&keys, &first, &last]).await?;
        let held: Vec<Uuid> = held.iter().map(|row| row.get(0)).collect();
        locked.retain(|(key, _)| !held.contains(key));
    }
    if locked.is_empty() {
        return Ok(removed);
    }
    let (keys, ids): (Vec<Uuid>, Vec<Uuid>) = locked.into_iter().unzip();
    for row in session.query(DELIVERIES, &[&keys, &first, &last]).await? {
        if row.try_get::<_, &str>(1)? == "delivered" {
            *removed.delivered.entry(row.try_get(0)?).or_default() += 1;
        }
    }
    session.query(VOTES, &[&keys]).await?;
    session.query(IDS, &[&ids]).await?;
    session.query(EVENTS, &[&keys, &first, &last]).await?;
    removed.events = u64::try_from(keys.len()).unwrap_or(u64::MAX);
    Ok(removed)
}
