//! What a verified ticket may still change, whatever arrives late.

use super::*;
use crate::store::Denial;

/// Event `n` under a verified ticket's name.
fn said(n: u64, revises: Option<u64>) -> Event {
    Event {
        ticket: Some("shop name".to_owned()),
        revises: revises.map(|earlier| event(earlier).id),
        ..event(n)
    }
}

/// What became of each event: its id, and what it revises.
async fn stored(journal: &Journal) -> Vec<(String, Option<String>)> {
    let due = journal.due("a", DAY_MS, 100).await.unwrap().into_iter();
    due.map(|due| (due.event.id, due.event.revises)).collect()
}

#[tokio::test]
async fn who_says_it_again_revises_the_newest() {
    let room = room();
    let (journal, _writer) = room.open(&["a"]).unwrap();
    let batch = vec![
        said(1, None),
        said(2, None),
        said(3, Some(1)),
        said(4, None),
    ];
    assert_eq!(journal.append(batch).await.unwrap(), []);
    let id = |n| event(n).id;
    let wanted = [
        (id(1), None),
        (id(2), Some(id(1))),
        (id(3), Some(id(1))),
        (id(4), Some(id(3))),
    ];
    assert_eq!(stored(&journal).await, wanted);
    assert_eq!(journal.votes("shop name").await.unwrap()[0].id, id(4));
    let other = Event {
        ticket: Some("plain".to_owned()),
        ..event(5)
    };
    journal.append(vec![other.clone()]).await.unwrap();
    journal
        .append(vec![Event { id: id(6), ..other }])
        .await
        .unwrap();
    assert_eq!(
        stored(&journal).await[5],
        (id(6), None),
        "not verified: as it came"
    );
}

#[tokio::test]
async fn a_vote_that_arrives_after_its_change_stays_the_older() {
    let room = room();
    let (journal, _writer) = room.open(&["a"]).unwrap();
    for late in [said(2, Some(1)), said(1, None)] {
        journal.append(vec![late]).await.unwrap();
    }
    let id = |n| event(n).id;
    assert_eq!(
        stored(&journal).await,
        [(id(2), Some(id(1))), (id(1), None)]
    );
    assert_eq!(journal.votes("shop name").await.unwrap()[0].id, id(2));
}

#[tokio::test]
async fn ten_changes_are_counted_beyond_their_events_and_for_the_tickets_life() {
    let room = room();
    let (journal, _writer) = room.open(&["a"]).unwrap();
    let first = (0..11).map(|n| said(n, None)).collect();
    assert_eq!(journal.append(first).await.unwrap(), []);
    let denied = |n: u64| {
        vec![Denied {
            id: event(n).id,
            why: Denial::UsedUp,
        }]
    };
    assert_eq!(
        journal
            .append(vec![said(11, None), said(3, None)])
            .await
            .unwrap(),
        denied(11)
    );
    deliver_all(&journal, "a").await;
    let week = 7 * DAY_MS;
    room.clock.set(DAY_MS + week);
    journal.settle("a", vec![]).await.unwrap();
    journal.settle("a", vec![]).await.unwrap();
    let count = |sql: &str| {
        room.raw()
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    assert_eq!(count("SELECT COUNT(*) FROM event"), 0);
    assert_eq!(
        journal.append(vec![said(12, None)]).await.unwrap(),
        denied(12)
    );
    room.clock.set(DAY_MS + 2 * week);
    journal.settle("a", vec![]).await.unwrap();
    journal.settle("a", vec![]).await.unwrap();
    assert_eq!(
        count("SELECT COUNT(*) FROM ticket_use"),
        0,
        "no ticket lives so long"
    );
}

#[tokio::test]
async fn what_another_ticket_said_is_not_revised() {
    let room = room();
    let (journal, _writer) = room.open(&["a"]).unwrap();
    let unsigned = Event {
        ticket: None,
        ..event(1)
    };
    let other = Event {
        ticket: Some("shop other".to_owned()),
        ..event(2)
    };
    journal.append(vec![unsigned, other]).await.unwrap();
    for (n, foreign) in [(3, 1), (4, 2)] {
        let denied = journal.append(vec![said(n, Some(foreign))]).await.unwrap();
        assert_eq!(denied[0].why, Denial::OfAnother);
    }
    assert_eq!(stored(&journal).await.len(), 2);
}
