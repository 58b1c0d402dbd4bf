//! What dropped days have left in the tables that have no days.

use uuid::Uuid;

use super::super::super::StoreError;
use super::{Day, Days};

/// Rows of a page.
const PAGE: i64 = 1_000;

/// A page after a key.
const SWEEP_IDS: &str = "
WITH page AS (
  SELECT id, key FROM event_id WHERE key > $1 AND key < $2 ORDER BY key LIMIT $3
), gone AS (
  DELETE FROM event_id i USING page p WHERE i.id = p.id
    AND NOT EXISTS (SELECT 1 FROM event e WHERE e.key = p.key)
)
SELECT key FROM page ORDER BY key DESC LIMIT 1";
/// A vote that was changed meanwhile has another event, and stays.
const SWEEP_VOTES: &str = "
WITH page AS (
  SELECT ticket, label, event_key FROM vote WHERE event_key > $1 AND event_key < $2
  ORDER BY event_key LIMIT $3
), gone AS (
  DELETE FROM vote v USING page p
  WHERE v.ticket = p.ticket AND v.label = p.label AND v.event_key = p.event_key
    AND NOT EXISTS (SELECT 1 FROM event e WHERE e.key = p.event_key)
)
SELECT event_key FROM page ORDER BY event_key DESC LIMIT 1";

impl Days {
    /// Between the days there is only what was moved, and what is left of dropped days.
    pub(super) async fn sweep(&self) -> Result<(), StoreError> {
        for (from, to) in gaps(&self.list().await?) {
            for sql in [SWEEP_IDS, SWEEP_VOTES] {
                let mut after = from;
                while let Some(row) = self.link.query(sql, &[&after, &to, &PAGE]).await?.first() {
                    after = row.get(0);
                }
            }
        }
        Ok(())
    }
}

/// The ranges of keys below the first day and between days: one may stay while later ones go.
fn gaps(days: &[Day]) -> Vec<(Uuid, Uuid)> {
    let days = days.iter().filter_map(|day| Some((day.from, day.to?)));
    let mut days: Vec<_> = days.collect();
    days.sort_unstable();
    let begins = days.iter().map(|(from, _)| *from);
    let ends = std::iter::once(Uuid::nil()).chain(days.iter().map(|(_, to)| *to));
    let gaps = ends.zip(begins);
    gaps.filter(|(end, begin)| end < begin).collect()
}
