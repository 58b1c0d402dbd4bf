//! Everything of one submitter, gone from the database's tables.

use uuid::Uuid;

use super::super::super::{Erased, StoreError};
use super::super::remove::{Those, remove};
use super::{CHUNK, Desk};

const KEYS: &str = "SELECT key FROM event WHERE submitter = $1 ORDER BY key";

impl Desk {
    /// Where the rows stood is overwritten when the database's own cleaning comes by, and its log
    /// and its backups hold them as long as they are kept.
    pub(super) async fn erase(&self, submitter: &str) -> Result<Erased, StoreError> {
        let rows = self.link.query(KEYS, &[&submitter]).await?;
        let keys: Vec<Uuid> = rows.iter().map(|row| row.get(0)).collect();
        let mut erased = Erased {
            log_emptied: true,
            ..Erased::default()
        };
        for chunk in keys.chunks(CHUNK) {
            let removed = remove(&self.link, chunk, Those::All).await?;
            erased.events += removed.events;
            for (sink, count) in removed.delivered {
                *erased.delivered.entry(sink).or_default() += count;
            }
        }
        Ok(erased)
    }
}
