//! Stored events, page by page.

use rusqlite::params;

use super::super::JournalError;
use super::super::read::count;
use super::super::write::{limited, stored};
use super::Admin;

/// Who said it, as the body has it; nothing where the body cannot be read.
pub(super) const SUBMITTER: &str = "CASE WHEN json_valid(body) THEN body ->> '$.submitter.id' END";
const ML_APP: &str = "CASE WHEN json_valid(body) THEN body ->> '$.ml_app' END";

/// Which events are meant: those that meet everything which is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Received at this time or later, in milliseconds since 1970.
    pub from_ms: Option<u64>,
    /// Received before this time, in milliseconds since 1970.
    pub to_ms: Option<u64>,
    /// Said by the submitter with this id.
    pub submitter: Option<String>,
    /// Naming this application. Events that name none are never meant: the sink's setting, which
    /// names it for them, may have changed.
    pub ml_app: Option<String>,
}

/// An event as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Its place in the store.
    pub seq: i64,
    /// The event as JSON.
    pub body: String,
    /// When the relay took it, in milliseconds since 1970.
    pub received_ms: u64,
}

impl Admin {
    /// The next events after a place, at most `limit`, in the order of their arrival. Page by
    /// page, since a long read keeps the store's log from being reused.
    ///
    /// # Errors
    /// [`JournalError::Failed`] and its like.
    pub fn events(
        &self,
        filter: &Filter,
        after: i64,
        limit: usize,
    ) -> Result<Vec<Stored>, JournalError> {
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
                            seq: row.get(0)?,
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
