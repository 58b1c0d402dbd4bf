//! What is kept no longer goes, event by event.

use std::time::Duration;

use uuid::Uuid;

use super::super::StoreError;
use super::link::{Link, Values};
use super::remove::{Those, remove};
use super::write::{limited, millis, stored};

/// Events that one pass of the janitor looks at.
const LOOKED: i64 = 500;

/// The events after a key that arrived longer ago than is kept, and whether a sink has yet to take
/// them or took them since.
const PAGE: &str = "
SELECT e.key, EXISTS (SELECT 1 FROM delivery d WHERE d.event_key = e.key
    AND (d.state <> 'delivered' OR d.settled_ms > now_us() / 1000 - $2))
FROM event e WHERE e.key > $1 AND e.key <=
  (lpad(to_hex(GREATEST(now_us() / 1000 - $3, 0)), 12, '0') || 'ffffffffffffffffffff')::uuid
ORDER BY e.key LIMIT $4";

/// Deletes among the next events after a key those that every sink took longer ago than is kept, and
/// that arrived longer ago than `aged`; tells the last that it looked at, if there may be more.
pub(super) async fn purge(
    link: &Link,
    after: Uuid,
    keep: Duration,
    aged: Duration,
) -> Result<Option<Uuid>, StoreError> {
    let (keep_ms, aged_ms) = (millis(keep), millis(aged));
    let values: Values<'_> = &[&after, &keep_ms, &aged_ms, &LOOKED];
    let rows = link.query(PAGE, values).await?;
    let over = rows.iter().filter(|row| !row.get::<_, bool>(1));
    let over: Vec<Uuid> = over.map(|row| row.get(0)).collect();
    if !over.is_empty() {
        remove(link, &over, Those::All).await?;
    }
    let full = limited(rows.len()) == LOOKED;
    Ok(rows.last().filter(|_| full).map(|row| row.get(0)))
}

/// Forgets tickets that have ended for certain.
pub(super) async fn forget(link: &Link, life_ms: u64) -> Result<(), StoreError> {
    let life = stored(life_ms);
    let counts = "DELETE FROM ticket_use WHERE used_ms <= now_us() / 1000 - $1";
    link.query(counts, &[&life]).await?;
    let names = "DELETE FROM ticket WHERE used_ms <= now_us() / 1000 - $1";
    link.query(names, &[&life]).await.map(drop)
}
