//! The statements that change something: each is a transaction of its own, or the last of one.

use std::collections::HashSet;
use std::time::Duration;

use uuid::Uuid;

use super::super::row::{SUPERSEDED, shortened};
use super::super::{Place, Settlement, StoreError};
use super::link::Link;

/// Times are stored as signed integers.
pub(super) fn stored(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}

/// A duration, in milliseconds.
pub(super) fn millis(time: Duration) -> i64 {
    stored(u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
}

/// A LIMIT.
pub(super) fn limited(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}

/// An id is a UUID: the contract lets no other in.
pub(super) fn uuid(id: &str) -> Result<Uuid, StoreError> {
    Uuid::try_parse(id).map_err(|_| StoreError::Failed("an event's id is no UUID".to_owned()))
}

/// The keys are looked up one by one, and `|| ''` keeps the planner from the index of what is ready:
/// before a new backlog is analysed it takes that for empty and reads it whole (3 s for 250 of 40,000
/// rows, where this takes 26 ms). Their bounds leave the partitions of other days out.
const RENEW: &str = "
UPDATE delivery d SET lease_until_ms = now_us() / 1000 + $4
FROM unnest($2::uuid[], $3::bigint[]) AS h(key, fence)
WHERE d.event_key = ANY($2::uuid[]) AND d.event_key >= $5 AND d.event_key <= $6
  AND d.event_key = h.key AND d.sink = $1 AND d.fence = h.fence AND d.state || '' = 'ready'";

/// Begins a new lease of what is still held under its fence.
pub(super) async fn renew(
    link: &Link,
    sink: &str,
    places: &[Place],
    lease: Duration,
) -> Result<(), StoreError> {
    let (keys, fences) = columns(places);
    let lease = millis(lease);
    let (first, last) = bounds(&keys);
    let values: super::link::Values<'_> = &[&sink, &keys, &fences, &lease, &first, &last];
    link.query(RENEW, values).await.map(drop)
}

/// The first and the last of some keys.
pub(super) fn bounds(keys: &[Uuid]) -> (Uuid, Uuid) {
    let first = keys.iter().min().copied().unwrap_or_default();
    (first, keys.iter().max().copied().unwrap_or_default())
}

fn columns(places: &[Place]) -> (Vec<Uuid>, Vec<i64>) {
    let column = |place: &Place| (Uuid::from_u128(place.key), place.fence);
    places.iter().map(column).unzip()
}

/// Looked up as in [`RENEW`]. Only what waits is changed, and only under the fence of the claim. What waits again gets a new
/// fence, so that the same settlement said twice counts once.
const SETTLE: &str = "
UPDATE delivery d SET
  state = s.state,
  attempts = CASE WHEN s.state = 'ready' THEN d.attempts + 1 ELSE d.attempts END,
  next_at_ms = CASE WHEN s.state = 'ready' THEN s.next_at_ms ELSE d.next_at_ms END,
  code = COALESCE(s.code, d.code),
  reason = COALESCE(s.reason, d.reason),
  settled_ms = CASE WHEN s.state = 'ready' THEN NULL ELSE now_us() / 1000 END,
  lease_until_ms = 0,
  lease_owner = NULL,
  fence = d.fence + 1
FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::bigint[], $6::text[], $7::text[])
  AS s(key, fence, state, next_at_ms, code, reason)
WHERE d.event_key = ANY($2::uuid[]) AND d.event_key >= $8 AND d.event_key <= $9
  AND d.event_key = s.key AND d.sink = $1 AND d.fence = s.fence AND d.state || '' = 'ready'
RETURNING d.event_key";

/// Records what became of one sink's deliveries; tells the keys of those that it was true of.
pub(super) async fn settle(
    link: &Link,
    sink: &str,
    settlements: &[Settlement],
) -> Result<HashSet<u128>, StoreError> {
    let places: Vec<Place> = settlements.iter().map(place).collect();
    let (keys, fences) = columns(&places);
    let (mut states, mut times, mut codes, mut reasons) = (vec![], vec![], vec![], vec![]);
    for settlement in settlements {
        let (state, next_at_ms, code, reason) = told(settlement);
        states.push(state);
        times.push(next_at_ms);
        codes.push(code);
        reasons.push(reason);
    }
    let (first, last) = bounds(&keys);
    let values: super::link::Values<'_> = &[
        &sink, &keys, &fences, &states, &times, &codes, &reasons, &first, &last,
    ];
    let rows = link.query(SETTLE, values).await?;
    let key = |row: &tokio_postgres::Row| row.get::<_, Uuid>(0).as_u128();
    Ok(rows.iter().map(key).collect())
}

type Told = (&'static str, i64, Option<&'static str>, Option<String>);

fn told(settlement: &Settlement) -> Told {
    match settlement {
        Settlement::Delivered { .. } => ("delivered", 0, None, None),
        Settlement::Superseded { .. } => ("delivered", 0, Some(SUPERSEDED), None),
        Settlement::Later {
            next_at_ms, code, ..
        } => ("ready", stored(*next_at_ms), Some(*code), None),
        // A sink's words may hold what the database's texts cannot.
        Settlement::Dead { code, reason, .. } => {
            let reason = shortened(reason).replace('\0', "\u{fffd}");
            ("dead", 0, Some(*code), Some(reason))
        }
    }
}

/// The delivery that a settlement is about.
pub(super) fn place(settlement: &Settlement) -> Place {
    match settlement {
        Settlement::Delivered { seq }
        | Settlement::Superseded { seq }
        | Settlement::Later { seq, .. }
        | Settlement::Dead { seq, .. } => *seq,
    }
}
