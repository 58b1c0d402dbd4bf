//! Dead letters: listed, replayed, dropped.

use rusqlite::{Row, Transaction, params};

use super::super::super::row::UNROUTED;
use super::super::super::{Changed, DeadLetter, StoreError, Which};
use super::super::read::dead_letter;
use super::super::write::{limited, stored};
use super::Admin;

const MEANT: &str = "FROM delivery d INDEXED BY delivery_dead JOIN event e ON e.seq = d.event_seq
     WHERE d.state = 'dead' AND (?1 IS NULL OR d.sink = ?1) AND (?2 IS NULL OR d.code = ?2)
       AND (?3 = '[]' OR e.id IN (SELECT value FROM json_each(?3)))
     ORDER BY d.settled_ms DESC, d.event_seq DESC LIMIT ?4";

/// A dead letter's place, and its event's id.
struct Key {
    seq: i64,
    sink: String,
    id: String,
}

impl Admin {
    /// The newest dead letters, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError::Failed`] and its like.
    pub fn dead_letters(&self, which: &Which, limit: usize) -> Result<Vec<DeadLetter>, StoreError> {
        let columns =
            "d.sink, e.id, e.body, d.code, d.reason, d.attempts, e.received_ms, d.settled_ms";
        self.meant(which, columns, limit, dead_letter)
    }

    /// Makes dead letters due again, as if their events had just come; but for those that no sink
    /// takes, which no worker would find: they are routed when the relay starts.
    ///
    /// # Errors
    /// [`StoreError::Busy`]: some may be replayed already, the same call goes on;
    /// [`StoreError::Failed`] and its like.
    pub fn replay(&mut self, which: &Which) -> Result<Changed, StoreError> {
        let now = stored(self.clock.now_ms());
        self.change(which, |transaction, key| {
            transaction
                .prepare_cached(
                    "UPDATE delivery SET state = 'ready', attempts = 0, next_at_ms = 0,
                       code = NULL, reason = NULL, settled_ms = NULL, replayed_ms = ?3
                     WHERE event_seq = ?1 AND sink = ?2 AND state = 'dead' AND sink <> ?4",
                )?
                .execute(params![key.seq, key.sink, now, UNROUTED])
        })
    }

    /// Deletes dead letters, and their events once no other sink waits for them: an event that
    /// another sink has is kept as long as any that was delivered.
    ///
    /// # Errors
    /// As [`Admin::replay`].
    pub fn discard(&mut self, which: &Which) -> Result<Changed, StoreError> {
        let now = stored(self.clock.now_ms());
        self.change(which, |transaction, key| {
            let changed = transaction
                .prepare_cached(
                    "DELETE FROM delivery WHERE event_seq = ?1 AND sink = ?2 AND state = 'dead'",
                )?
                .execute(params![key.seq, key.sink])?;
            if changed > 0 {
                close(transaction, key.seq, now)?;
            }
            Ok(changed)
        })
    }

    fn change(
        &mut self,
        which: &Which,
        mut work: impl FnMut(&Transaction<'_>, &Key) -> rusqlite::Result<usize>,
    ) -> Result<Changed, StoreError> {
        let keys = self.meant(which, "d.event_seq, d.sink, e.id", usize::MAX, |row| {
            let (seq, sink, id) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(Key { seq, sink, id })
        })?;
        let mut count = 0;
        self.in_chunks(&keys, |transaction, key| {
            count += u64::try_from(work(transaction, key)?).unwrap_or(0);
            Ok(())
        })?;
        let mut unknown = which.ids.clone();
        unknown.retain(|id| keys.iter().all(|key| key.id != *id));
        Ok(Changed { count, unknown })
    }

    fn meant<T>(
        &self,
        which: &Which,
        columns: &str,
        limit: usize,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let ids = serde_json::json!(which.ids).to_string();
        let found = self
            .connection
            .prepare(&format!("SELECT {columns} {MEANT}"))
            .and_then(|mut statement| {
                let given = params![which.sink, which.code, ids, limited(limit)];
                statement.query_map(given, read)?.collect()
            });
        found.map_err(|error| self.named(&error))
    }
}

/// An event without deliveries goes; one whose deliveries are all done is kept for its time.
fn close(transaction: &Transaction<'_>, seq: i64, now_ms: i64) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "DELETE FROM event WHERE seq = ?1
             AND NOT EXISTS (SELECT 1 FROM delivery WHERE event_seq = ?1)",
        )?
        .execute([seq])?;
    transaction
        .prepare_cached(
            "UPDATE event SET done_ms = ?2 WHERE seq = ?1
             AND NOT EXISTS (SELECT 1 FROM delivery WHERE event_seq = ?1 AND state <> 'delivered')",
        )?
        .execute([seq, now_ms])?;
    Ok(())
}
