//! Sinks that fail, refuse, ask for time or break down.

use std::sync::Arc;
use std::time::Duration;

use super::room::{Call, Scripted, policy, room};
use super::{pause, refused, retry};
use crate::deliver::SinkState;
use crate::testing::event;

pub(super) fn ids(numbers: impl IntoIterator<Item = u64>) -> Vec<String> {
    numbers.into_iter().map(|n| event(n).id).collect()
}

pub(super) fn gap(calls: &[Call], at: usize) -> Duration {
    calls[at + 1].at - calls[at].at
}

#[tokio::test(start_paused = true)]
async fn what_waits_at_the_start_and_what_comes_later_is_delivered_once() {
    let sink = Scripted::new("a", 10, |_, _| Ok(()));
    let room = room(&[&sink], 25, 0.5).await;
    room.until("a", (0, 25, 0)).await;
    room.journal.append(vec![event(25)]).await.unwrap();
    room.until("a", (0, 26, 0)).await;
    assert_eq!(sink.taken(), ids(0..26));
}

#[tokio::test(start_paused = true)]
async fn a_503_is_tried_again_and_shown_until_it_passes() {
    let sink = Scripted::new(
        "a",
        10,
        |n, _| if n < 3 { Err(retry(None)) } else { Ok(()) },
    );
    let room = room(&[&sink], 1, 0.9).await;
    let state = room.until_state(|state| *state != SinkState::Working).await;
    assert_eq!(
        state,
        SinkState::Retrying {
            reason: "503".to_owned()
        }
    );
    room.until("a", (0, 1, 0)).await;
    room.until_state(|state| *state == SinkState::Working).await;
    let calls = sink.calls();
    assert_eq!(calls.len(), 4);
    for (at, least) in [(0, 900), (1, 1_800), (2, 3_600)] {
        assert!(gap(&calls, at) >= Duration::from_millis(least), "wait {at}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_429_leaves_the_sink_alone_for_as_long_as_it_asked() {
    let after = Duration::from_secs(30);
    let sink = Scripted::new("a", 10, move |n, _| {
        if n == 0 {
            Err(retry(Some(after)))
        } else {
            Ok(())
        }
    });
    let room = room(&[&sink], 1, 0.0).await;
    room.until_state(|state| *state != SinkState::Working).await;
    room.journal.append(vec![event(1)]).await.unwrap();
    room.until("a", (0, 2, 0)).await;
    assert!(
        gap(&sink.calls(), 0) >= after,
        "a new event does not shorten the wait"
    );
}

#[tokio::test(start_paused = true)]
async fn one_bad_event_of_50_becomes_a_dead_letter_and_49_are_delivered_once() {
    let bad = event(31).id;
    let mark = bad.clone();
    let sink = Scripted::new("a", 50, move |_, events| {
        if events.iter().any(|event| event.id == mark) {
            Err(refused())
        } else {
            Ok(())
        }
    });
    let room = room(&[&sink], 50, 0.5).await;
    room.until("a", (0, 49, 1)).await;
    assert_eq!(sink.taken(), ids((0..50).filter(|n| *n != 31)));
    assert!(sink.calls().len() <= 13, "{} calls", sink.calls().len());
    let dead = room.journal.dead_letters(10).await.unwrap();
    assert_eq!((dead.len(), dead[0].id.as_str()), (1, bad.as_str()));
    assert_eq!(dead[0].reason, "400: no such span");
}

#[tokio::test(start_paused = true)]
async fn an_event_that_always_meets_500_stops_no_other_and_is_given_up_in_the_end() {
    let poison = event(3).id;
    let mark = poison.clone();
    let sink = Scripted::new("a", 8, move |_, events| {
        if events.iter().any(|event| event.id == mark) {
            Err(retry(None))
        } else {
            Ok(())
        }
    });
    let room = room(&[&sink], 30, 0.5).await;
    room.until("a", (1, 29, 0)).await;
    let first = sink.calls()[0].at;
    room.journal.append(vec![event(30)]).await.unwrap();
    room.until("a", (1, 30, 0)).await;
    room.until("a", (0, 30, 1)).await;
    assert_eq!(sink.taken(), ids((0..31).filter(|n| *n != 3)));
    let dead = room.journal.dead_letters(10).await.unwrap();
    assert_eq!(
        (dead[0].id.as_str(), dead[0].reason.as_str()),
        (poison.as_str(), "503")
    );
    assert!(dead[0].attempts > 3);
    assert!(sink.calls().last().unwrap().at - first > policy().give_up);
}

#[tokio::test(start_paused = true)]
async fn batches_halve_after_a_failure_and_double_after_a_success() {
    let sink = Scripted::new("a", 8, |n, _| if n < 2 { Err(retry(None)) } else { Ok(()) });
    let room = room(&[&sink], 8, 0.0).await;
    room.until("a", (0, 8, 0)).await;
    let sizes: Vec<_> = sink.calls().iter().map(|call| call.ids.len()).collect();
    assert_eq!(sizes, [8, 4, 2, 4, 2]);
}

#[tokio::test(start_paused = true)]
async fn a_sink_that_hangs_or_pauses_does_not_slow_another() {
    let hangs = Scripted::new("a", 10, |_, _| Ok(()));
    hangs.gate.send_replace(false);
    let paused = Scripted::new("b", 10, |_, _| Err(pause()));
    let works = Scripted::new("c", 10, |_, _| Ok(()));
    let room = room(&[&hangs, &paused, &works], 40, 0.5).await;
    room.until("c", (0, 40, 0)).await;
    assert_eq!(works.calls().len(), 4);
    for sink in ["a", "b"] {
        assert_eq!(room.counts(sink).await.waiting, 40);
    }
    hangs.gate.send_replace(true);
    room.until("a", (0, 40, 0)).await;
}

#[tokio::test(start_paused = true)]
async fn a_sink_that_panics_at_one_event_delivers_the_others() {
    let mark = event(2).id;
    let sink: Arc<Scripted> = Scripted::new("a", 4, move |_, events| {
        assert!(
            events.iter().all(|event| event.id != mark),
            "as the test wants it"
        );
        Ok(())
    });
    let room = room(&[&sink], 6, 0.5).await;
    room.until("a", (1, 5, 0)).await;
    let state = room.until_state(|state| *state != SinkState::Working).await;
    assert!(matches!(state, SinkState::Retrying { reason } if reason.contains("report")));
}

#[tokio::test(start_paused = true)]
async fn an_event_that_cannot_be_read_is_buried_and_the_others_are_delivered() {
    let sink = Scripted::new("a", 10, |_, _| Ok(()));
    sink.gate.send_replace(false);
    let room = room(&[&sink], 12, 0.5).await;
    let store = rusqlite::Connection::open(room.directory.path().join("store")).unwrap();
    store
        .execute_batch("UPDATE event SET body = '{}' WHERE seq = 12")
        .unwrap();
    sink.gate.send_replace(true);
    room.until("a", (0, 11, 1)).await;
    let dead = room.journal.dead_letters(1).await.unwrap();
    assert!(
        dead[0].reason.contains("cannot be read"),
        "{}",
        dead[0].reason
    );
}
