//! Stored events, page by page.

use rusqlite::params;

use super::super::super::{Filter, StoreError, Stored};
use super::super::read::count;
use super::super::write::{limited, stored};
use super::Admin;

/// Who said it, as the body has it; nothing where the body cannot be read.
pub(super) const SUBMITTER: &str = "CASE WHEN json_valid(body) THEN body ->> '$.submitter.id' END";
const ML_APP: &str = "CASE WHEN json_valid(body) THEN body ->> '$.ml_app' END";

impl Admin {
    /// The next events after a place, at most `limit`, in the order of their arrival. Page by
    /// page, since a long read keeps the store's log from being reused.
    ///
    /// # Errors
    /// [`StoreError::Failed`] and its like.
    pub fn events(
        &self,
        filter: &Filter,
        after: i64,
        limit: usize,
    ) -> Result<Vec<Stored>, StoreError> {
        let sql = format!(
            "SELECT seq, body, received_ms FROM event WHERE seq > ?1
               AND received_ms >= ?2 AND received_ms < ?3
               AND (?4 IS NULL OR {SUBMITTER} = ?4) AND (?5 IS NULL OR {ML_APP} = ?5)
             ORDER BY seq LIMIT ?6"
        );
        let found = self
            .connection
            .prepare_cached(&sql)
            .and_then(|mut statement| {
                let rows = statement.query_map(
                    params![
                        after,
                        stored(filter.from_ms.unwrap_or(0)),
                        stored(filter.to_ms.unwrap_or(u64::MAX)),
                        filter.submitter,
                        filter.ml_app,
                        limited(limit)
                    ],
                    |row| {
                        Ok(Stored {
                            seq: row.get::<_, i64>(0)?.into(),
                            body: row.get(1)?,
                            received_ms: count(row, 2)?,
                        })
                    },
                )?;
                rows.collect()
            });
        found.map_err(|error| self.named(&error))
    }
}
