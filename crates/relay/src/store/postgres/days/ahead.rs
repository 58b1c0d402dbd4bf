//! Partitions of days to come.

use uuid::Uuid;

use super::super::super::StoreError;
use super::super::tables::STORAGE;
use super::super::write::stored;
use super::{DAY_MS, Day, Days, first_key, tried};

/// Days that have their partitions before they begin.
const AHEAD: u64 = 2;

impl Days {
    pub(super) async fn make(&self, known: &[Day]) -> Result<(), StoreError> {
        if known.is_empty() {
            return Ok(());
        }
        let today = self.now_ms().await? / DAY_MS;
        for day in today..=today + AHEAD {
            let (from, to) = (first_key(day * DAY_MS), first_key((day + 1) * DAY_MS));
            let covers = |known: &Day| known.from <= from && known.to.is_some_and(|to| to > from);
            if !known.iter().any(covers) {
                self.make_one(day, from, to).await?;
            }
        }
        Ok(())
    }

    async fn make_one(&self, day: u64, from: Uuid, to: Uuid) -> Result<(), StoreError> {
        let named = "SELECT to_char(to_timestamp($1::bigint) AT TIME ZONE 'UTC', 'YYYYMMDD')";
        let rows = self
            .link
            .query(named, &[&stored(day * DAY_MS / 1_000)])
            .await?;
        let name: String = rows.first().map(|row| row.get(0)).unwrap_or_default();
        let sql = format!(
            "CREATE TABLE IF NOT EXISTS event_{name} PARTITION OF event FOR VALUES FROM ('{from}') TO ('{to}');
            CREATE TABLE IF NOT EXISTS delivery_{name} PARTITION OF delivery FOR VALUES FROM ('{from}') TO ('{to}')
              WITH ({STORAGE});
            COMMIT"
        );
        // Another relay may have made it, or the default partition holds something of that day.
        let made = self.link.with(async |session| tried(session, &sql).await);
        made.await.map(drop)
    }
}
