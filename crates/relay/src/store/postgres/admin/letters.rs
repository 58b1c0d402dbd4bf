//! Dead letters: listed, replayed, dropped.

use uuid::Uuid;

use super::super::super::row::UNROUTED;
use super::super::super::{Changed, DeadLetter, StoreError, Which};
use super::super::link::Values;
use super::super::read::dead_letter;
use super::super::remove::{Those, remove};
use super::super::write::limited;
use super::{CHUNK, Desk};

const LETTERS: &str = "
SELECT d.sink, e.id, e.body, d.code, d.reason, d.attempts, e.received_ms, d.settled_ms
FROM delivery d JOIN event e ON e.key = d.event_key
WHERE d.state = 'dead' AND ($1::text IS NULL OR d.sink = $1) AND ($2::text IS NULL OR d.code = $2)
  AND ($3::uuid[] IS NULL OR e.id = ANY($3))
ORDER BY d.settled_ms DESC, d.event_key DESC LIMIT $4";
const KEYS: &str = "
SELECT d.event_key, d.sink, e.id FROM delivery d JOIN event e ON e.key = d.event_key
WHERE d.state = 'dead' AND ($1::text IS NULL OR d.sink = $1) AND ($2::text IS NULL OR d.code = $2)
  AND ($3::uuid[] IS NULL OR e.id = ANY($3))
ORDER BY d.settled_ms DESC, d.event_key DESC LIMIT $4";
/// A new fence: nobody who held it once has a word in it.
const REPLAY: &str = "
UPDATE delivery d SET state = 'ready', attempts = 0, next_at_ms = 0, code = NULL, reason = NULL,
  settled_ms = NULL, replayed_ms = now_us() / 1000, lease_until_ms = 0, lease_owner = NULL,
  fence = d.fence + 1
FROM unnest($1::uuid[], $2::text[]) AS k(key, sink)
WHERE d.event_key = k.key AND d.sink = k.sink AND d.state = 'dead' AND d.sink <> $3
RETURNING d.event_key";
const DISCARD: &str = "
DELETE FROM delivery d USING unnest($1::uuid[], $2::text[]) AS k(key, sink)
WHERE d.event_key = k.key AND d.sink = k.sink AND d.state = 'dead'
RETURNING d.event_key";

/// A dead letter's place, and its event's id.
struct Letter {
    key: Uuid,
    sink: String,
    id: String,
}

impl Desk {
    pub(super) async fn dead_letters(
        &self,
        which: &Which,
        limit: usize,
    ) -> Result<Vec<DeadLetter>, StoreError> {
        let (ids, limit) = (ids(which), limited(limit));
        let values: Values<'_> = &[&which.sink, &which.code, &ids, &limit];
        let rows = self.link.query(LETTERS, values).await?;
        Ok(rows.iter().map(dead_letter).collect())
    }

    pub(super) async fn replay(&self, which: &Which) -> Result<Changed, StoreError> {
        self.change(which, async |keys, sinks| {
            let values: Values<'_> = &[&keys, &sinks, &UNROUTED];
            Ok(self.link.query(REPLAY, values).await?.len())
        })
        .await
    }

    pub(super) async fn discard(&self, which: &Which) -> Result<Changed, StoreError> {
        self.change(which, async |keys, sinks| {
            let deleted = self.link.query(DISCARD, &[&keys, &sinks]).await?;
            // Another sink may have them still. Cut off here, they go when they are kept no longer.
            remove(&self.link, &keys, Those::WithoutDeliveries).await?;
            Ok(deleted.len())
        })
        .await
    }

    async fn change(
        &self,
        which: &Which,
        work: impl AsyncFn(Vec<Uuid>, Vec<String>) -> Result<usize, StoreError>,
    ) -> Result<Changed, StoreError> {
        let keys = self.keys(which).await?;
        let mut count = 0;
        for chunk in keys.chunks(CHUNK) {
            let sinks = chunk.iter().map(|key| key.sink.clone()).collect();
            let done = work(chunk.iter().map(|key| key.key).collect(), sinks).await?;
            count += u64::try_from(done).unwrap_or(0);
        }
        let mut unknown = which.ids.clone();
        unknown.retain(|id| keys.iter().all(|key| key.id != *id));
        Ok(Changed { count, unknown })
    }

    async fn keys(&self, which: &Which) -> Result<Vec<Letter>, StoreError> {
        let values: Values<'_> = &[&which.sink, &which.code, &ids(which), &i64::MAX];
        let rows = self.link.query(KEYS, values).await?;
        let key = |row: &tokio_postgres::Row| Letter {
            key: row.get(0),
            sink: row.get(1),
            id: row.get::<_, Uuid>(2).to_string(),
        };
        Ok(rows.iter().map(key).collect())
    }
}

/// `None`: of any event. What is no UUID is no event's id.
fn ids(which: &Which) -> Option<Vec<Uuid>> {
    let parsed = |id: &String| Uuid::try_parse(id).ok();
    (!which.ids.is_empty()).then(|| which.ids.iter().filter_map(parsed).collect())
}
