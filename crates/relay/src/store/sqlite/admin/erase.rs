//! Everything of one submitter, gone from the store's files.

use rusqlite::{Transaction, params};

use super::super::super::{Erased, StoreError};
use super::Admin;
use super::events::SUBMITTER;

impl Admin {
    /// Deletes every stored event of a submitter, and overwrites where it stood: in the file by
    /// `secure_delete` (<https://www.sqlite.org/pragma.html#pragma_secure_delete>), in the `-wal`
    /// by emptying it. An event that is being posted or delivered meanwhile may come after.
    ///
    /// # Errors
    /// [`StoreError::Busy`]: some may be gone already, the same call goes on;
    /// [`StoreError::Failed`] and its like.
    pub fn erase(&mut self, submitter: &str) -> Result<Erased, StoreError> {
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
    fn empty_log(&self) -> Result<bool, StoreError> {
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
