//! Everything of one submitter, gone from the store's files.

use std::collections::BTreeMap;

use rusqlite::{Transaction, params};

use super::super::JournalError;
use super::Admin;
use super::events::SUBMITTER;

/// What was erased, and what lies elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Events that are gone, with their deliveries, dead letters and votes.
    pub events: u64,
    /// How many of them each sink had taken: there they are still.
    pub delivered: BTreeMap<String, u64>,
    /// Whether the store's `-wal` file was emptied too. If not, a reader held it: erase again.
    pub log_emptied: bool,
}

impl Admin {
    /// Deletes every stored event of a submitter, and overwrites where it stood: in the file by
    /// `secure_delete` (<https://www.sqlite.org/pragma.html#pragma_secure_delete>), in the `-wal`
    /// by emptying it. An event that is being posted or delivered meanwhile may come after.
    ///
    /// # Errors
    /// [`JournalError::Busy`]: some may be gone already, the same call goes on;
    /// [`JournalError::Failed`] and its like.
    pub fn erase(&mut self, submitter: &str) -> Result<Erased, JournalError> {
        let sql = format!("SELECT seq FROM event WHERE {SUBMITTER} = ?1");
        let found = self.connection.prepare(&sql).and_then(|mut statement| {
            let rows = statement.query_map([submitter], |row| row.get(0))?;
            rows.collect::<Result<Vec<i64>, _>>()
        });
        let seqs = found.map_err(|error| self.named(&error))?;
        let mut erased = Erased::default();
        self.in_chunks(&seqs, |transaction, seq| {
            one(transaction, *seq, &mut erased)
        })?;
        erased.log_emptied = self.empty_log()?;
        Ok(erased)
    }

    /// <https://www.sqlite.org/pragma.html#pragma_wal_checkpoint>
    fn empty_log(&self) -> Result<bool, JournalError> {
        let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy = self
            .connection
            .query_row(sql, [], |row| row.get::<_, i64>(0));
        busy.map(|busy| busy == 0)
            .map_err(|error| self.named(&error))
    }
}

fn one(transaction: &Transaction<'_>, seq: i64, erased: &mut Erased) -> rusqlite::Result<()> {
    let mut sinks = transaction
        .prepare_cached("SELECT sink FROM delivery WHERE event_seq = ?1 AND state = 'delivered'")?;
    for sink in sinks.query_map([seq], |row| row.get::<_, String>(0))? {
        *erased.delivered.entry(sink?).or_default() += 1;
    }
    let gone = transaction
        .prepare_cached("DELETE FROM event WHERE seq = ?1")?
        .execute(params![seq])?;
    erased.events += u64::try_from(gone).unwrap_or(0);
    Ok(())
}
