//! What revises an event that is due: found by its index, whatever the order of arrival.

use tokio_postgres::Error;
use uuid::Uuid;

use super::super::Due;
use super::super::newer::{FAN, Newer, Search};
use super::link::Session;

/// The events that revise given ones, of each the last that arrived. Each delivery is looked up by
/// its key: for an `EXISTS` the planner might read them all.
const BY_EARLIER: &str = "
SELECT r.body, COALESCE((SELECT d.state <> 'dead' FROM delivery d
    WHERE d.event_key = r.key AND d.sink = $1), false)
FROM unnest($2::uuid[]) AS t(id) CROSS JOIN LATERAL (
  SELECT e.key, e.body FROM event_id i JOIN event e ON e.key = i.key
  WHERE i.revises = t.id ORDER BY i.key DESC LIMIT $3
) r";

/// Tells each what revises it: one question for all of them and each hop.
pub(super) async fn tell(
    session: &Session,
    sink: &str,
    due: Vec<&mut Due>,
    hops: u32,
) -> Result<(), Error> {
    let mut search = Search::of(due.iter().map(|due| due.event.id.clone()), hops);
    while !search.next().is_empty() {
        let ids = search.next().iter();
        let ids: Vec<Uuid> = ids.filter_map(|id| Uuid::try_parse(id).ok()).collect();
        let mut found = Vec::new();
        for row in session.query(BY_EARLIER, &[&sink, &ids, &FAN]).await? {
            // What cannot be read becomes a dead letter when it is due: it is no newer word.
            let event = serde_json::from_str(row.try_get(0)?).ok();
            let counts = row.try_get(1)?;
            found.extend(event.map(|event| Newer { event, counts }));
        }
        search.add(found);
    }
    search.tell(due.into_iter());
    Ok(())
}
