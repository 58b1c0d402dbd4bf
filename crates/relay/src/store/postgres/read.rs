//! The queries, and the claim, which is one that leaves its mark.

use std::time::Duration;

use thumbspan_contract::Event;
use tokio_postgres::{Error, Row};
use uuid::Uuid;

use super::super::row::horizon_ms;
use super::super::{DeadLetter, Due, Place, SinkCounts, StoreError};
use super::link::{Link, Session};
use super::revised;
use super::write::{limited, millis, stored};

/// How long an event rests while another relay has the one that it revises in hand.
const BEHIND_MS: u64 = 1_000;

/// What the database's clock says, in microseconds since 1970.
pub(super) async fn now_us(link: &Link) -> Result<i64, StoreError> {
    let rows = link.query("SELECT now_us()", &[]).await?;
    Ok(rows.first().map_or(0, |row| row.get(0)))
}

/// What a relay claims, and for how long.
pub(super) struct Claim<'a> {
    pub(super) sink: &'a str,
    pub(super) owner: Uuid,
    pub(super) lease: Duration,
    pub(super) longest_wait: Duration,
    pub(super) limit: usize,
    /// How far revisions are looked for.
    pub(super) hops: u32,
}

/// No relay claims for longer (the setting's own bound, and a minute): a lease that ends later was
/// taken before the clock stepped back.
const LONGEST_LEASE_MS: i64 = (3_600 + 60) * 1_000;

/// What another relay holds is passed over, not waited for; what this one holds it gets again. The
/// keys are an array, and no table to join: so every plan looks them up, and none reads all rows.
/// Their bounds leave the partitions of other days out.
const CLAIM: &str = "
WITH picked AS MATERIALIZED (
  SELECT event_key FROM delivery
  WHERE sink = $1 AND state = 'ready'
    AND (next_at_ms <= now_us() / 1000 OR next_at_ms > now_us() / 1000 + $5)
    AND (lease_until_ms <= now_us() / 1000 OR lease_owner = $2
      OR lease_until_ms > now_us() / 1000 + $6)
  ORDER BY next_at_ms, event_key LIMIT $4 FOR UPDATE SKIP LOCKED
)
UPDATE delivery d SET lease_until_ms = now_us() / 1000 + $3, lease_owner = $2, fence = d.fence + 1
FROM event e
WHERE e.key = d.event_key AND d.sink = $1
  AND d.event_key = ANY(ARRAY(SELECT event_key FROM picked))
  AND d.event_key >= (SELECT event_key FROM picked ORDER BY event_key LIMIT 1)
  AND d.event_key <= (SELECT event_key FROM picked ORDER BY event_key DESC LIMIT 1)
RETURNING d.event_key, d.fence, e.body, COALESCE(d.replayed_ms, e.received_ms), d.attempts,
  d.next_at_ms, now_us(), (SELECT true FROM event_id r WHERE r.revises = e.id LIMIT 1)";

/// Of events that are revised by claimed ones, those that arrived before them and wait: behind
/// them in the order of [`due`], or held by another relay.
const EARLIER: &str = "
SELECT t.n, d.next_at_ms, d.next_at_ms > t.next_at_ms
FROM unnest($2::bigint[], $3::uuid[], $4::uuid[], $5::bigint[]) AS t(n, id, key, next_at_ms)
  JOIN event_id e ON e.id = t.id AND e.key < t.key JOIN delivery d ON d.event_key = e.key
WHERE d.sink = $1 AND d.state = 'ready'
  AND (d.next_at_ms > t.next_at_ms OR d.event_key <> ALL($6::uuid[]))";

/// A claimed delivery, and its place in the order of [`due`].
struct Held {
    order: (i64, u128),
    /// Whether anything revises it.
    revised: bool,
    due: Result<Due, StoreError>,
}

/// The database's time, where anything is due, and what is; the first that cannot be read takes
/// the place of all.
pub(super) async fn due(
    link: &Link,
    claim: &Claim<'_>,
) -> Result<(Option<i64>, Vec<Result<Due, StoreError>>), StoreError> {
    let lease = millis(claim.lease);
    let (limit, horizon) = (limited(claim.limit), stored(horizon_ms(claim.longest_wait)));
    let values: super::link::Values<'_> = &[
        &claim.sink,
        &claim.owner,
        &lease,
        &limit,
        &horizon,
        &LONGEST_LEASE_MS,
    ];
    let rows = link.query(CLAIM, values).await?;
    let now_us: Option<i64> = rows.first().map(|row| row.get(6));
    let mut held: Vec<Held> = rows.iter().map(Held::of).collect();
    held.sort_by_key(|held| held.order);
    let at = now_us.map_or(0, |us| u64::try_from(us / 1_000).unwrap_or(0));
    link.with(async |session| {
        behind(session, claim.sink, &mut held, at).await?;
        let revised = held.iter_mut().filter(|held| held.revised);
        let revised = revised.filter_map(|held| held.due.as_mut().ok()).collect();
        revised::tell(session, claim.sink, revised, claim.hops).await
    })
    .await?;
    Ok((now_us, held.into_iter().map(|held| held.due).collect()))
}

