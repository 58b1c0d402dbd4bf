//! Sinks that say that a key or an address is wrong: of everything, or of one event alone.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use thumbspan_contract::Event;

use super::failing::{gap, ids};
use super::pause;
use super::room::{Scripted, policy, room};
use crate::deliver::SinkState;
use crate::testing::event;

/// A sink that takes everything but what holds one of these events.
fn all_but(limit: usize, numbers: &[u64]) -> Arc<Scripted> {
    let bad = ids(numbers.iter().copied());
    Scripted::new("a", limit, move |_, events| {
        let is_bad = |event: &Event| bad.contains(&event.id);
        if events.iter().any(is_bad) {
            Err(pause())
        } else {
            Ok(())
        }
    })
}

/// A sink with a key that is right or wrong.
fn with_key(limit: usize, right: bool) -> (Arc<Scripted>, Arc<AtomicBool>) {
    let key = Arc::new(AtomicBool::new(right));
    let known = Arc::clone(&key);
    let sink = Scripted::new("a", limit, move |_, _| {
        if known.load(Ordering::SeqCst) {
            Ok(())
        } else {
            Err(pause())
        }
    });
    (sink, key)
}

fn is_paused(state: &SinkState) -> bool {
    matches!(state, SinkState::Paused { .. })
}

#[tokio::test(start_paused = true)]
async fn a_403_pauses_keeps_everything_and_resumes() {
    let sink = Scripted::new("a", 10, |n, _| if n < 2 { Err(pause()) } else { Ok(()) });
    let room = room(&[&sink], 5, 0.5).await;
    let state = room.until_state(|state| *state != SinkState::Working).await;
    let reason = pause().to_string();
    assert_eq!(state, SinkState::Paused { reason });
    let counts = room.counts("a").await;
    assert_eq!((counts.waiting, counts.dead), (5, 0));
    room.until("a", (0, 5, 0)).await;
    room.until_state(|state| *state == SinkState::Working).await;
    let calls = sink.calls();
    assert_eq!(sink.taken(), ids(0..5));
    assert!(gap(&calls, 0) >= policy().pause && gap(&calls, 1) >= policy().pause);
    assert!(calls.len() <= 6, "{} calls", calls.len());
}

#[tokio::test(start_paused = true)]
async fn an_event_that_alone_meets_403_stops_no_other_and_is_given_up_in_the_end() {
    for before in [0, 3] {
        // With three events before it the sink has passed; without, it is the first call.
        let sink = all_but(8, &[3]);
        let room = room(&[&sink], before, 0.5).await;
        room.until("a", (0, before, 0)).await;
        let more = (before..30).map(event).collect();
        room.journal.append(more).await.unwrap();
        room.until("a", (1, 29, 0)).await;
        let calls = sink.calls();
        let took = calls.last().unwrap().at - calls[0].at;
        // No pause, but for the first call's.
        let most = policy().pause * if before == 0 { 2 } else { 1 };
        assert!(took < most, "the others waited for {took:?}");
        room.journal.append(vec![event(30)]).await.unwrap();
        room.until("a", (1, 30, 0)).await;
        // As long as it waits, others come now and then: nothing else proves that the sink works.
        for n in 31..46 {
            room.pass(Duration::from_secs(40)).await;
            let state = room.delivery.statuses().remove(0).state;
            let buried = room.counts("a").await.dead == 1;
            let shown = matches!(state, SinkState::Retrying { .. });
            assert!(shown || buried, "{state:?}");
            room.journal.append(vec![event(n)]).await.unwrap();
        }
        room.until("a", (0, 45, 1)).await;
        assert_eq!(sink.taken(), ids((0..46).filter(|n| *n != 3)));
        let dead = room.journal.dead_letters(10).await.unwrap();
        assert_eq!(
            (dead[0].id.as_str(), dead[0].code.as_str()),
            (event(3).id.as_str(), "sink_gave_up")
        );
        assert_eq!(dead[0].reason, pause().to_string());
        let last = sink.calls().into_iter().rfind(|call| call.ids == ids([3]));
        assert!(last.unwrap().at - calls[0].at > policy().give_up);
        assert!(sink.calls().len() < 90, "{} calls", sink.calls().len());
        room.until_state(|state| *state == SinkState::Working).await;
    }
}

