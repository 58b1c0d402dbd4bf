//! What revises an event that is due: found by its index, whatever the order of arrival.

use rusqlite::{Connection, params};

use super::super::Due;
use super::super::newer::{FAN, Newer, Search};
use super::read::Fault;

/// The events that revise one, the last that arrived first.
pub(super) const BY_EARLIER: &str = "
SELECT e.body, EXISTS (SELECT 1 FROM delivery d
    WHERE d.event_seq = e.seq AND d.sink = ?2 AND d.state <> 'dead')
FROM event e INDEXED BY event_revises WHERE e.revises = ?1 ORDER BY e.seq DESC LIMIT ?3";

/// The same events with what revises each; where nothing does, that is one look into the index.
pub(super) fn told(
    connection: &Connection,
    sink: &str,
    mut due: Vec<Due>,
    hops: u32,
) -> Result<Vec<Due>, Fault> {
    let mut search = Search::of(due.iter().map(|due| due.event.id.clone()), hops);
    while !search.next().is_empty() {
        let mut found = Vec::new();
        for id in search.next() {
            found.extend(of(connection, sink, id)?);
        }
        search.add(found);
    }
    search.tell(due.iter_mut());
    Ok(due)
}

fn of(connection: &Connection, sink: &str, id: &str) -> Result<Vec<Newer>, Fault> {
    let mut statement = connection.prepare_cached(BY_EARLIER)?;
    let mut rows = statement.query(params![id, sink, FAN])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (body, counts): (String, bool) = (row.get(0)?, row.get(1)?);
        // What cannot be read becomes a dead letter when it is due: it is no newer word.
        let event = serde_json::from_str(&body).ok();
        found.extend(event.map(|event| Newer { event, counts }));
    }
    Ok(found)
}
