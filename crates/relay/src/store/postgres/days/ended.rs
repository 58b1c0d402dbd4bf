//! Days that go as a whole, but for what of them is needed.

use std::collections::HashSet;

use uuid::Uuid;

use super::super::super::StoreError;
use super::super::link::Values;
use super::super::write::{limited, millis};
use super::{Day, Days, first_key, tried};

/// What of a day is still needed moves to the default partition, which holds up all else meanwhile:
/// with more than this (100 ms or so), the day stays until there is less.
const MOVED: usize = 10_000;

/// The events of a range that are needed: not delivered to every sink, or not long enough ago.
const NEEDED: &str = "
SELECT DISTINCT event_key FROM delivery
WHERE event_key >= $1 AND event_key < $2
  AND (state <> 'delivered' OR settled_ms > now_us() / 1000 - $3) LIMIT $4";

/// Nothing is given to a sink while the tables are locked.
const UNDELIVERED: &str = "
SELECT event_key FROM delivery_ended WHERE state = 'ready'
UNION SELECT event_key FROM delivery_ended WHERE state = 'dead'";
const MOVE_EVENTS: &str = "
INSERT INTO event (key, id, body, received_ms, ticket, submitter, ml_app)
SELECT key, id, body, received_ms, ticket, submitter, ml_app FROM event_ended
WHERE key = ANY($1)";
const MOVE_DELIVERIES: &str = "
INSERT INTO delivery (event_key, sink, state, attempts, next_at_ms, lease_until_ms, lease_owner,
  fence, code, reason, settled_ms, replayed_ms)
SELECT event_key, sink, state, attempts, next_at_ms, lease_until_ms, lease_owner,
  fence, code, reason, settled_ms, replayed_ms FROM delivery_ended
WHERE event_key = ANY($1)";

impl Days {
    pub(super) async fn drop_ended(&self, known: &[Day]) -> Result<(), StoreError> {
        let keep_ms = millis(self.keep);
        let now_ms = self.now_ms().await?;
        let last = first_key(now_ms.saturating_sub(keep_ms.unsigned_abs()));
        for day in known {
            let Some(to) = day.to.filter(|to| *to <= last) else {
                continue;
            };
            let most = limited(MOVED + 1);
            let values: Values<'_> = &[&day.from, &to, &keep_ms, &most];
            let rows = self.link.query(NEEDED, values).await?;
            if rows.len() > MOVED {
                tracing::info!(day = day.name, "More than {MOVED} of its events are needed");
                continue;
            }
            let needed = rows.iter().map(|row| row.get(0)).collect();
            self.drop_one(&day.name, needed).await?;
        }
        Ok(())
    }

    /// Gives up where it would have to wait for others: they would wait behind it.
    async fn drop_one(&self, name: &str, needed: HashSet<Uuid>) -> Result<(), StoreError> {
        let detach = format!(
            "LOCK TABLE event, delivery IN ACCESS EXCLUSIVE MODE;
            ALTER TABLE event DETACH PARTITION event_{name};
            ALTER TABLE delivery DETACH PARTITION delivery_{name};
            ALTER TABLE event_{name} RENAME TO event_ended;
            ALTER TABLE delivery_{name} RENAME TO delivery_ended"
        );
        let dropped = self.link.with(async |session| {
            if !tried(session, &detach).await? {
                return Ok(None);
            }
            let undelivered = session.query(UNDELIVERED, &[]).await?;
            // What was given to a sink since it was asked comes too.
            let mut all = needed;
            all.extend(undelivered.iter().map(|row| row.get::<_, Uuid>(0)));
            let all = Vec::from_iter(all);
            session.query(MOVE_EVENTS, &[&all]).await?;
            session.query(MOVE_DELIVERIES, &[&all]).await?;
            session
                .run("DROP TABLE event_ended, delivery_ended; COMMIT")
                .await?;
            Ok(Some(all.len()))
        });
        if let Some(kept) = dropped.await? {
            tracing::info!(day = name, kept, "A day of delivered events is deleted");
        }
        Ok(())
    }
}
