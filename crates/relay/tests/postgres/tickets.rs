//! One ticket at several relays.

use std::time::Duration;

use thumbspan_contract::Event;
use thumbspan_relay::store::{Denial, Store};

use crate::bench::Database;
use crate::server;
use crate::suite::{self, Bench, event};
use crate::support::eventually;

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

#[tokio::test]
async fn what_two_relays_are_sent_with_one_ticket_they_judge_one_after_the_other() {
    let database = Database::new().await;
    let (first, (second, _ends)) = (database.store(), database.relay().await);
    for n in 0..suite::REVISIONS {
        let denied = first.append(vec![event(100 + u64::from(n))]).await;
        assert_eq!(denied, Ok(vec![]));
    }
    // One more is left. Both come while somebody else has the ticket in hand.
    let mut holder = server::shared().client(&database.name).await;
    let held = holder.transaction().await.unwrap();
    let hold =
        "UPDATE thumbspan.ticket SET used_ms = used_ms WHERE ticket = sha256($1::text::bytea)";
    assert_eq!(held.execute(hold, &[&suite::TICKET]).await.unwrap(), 1);
    let both = async {
        let (one, other) = (vec![event(200)], vec![event(201)]);
        tokio::join!(first.append(one), second.append(other))
    };
    let release = async {
        let waiting = "SELECT COUNT(*) FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock'";
        eventually("both to wait", || async {
            database.number(waiting).await == 2
        })
        .await;
        held.commit().await.unwrap();
    };
    let ((one, other), ()) = tokio::join!(both, release);
    let denied = [one.unwrap(), other.unwrap()].concat();
    assert_eq!(denied.len(), 1);
    assert_eq!(denied[0].why, Denial::UsedUp);
}

/// The id of some stored event.
async fn event_of(database: &Database) -> String {
    let sql = "SELECT id::text FROM thumbspan.event LIMIT 1";
    database.client.query_one(sql, &[]).await.unwrap().get(0)
}

#[tokio::test]
async fn what_is_not_kept_any_more_may_be_revised_with_its_ticket() {
    let database = Database::keeping(Duration::from_hours(48)).await;
    database.tidy().await;
    let store = database.store();
    store.append(vec![event(9), event(1)]).await.unwrap();
    // A day that was dropped; its ids have not been swept yet.
    let dropped = "DROP TABLE thumbspan.event_20270115, thumbspan.delivery_20270115";
    database.client.batch_execute(dropped).await.unwrap();
    for (n, earlier) in [(10, 9), (11, 1)] {
        let revision = Event {
            revises: Some(event(earlier).id),
            ..event(n)
        };
        assert_eq!(store.append(vec![revision]).await, Ok(vec![]));
    }
    assert_eq!(
        store.votes(suite::TICKET).await.unwrap()[0].id,
        event(11).id
    );
}
