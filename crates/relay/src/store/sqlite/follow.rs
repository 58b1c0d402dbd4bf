//! A change or withdrawal goes where the vote went, whatever its own application and tags say.

use std::borrow::Cow;

use rusqlite::{Connection, params};

use super::super::row::Row;
use crate::routes::Routes;

const SINKS: &str = "SELECT d.sink FROM event e JOIN delivery d ON d.event_seq = e.seq
     WHERE e.id = ?1 ORDER BY d.sink";

/// The row with the sinks of the event that it revises, where that is known; only those that are
/// configured.
pub(super) fn follow<'a>(
    connection: &Connection,
    row: Cow<'a, Row>,
    routes: &Routes,
) -> rusqlite::Result<Cow<'a, Row>> {
    let Some(revises) = &row.revises else {
        return Ok(row);
    };
    let mut statement = connection.prepare_cached(SINKS)?;
    let names = statement.query_map(params![revises], |found| found.get::<_, String>(0))?;
    let names: Vec<String> = names.collect::<Result<_, _>>()?;
    let mut row = row.into_owned();
    row.follow(names.iter().filter_map(|name| routes.named(name)).collect());
    Ok(Cow::Owned(row))
}