impl Held {
    fn of(row: &Row) -> Self {
        let key = row.get::<_, Uuid>(0).as_u128();
        let seq = Place {
            key,
            fence: row.get(1),
        };
        let event: Result<Event, _> = serde_json::from_str(row.get(2));
        let due = event.map_err(|_| StoreError::Unreadable { seq });
        Self {
            order: (row.get(5), key),
            revised: row.get::<_, Option<bool>>(7).is_some(),
            due: due.map(|event| Due {
                seq,
                event,
                received_ms: count(row, 3),
                attempts: u32::try_from(count(row, 4)).unwrap_or(u32::MAX),
                after_ms: None,
                newer: Vec::new(),
            }),
        }
    }
}

/// Tells those that revise another which waits when that one is due.
async fn behind(
    session: &Session,
    sink: &str,
    held: &mut [Held],
    now_ms: u64,
) -> Result<(), Error> {
    let (mut numbers, mut ids, mut keys, mut times) = (vec![], vec![], vec![], vec![]);
    for (n, held) in held.iter().enumerate() {
        let revises = held
            .due
            .as_ref()
            .ok()
            .and_then(|due| due.event.revises.as_ref());
        if let Some(id) = revises.and_then(|id| Uuid::try_parse(id).ok()) {
            numbers.push(limited(n));
            ids.push(id);
            keys.push(Uuid::from_u128(held.order.1));
            times.push(held.order.0);
        }
    }
    if numbers.is_empty() {
        return Ok(());
    }
    let own: Vec<Uuid> = held
        .iter()
        .map(|held| Uuid::from_u128(held.order.1))
        .collect();
    let values: super::link::Values<'_> = &[&sink, &numbers, &ids, &keys, &times, &own];
    for row in session.query(EARLIER, values).await? {
        let n = usize::try_from(row.try_get::<_, i64>(0)?).unwrap_or(usize::MAX);
        let later: bool = row.try_get(2)?;
        if let Some(Ok(due)) = held.get_mut(n).map(|held| held.due.as_mut()) {
            due.after_ms = Some(if later {
                count(&row, 1)
            } else {
                now_ms.saturating_add(BEHIND_MS)
            });
        }
    }
    Ok(())
}

pub(super) fn count(row: &Row, column: usize) -> u64 {
    u64::try_from(row.get::<_, i64>(column)).unwrap_or(0)
}

/// When something is due, and what time it is.
pub(super) struct Soonest {
    pub(super) now_us: i64,
    pub(super) at_ms: Option<u64>,
}

/// What another relay holds is due when its lease ends. What is due at once is held in this very
/// moment by a claim of another relay: a little later.
const SOONEST: &str = "
SELECT now_us(), MIN(GREATEST(soon.at_ms, now_us() / 1000 + 20)) FROM (
  SELECT GREATEST(next_at_ms, CASE WHEN lease_owner = $2 THEN 0 ELSE lease_until_ms END) AS at_ms
  FROM delivery WHERE sink = $1 AND state = 'ready' ORDER BY next_at_ms, event_key LIMIT 1000
) soon";

pub(super) async fn next_due_ms(
    link: &Link,
    sink: &str,
    owner: Uuid,
) -> Result<Soonest, StoreError> {
    let rows = link.query(SOONEST, &[&sink, &owner]).await?;
    let row = rows.first();
    let at_ms: Option<i64> = row.and_then(|row| row.get(1));
    Ok(Soonest {
        now_us: row.map_or(0, |row| row.get(0)),
        at_ms: at_ms.and_then(|ms| u64::try_from(ms).ok()),
    })
}

/// From the partial indexes alone. The oldest key begins with the time of its arrival.
const COUNTS: &str = "
SELECT sink, COUNT(*), 0::bigint, MIN(event_key::text) FROM delivery
WHERE state = 'ready' GROUP BY sink
UNION ALL
SELECT sink, 0::bigint, COUNT(*), NULL::text FROM delivery WHERE state = 'dead' GROUP BY sink";

pub(super) async fn counts(link: &Link) -> Result<Vec<SinkCounts>, StoreError> {
    let mut counts: Vec<SinkCounts> = Vec::new();
    for row in link.query(COUNTS, &[]).await? {
        let sink: String = row.get(0);
        let known = counts.iter().position(|count| count.sink == sink);
        let at = known.unwrap_or_else(|| {
            counts.push(SinkCounts {
                sink,
                ..SinkCounts::default()
            });
            counts.len() - 1
        });
        counts[at].waiting += count(&row, 1);
        counts[at].dead += count(&row, 2);
        if let Some(oldest) = row.get::<_, Option<&str>>(3) {
            let arrived = |key: Uuid| u64::try_from(key.as_u128() >> 80).unwrap_or(0);
            counts[at].oldest_waiting_ms = Uuid::try_parse(oldest).ok().map(arrived);
        }
    }
    counts.sort_by(|a, b| a.sink.cmp(&b.sink));
    Ok(counts)
}

/// A row of sink, id, body, code, reason, attempts, received and settled.
pub(super) fn dead_letter(row: &Row) -> DeadLetter {
    DeadLetter {
        sink: row.get(0),
        id: row.get::<_, Uuid>(1).to_string(),
        body: row.get(2),
        code: row.get(3),
        reason: row.get(4),
        attempts: u32::try_from(count(row, 5)).unwrap_or(u32::MAX),
        received_ms: count(row, 6),
        settled_ms: count(row, 7),
    }
}