#[tokio::test(start_paused = true)]
async fn events_side_by_side_that_meet_403_stop_the_others_for_no_longer_than_a_pause() {
    for bad in [vec![0], vec![3, 4], vec![0, 1, 2, 3, 4, 5]] {
        for limit in [1, 8] {
            let sink = all_but(limit, &bad);
            let room = room(&[&sink], 30, 0.5).await;
            let others = 30 - u64::try_from(bad.len()).unwrap();
            room.until("a", (30 - others, others, 0)).await;
            let calls = sink.calls();
            let took = calls.last().unwrap().at - calls[0].at;
            let most = policy().pause * u32::try_from(bad.len() + 1).unwrap();
            assert!(took < most, "{bad:?} {limit} {took:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_key_that_is_wrong_for_longer_than_giving_up_takes_buries_nothing() {
    let (sink, key) = with_key(8, false);
    let room = room(&[&sink], 30, 0.5).await;
    room.until_state(is_paused).await;
    let long = policy().give_up * 2;
    for _ in 0..2 {
        let before = sink.calls().len();
        room.pass(long).await;
        let most = long.as_secs() / policy().pause.as_secs() + 1;
        let calls = sink.calls().len() - before;
        assert!(u64::try_from(calls).unwrap() <= most, "{calls} calls");
        let state = room.delivery.statuses().remove(0).state;
        assert!(is_paused(&state), "{state:?}");
        assert_eq!(
            (room.counts("a").await.waiting, room.counts("a").await.dead),
            (30, 0)
        );
    }
    key.store(true, Ordering::SeqCst);
    room.until("a", (0, 30, 0)).await;
    assert_eq!(sink.taken(), ids(0..30));
    room.until_state(|state| *state == SinkState::Working).await;
}

#[tokio::test(start_paused = true)]
async fn a_key_that_becomes_wrong_again_and_again_buries_nothing_old() {
    // Right for three calls of each twelve.
    let sink = Scripted::new(
        "a",
        4,
        |n, _| if n % 12 > 8 { Ok(()) } else { Err(pause()) },
    );
    let room = room(&[&sink], 20, 0.5).await;
    room.until("a", (0, 20, 0)).await;
    let calls = sink.calls();
    assert!(calls.last().unwrap().at - calls[0].at > policy().give_up);
    assert_eq!(sink.taken(), ids(0..20));
}

#[tokio::test(start_paused = true)]
async fn a_key_that_becomes_wrong_costs_few_requests_and_one_state() {
    let (sink, key) = with_key(250, true);
    let room = room(&[&sink], 250, 0.5).await;
    room.until("a", (0, 250, 0)).await;
    key.store(false, Ordering::SeqCst);
    let before = sink.calls().len();
    room.journal
        .append((250..500).map(event).collect())
        .await
        .unwrap();
    room.until_state(is_paused).await;
    let calls = sink.calls().len() - before;
    assert!(calls <= 16, "{calls} calls");
    room.pass(policy().give_up * 2).await;
    assert_eq!(room.counts("a").await.dead, 0);
    key.store(true, Ordering::SeqCst);
    room.until("a", (0, 500, 0)).await;
}

#[tokio::test(start_paused = true)]
async fn a_lone_event_is_not_given_up_while_nothing_else_proves_that_the_sink_works() {
    let (sink, key) = with_key(8, true);
    let room = room(&[&sink], 1, 0.5).await;
    room.until("a", (0, 1, 0)).await;
    key.store(false, Ordering::SeqCst);
    room.journal.append(vec![event(1)]).await.unwrap();
    room.until_state(is_paused).await;
    room.pass(policy().give_up * 2).await;
    assert_eq!(
        (room.counts("a").await.waiting, room.counts("a").await.dead),
        (1, 0)
    );
    key.store(true, Ordering::SeqCst);
    room.until("a", (0, 2, 0)).await;
}

#[tokio::test(start_paused = true)]
async fn a_revision_never_overtakes_what_meets_403_alone() {
    let bad = event(3).id;
    let sink = Scripted::new("a", 8, move |call, events| {
        if call < 12 && events.iter().any(|event| event.id == bad) {
            Err(pause())
        } else {
            Ok(())
        }
    });
    let room = room(&[&sink], 3, 0.5).await;
    room.until("a", (0, 3, 0)).await;
    let revision = Event {
        revises: Some(event(3).id),
        ..event(4)
    };
    room.journal
        .append(vec![event(3), revision, event(5)])
        .await
        .unwrap();
    room.until("a", (0, 6, 0)).await;
    let taken = sink.calls().into_iter().filter(|call| call.taken);
    let order: Vec<_> = taken.flat_map(|call| call.ids).collect();
    let at = |n: u64| order.iter().position(|id| *id == event(n).id).unwrap();
    assert!(at(5) < at(3) && at(3) < at(4), "{order:?}");
}
