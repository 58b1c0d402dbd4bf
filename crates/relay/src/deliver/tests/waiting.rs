//! Events whose targets the sink does not know yet, and events that revise others.

use std::time::Duration;

use thumbspan_contract::Event;

use super::retry;
use super::room::{Scripted, policy, room};
use crate::deliver::SinkState;
use crate::sinks::{Keeps, SinkError};
use crate::testing::event;

fn not_yet() -> SinkError {
    SinkError::NotYet {
        reason: "404: no such trace".to_owned(),
    }
}

/// The n-th event, which revises another.
fn revising(n: u64, earlier: u64) -> Event {
    Event {
        revises: Some(event(earlier).id),
        ..event(n)
    }
}

#[tokio::test(start_paused = true)]
async fn an_event_without_its_target_slows_no_other_and_is_delivered_when_that_has_come() {
    let mark = event(3).id;
    let sink = Scripted::new("a", 8, move |call, events| {
        let has = events.iter().any(|event| event.id == mark);
        if has && call < 8 {
            Err(not_yet())
        } else {
            Ok(())
        }
    });
    let room = room(&[&sink], 20, 0.5).await;
    room.until("a", (1, 19, 0)).await;
    let calls = sink.calls();
    assert!(
        calls.last().unwrap().at - calls[0].at < policy().first,
        "the others did not wait"
    );
    assert_eq!(room.delivery.statuses()[0].state, SinkState::Working);
    room.until("a", (0, 20, 0)).await;
    assert_eq!(sink.taken().len(), 20);
}

#[tokio::test(start_paused = true)]
async fn a_target_that_never_comes_makes_a_dead_letter_after_its_own_time() {
    let mark = event(0).id;
    let sink = Scripted::new("a", 8, move |_, events| {
        if events.iter().any(|event| event.id == mark) {
            Err(not_yet())
        } else {
            Ok(())
        }
    });
    let room = room(&[&sink], 2, 0.5).await;
    room.until("a", (0, 1, 1)).await;
    let calls = sink.calls();
    let waited = calls.last().unwrap().at - calls[0].at;
    assert!(
        waited > policy().target_wait && waited < policy().give_up,
        "{waited:?}"
    );
    assert!(calls.len() < 30, "{} calls", calls.len());
    let dead = room.journal.dead_letters(1).await.unwrap();
    assert_eq!(dead[0].reason, "404: no such trace");
    assert_eq!(not_yet().code(), "target_not_found");
    assert!(not_yet().retryable());
}

#[tokio::test(start_paused = true)]
async fn a_revision_never_overtakes_what_it_revises() {
    for error in [not_yet(), retry(None)] {
        let mark = event(0).id;
        let sink = Scripted::new("a", 8, move |call, events| {
            let has = events.iter().any(|event| event.id == mark);
            if has && call < 6 {
                Err(error.clone())
            } else {
                Ok(())
            }
        });
        let room = room(&[&sink], 1, 0.5).await;
        // In the same batch, behind a failure, and behind another revision.
        room.journal
            .append(vec![revising(1, 0), event(2)])
            .await
            .unwrap();
        room.pass(Duration::from_secs(2)).await;
        room.journal.append(vec![revising(3, 1)]).await.unwrap();
        room.until("a", (0, 4, 0)).await;
        let taken = sink.calls().into_iter().filter(|call| call.taken);
        let order: Vec<_> = taken.flat_map(|call| call.ids).collect();
        let at = |n: u64| order.iter().position(|id| *id == event(n).id).unwrap();
        assert!(at(0) < at(1) && at(1) < at(3), "{order:?}");
        assert_eq!(order.len(), 4);
    }
}

#[tokio::test(start_paused = true)]
async fn events_that_revise_each_other_or_themselves_are_all_delivered() {
    let sink = Scripted::new(
        "a",
        8,
        |call, _| if call < 3 { Err(not_yet()) } else { Ok(()) },
    );
    sink.gate.send_replace(false);
    let room = room(&[&sink], 0, 0.5).await;
    let events = vec![
        revising(1, 2),
        revising(2, 1),
        revising(4, 3),
        event(3),
        revising(5, 5),
    ];
    room.journal.append(events).await.unwrap();
    sink.gate.send_replace(true);
    room.until("a", (0, 5, 0)).await;
    assert!(sink.calls().len() < 20, "{} calls", sink.calls().len());
}

#[tokio::test(start_paused = true)]
async fn what_newer_events_say_already_is_never_sent_and_waits_for_no_sink() {
    let sink = Scripted::new(
        "a",
        8,
        |call, _| if call < 4 { Err(retry(None)) } else { Ok(()) },
    );
    let sink = sink.keeping(Keeps::ById);
    let room = room(&[&sink], 0, 0.5).await;
    let newer = Event {
        target: event(0).target,
        ..revising(1, 0)
    };
    room.journal.append(vec![event(0), newer]).await.unwrap();
    room.until("a", (1, 1, 0)).await;
    room.until_state(|state| matches!(state, SinkState::Retrying { .. }))
        .await;
    room.until("a", (0, 2, 0)).await;
    assert!(sink.calls().iter().all(|call| call.ids == [event(1).id]));
    let raw = rusqlite::Connection::open(room.directory.path().join("store")).unwrap();
    let sql = "SELECT event_seq FROM delivery WHERE state = 'delivered' AND code = 'superseded'";
    let seq = raw.query_row(sql, [], |row| row.get::<_, i64>(0));
    assert_eq!(seq, Ok(1));
}
