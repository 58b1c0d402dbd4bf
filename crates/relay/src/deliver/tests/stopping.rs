//! The end: asked for, or forced by the store.

use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use super::retry;
use super::room::{Scripted, room};
use crate::deliver::SinkState;
use crate::testing::event;

/// Longer than any wait of the policy.
const LONG: Duration = Duration::from_secs(90);

#[tokio::test(start_paused = true)]
async fn a_stop_finishes_and_settles_the_request_in_flight_and_begins_no_other() {
    let sink = Scripted::new("a", 5, |_, _| Ok(()));
    sink.gate.send_replace(false);
    let room = room(&[&sink], 20, 0.5).await;
    while sink.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    room.stop.send_replace(true);
    room.pass(LONG).await;
    assert_eq!(room.counts("a").await.waiting, 20);
    let mut ended = pin!(room.delivery.ended());
    let early = std::future::poll_fn(|context| Poll::Ready(ended.as_mut().poll(context))).await;
    assert!(early.is_pending(), "it ended while a request was in flight");
    sink.gate.send_replace(true);
    ended.await;
    let counts = room.journal.counts().await.unwrap();
    assert_eq!(counts[0].waiting, 15);
    assert_eq!(room.journal.delivered("a").await, 5);
    assert_eq!(sink.calls().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_stop_ends_waits_of_every_kind_and_a_lost_sender_is_a_stop() {
    let idle = Scripted::new("a", 5, |_, _| Ok(()));
    let holding = Scripted::new("b", 5, |_, _| Err(retry(Some(Duration::from_secs(3_600)))));
    let room = room(&[&idle, &holding], 1, 0.5).await;
    room.until("a", (0, 1, 0)).await;
    while room.delivery.statuses()[1].state == SinkState::Working {
        room.counts("b").await;
    }
    // Time stands still here: only the stop can end the waits.
    drop(room.stop);
    room.delivery.ended().await;
    assert_eq!(room.journal.counts().await.unwrap()[1].waiting, 1);
}

#[tokio::test(start_paused = true)]
async fn a_stop_in_the_middle_of_halving_leaves_the_rest_waiting() {
    let sink = Scripted::new("a", 8, |_, _| Err(super::refused()));
    sink.gate.send_replace(false);
    let room = room(&[&sink], 8, 0.5).await;
    while sink.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    room.stop.send_replace(true);
    sink.gate.send_replace(true);
    room.delivery.ended().await;
    let counts = room.journal.counts().await.unwrap();
    assert_eq!((counts[0].waiting, counts[0].dead), (8, 0));
    assert_eq!(sink.calls().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn when_the_store_fails_nothing_is_sent_again_and_the_worker_waits_for_the_stop() {
    let sink = Scripted::new("a", 5, |_, _| Ok(()));
    sink.gate.send_replace(false);
    let room = room(&[&sink], 1, 0.5).await;
    while sink.calls().is_empty() {
        tokio::task::yield_now().await;
    }
    let store = rusqlite::Connection::open(room.directory.path().join("store")).unwrap();
    store
        .execute_batch("ALTER TABLE event RENAME COLUMN done_ms TO gone_ms")
        .unwrap();
    sink.gate.send_replace(true);
    let is_failing = |state: &SinkState| matches!(state, SinkState::Retrying { .. });
    room.until_state(is_failing).await;
    room.pass(LONG).await;
    assert_eq!(sink.calls().len(), 1, "it was delivered again and again");
    let refused = room.journal.append(vec![event(9)]).await;
    assert!(refused.is_err());
    room.stop.send_replace(true);
    room.delivery.ended().await;
}
