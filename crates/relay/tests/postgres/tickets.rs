//! One ticket at several relays.

use thumbspan_contract::Event;
use thumbspan_relay::store::{Denial, Store};

use crate::bench::Database;
use crate::suite::{self, Bench, event};

#[tokio::test]
async fn one_ticket_at_several_relays_at_once_permits_no_more_than_at_one() {
    let database = Database::new().await;
    let mut posting = Vec::new();
    for relay in 0..4_u64 {
        let (store, ends) = database.relay().await;
        posting.push(tokio::spawn(async move {
            let _ends = ends;
            let mut denied = Vec::new();
            for n in 0..5 {
                let events = vec![event(100 + relay * 10 + n)];
                denied.extend(store.append(events).await.unwrap());
            }
            denied
        }));
    }
    let mut denied = Vec::new();
    for posting in posting {
        denied.extend(posting.await.unwrap());
    }
    let permitted = usize::try_from(suite::REVISIONS).unwrap() + 1;
    assert_eq!(denied.len(), 20 - permitted);
    assert!(denied.iter().all(|denied| denied.why == Denial::UsedUp));
    // All but the first revise one that was said before.
    let sql = r#"SELECT COUNT(*) FROM thumbspan.event WHERE body LIKE '%"revises":"0193%'"#;
    assert_eq!(database.number(sql).await, i64::from(suite::REVISIONS));
    assert_eq!(
        database.store().votes(suite::TICKET).await.unwrap().len(),
        1
    );
    let other = Event {
        ticket: Some("another ticket".to_owned()),
        revises: Some(event_of(&database).await),
        ..event(200)
    };
    let denied = database.store().append(vec![other]).await.unwrap();
    assert_eq!(denied[0].why, Denial::OfAnother);
}

/// The id of some stored event.
async fn event_of(database: &Database) -> String {
    let sql = "SELECT id::text FROM thumbspan.event LIMIT 1";
    database.client.query_one(sql, &[]).await.unwrap().get(0)
}
