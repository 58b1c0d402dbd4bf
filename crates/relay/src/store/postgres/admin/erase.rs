//! Everything of one submitter, gone from the database's tables.

use uuid::Uuid;

use super::super::super::{Erased, StoreError};
use super::super::read::count;
use super::{CHUNK, Desk};

const KEYS: &str = "SELECT key FROM event WHERE submitter = $1 ORDER BY key";
/// The sinks that have taken the events, and how many of them are gone: in one statement, whose
/// parts see the tables as they were before it.
const ERASE: &str = "
WITH gone AS (DELETE FROM event WHERE key = ANY($1) RETURNING key)
SELECT d.sink, COUNT(*) FROM delivery d JOIN gone g ON g.key = d.event_key
WHERE d.state = 'delivered' GROUP BY d.sink
UNION ALL SELECT NULL, COUNT(*) FROM gone";

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
            for row in self.link.query(ERASE, &[&chunk]).await? {
                match row.get::<_, Option<String>>(0) {
                    Some(sink) => *erased.delivered.entry(sink).or_default() += count(&row, 1),
                    None => erased.events += count(&row, 1),
                }
            }
        }
        Ok(erased)
    }
}
