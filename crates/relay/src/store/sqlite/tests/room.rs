//! A full store, and what leaves it with time.

use super::*;

#[tokio::test]
async fn a_full_store_refuses_events_still_settles_and_then_has_room_again() {
    let mut room = room();
    room.config.max_bytes = 256 * 1024;
    let (journal, _writer) = room.open(&["a"]).unwrap();
    let mut stored = 0;
    let full = loop {
        let events = (stored * 20..stored * 20 + 20).map(event).collect();
        match journal.append(events).await {
            Ok(_) => stored += 1,
            Err(error) => break error,
        }
        assert!(stored < 1_000, "the store never says that it is full");
    };
    assert_eq!(full, StoreError::Full);
    assert!(full.is_retryable());
    let waiting = seqs(&journal, "a").await;
    assert_eq!(u64::try_from(waiting.len()).unwrap(), stored * 20);

    let again = journal.append(vec![event(999_999)]).await;
    assert_eq!(again, Err(StoreError::Full));
    let reason = "r".repeat(500);
    let dead = waiting.iter().take(50).map(|&seq| Settlement::Dead {
        seq: seq.into(),
        code: "sink_refused",
        reason: reason.clone(),
    });
    journal.settle("a", dead.collect()).await.unwrap();
    assert_eq!(
        journal.append(vec![event(999_999)]).await,
        Err(StoreError::Full)
    );

    deliver_all(&journal, "a").await;
    journal.append(vec![event(999_999)]).await.unwrap();
    assert_eq!(
        journal.counts().await.unwrap()[0].dead,
        50,
        "dead letters do not make room"
    );
}

#[tokio::test]
async fn delivered_events_go_after_their_time_and_dead_letters_stay() {
    let room = room();
    let (journal, _writer) = room.open(&["a", "b"]).unwrap();
    journal
        .append(vec![event(1), event(2), event(3)])
        .await
        .unwrap();
    deliver_all(&journal, "a").await;
    let dead = Settlement::Dead {
        seq: 2.into(),
        code: "sink_refused",
        reason: "no".into(),
    };
    journal
        .settle("b", vec![Settlement::Delivered { seq: 1.into() }, dead])
        .await
        .unwrap();
    let stored = || {
        let count = "SELECT group_concat(seq) FROM event";
        room.raw()
            .query_row(count, [], |row| row.get::<_, String>(0))
            .unwrap()
    };
    assert_eq!(stored(), "1,2,3");
    room.clock.set(DAY_MS + 59_999);
    journal.settle("b", vec![]).await.unwrap();
    journal.settle("b", vec![]).await.unwrap();
    assert_eq!(stored(), "1,2,3");
    room.clock.set(DAY_MS + 120_000);
    journal.settle("b", vec![]).await.unwrap();
    journal.settle("b", vec![]).await.unwrap();
    assert_eq!(stored(), "2,3");
}

#[tokio::test]
async fn a_clock_that_steps_back_makes_nothing_wait_for_days() {
    let room = room();
    let (journal, _writer) = room.open(&["a"]).unwrap();
    journal.append(vec![event(1)]).await.unwrap();
    let later = Settlement::Later {
        seq: 1.into(),
        next_at_ms: 9 * DAY_MS,
        code: "sink_retry",
    };
    journal.settle("a", vec![later]).await.unwrap();
    assert_eq!(seqs(&journal, "a").await, [1]);
    let longest = u64::try_from(room.config.longest_wait.as_millis()).unwrap();
    let back_by = |ms: u64| journal.due("a", 9 * DAY_MS - ms, 10);
    assert_eq!(back_by(longest).await.unwrap().len(), 0, "a try's own wait");
    assert_eq!(back_by(longest + 61_000).await.unwrap().len(), 1);
}
