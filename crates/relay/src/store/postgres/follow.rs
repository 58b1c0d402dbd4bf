//! A change or withdrawal goes where the vote went, whatever its own application and tags say.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use tokio_postgres::Error;
use uuid::Uuid;

use super::super::row::Row;
use super::append::Facts;
use super::link::Session;
use crate::routes::Routes;

/// A row to be stored, with its id and its facts.
pub(super) type Entered<'a> = (Uuid, Cow<'a, Row>, &'a Facts);

/// The keys are an array, so that every plan looks the deliveries up, and none reads them all.
const SINKS: &str = "SELECT i.id, d.sink FROM delivery d JOIN event_id i ON i.key = d.event_key
     WHERE d.event_key = ANY(ARRAY(SELECT key FROM event_id WHERE id = ANY($1))) ORDER BY d.sink";

/// Gives the rows the sinks of the events that they revise, where those are known, in the store or
/// before them in the group; only those that are configured.
pub(super) async fn follow(
    session: &Session,
    entered: &mut [Entered<'_>],
    routes: &Routes,
) -> Result<(), Error> {
    let earlier: Vec<Uuid> = entered.iter().filter_map(|each| revised(&each.1)).collect();
    if earlier.is_empty() {
        return Ok(());
    }
    let mut known: HashMap<Uuid, Vec<Arc<str>>> = HashMap::new();
    for row in session.query(SINKS, &[&earlier]).await? {
        let sink = routes.named(row.try_get(1)?);
        known.entry(row.try_get(0)?).or_default().extend(sink);
    }
    for (id, row, _) in entered {
        if let Some(sinks) = revised(row).and_then(|earlier| known.get(&earlier)) {
            row.to_mut().follow(sinks.clone());
        }
        // One that is stored already, and is only sent again, stays where it is.
        known.entry(*id).or_insert_with(|| row.sinks.clone());
    }
    Ok(())
}

/// The event that a row changes or withdraws.
pub(super) fn revised(row: &Row) -> Option<Uuid> {
    Uuid::try_parse(row.revises.as_deref()?).ok()
}
