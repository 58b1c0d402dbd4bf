//! Events that no sink took when they arrived: dead letters of the name [`UNROUTED`], until the sinks'
//! lists say otherwise.

use rusqlite::{Connection, Transaction, params};
use thumbspan_contract::Event;

use super::super::row::{NO_SINK, REASON, UNROUTED};
use super::write::stored;
use crate::routes::Routes;

/// What no sink takes is not dropped in silence.
pub(super) fn bury(connection: &Connection, seq: i64, now_ms: u64) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO delivery (event_seq, sink, state, code, reason, settled_ms)
             VALUES (?1, ?2, 'dead', ?3, ?4, ?5)",
        )?
        .execute(params![seq, UNROUTED, NO_SINK, REASON, stored(now_ms)])?;
    Ok(())
}

/// Gives those that a sink takes now to that sink.
pub(super) fn route(connection: &mut Connection, routes: &Routes) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    for (seq, body) in all(&transaction)? {
        // What cannot be read stays: nobody knows whose it is.
        let event: Option<Event> = serde_json::from_str(&body).ok();
        let sinks = event.map(|event| routes.of(&event)).unwrap_or_default();
        for sink in &sinks {
            transaction
                .prepare_cached("INSERT OR IGNORE INTO delivery (event_seq, sink) VALUES (?1, ?2)")?
                .execute(params![seq, sink])?;
        }
        if !sinks.is_empty() {
            transaction
                .prepare_cached("DELETE FROM delivery WHERE event_seq = ?1 AND sink = ?2")?
                .execute(params![seq, UNROUTED])?;
        }
    }
    transaction.commit()
}

fn all(transaction: &Transaction<'_>) -> rusqlite::Result<Vec<(i64, String)>> {
    let mut found = transaction.prepare(
        "SELECT d.event_seq, e.body
         FROM delivery d INDEXED BY delivery_dead JOIN event e ON e.seq = d.event_seq
         WHERE d.state = 'dead' AND d.sink = ?1 ORDER BY d.event_seq",
    )?;
    let rows = found.query_map([UNROUTED], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.collect()
}
