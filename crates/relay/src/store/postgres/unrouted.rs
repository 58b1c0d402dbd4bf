//! Events that no sink took when they arrived go to those that take them now.

use thumbspan_contract::Event;
use uuid::Uuid;

use super::super::StoreError;
use super::super::row::UNROUTED;
use super::link::Link;
use crate::routes::Routes;

const ALL: &str = "SELECT d.event_key, e.body FROM delivery d JOIN event e ON e.key = d.event_key
     WHERE d.state = 'dead' AND d.sink = $1 AND d.event_key > $2 ORDER BY d.event_key LIMIT 500";
/// In one statement: an event is never without a delivery. The lock: none goes meanwhile.
const ROUTE: &str = "
WITH given AS (
  INSERT INTO delivery (event_key, sink)
  SELECT g.key, g.sink FROM unnest($1::uuid[], $2::text[]) AS g(key, sink)
    JOIN event e ON e.key = g.key FOR KEY SHARE OF e
  ON CONFLICT DO NOTHING
)
DELETE FROM delivery WHERE event_key = ANY($1) AND sink = $3";

/// Gives those that a sink takes now to that sink; several relays may do so at once.
pub(super) async fn route(link: &Link, routes: &Routes) -> Result<(), StoreError> {
    let mut after = Uuid::nil();
    loop {
        let page = link.query(ALL, &[&UNROUTED, &after]).await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = last.get(0);
        let (mut keys, mut sinks) = (vec![], vec![]);
        for row in &page {
            // What cannot be read stays: nobody knows whose it is.
            let event: Option<Event> = serde_json::from_str(row.get(1)).ok();
            for sink in event.map(|event| routes.of(&event)).unwrap_or_default() {
                keys.push(row.get::<_, Uuid>(0));
                sinks.push(sink.to_string());
            }
        }
        link.query(ROUTE, &[&keys, &sinks, &UNROUTED]).await?;
    }
}
