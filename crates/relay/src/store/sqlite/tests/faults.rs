//! Rows that cannot be read, sinks that are gone, a disk that fails.

use super::*;

#[tokio::test]
async fn an_unreadable_event_is_named_and_can_be_buried() {
    let room = room();
    let (journal, _writer) = room.open(&["a"]).unwrap();
    journal.append(vec![event(1), event(2)]).await.unwrap();
    room.raw()
        .execute_batch("UPDATE event SET body = '{}' WHERE seq = 1")
        .unwrap();
    let error = journal.due("a", DAY_MS, 10).await.unwrap_err();
    assert_eq!(error, StoreError::Unreadable { seq: 1.into() });
    let dead = Settlement::Dead {
        seq: 1.into(),
        code: "sink_refused",
        reason: error.to_string(),
    };
    journal.settle("a", vec![dead]).await.unwrap();
    assert_eq!(seqs(&journal, "a").await, [2]);
}

#[tokio::test]
async fn a_sink_that_is_gone_keeps_its_events_and_its_figures() {
    let room = room();
    let (journal, writer) = room.open(&["old"]).unwrap();
    journal.append(vec![event(1)]).await.unwrap();
    close(journal, writer).await;
    let (journal, writer) = room.open(&["new"]).unwrap();
    let counts = journal.counts().await.unwrap();
    let waiting: Vec<_> = counts
        .iter()
        .map(|c| (c.sink.as_str(), c.waiting))
        .collect();
    assert_eq!(waiting, [("new", 0), ("old", 1)]);
    close(journal, writer).await;
    let (journal, _writer) = room.open(&["old"]).unwrap();
    assert_eq!(seqs(&journal, "old").await, [1]);
}

#[tokio::test]
async fn after_a_fault_nothing_is_accepted_and_the_writer_says_why() {
    let room = room();
    let (journal, mut writer) = room.open(&["a"]).unwrap();
    room.raw().execute_batch("DROP TABLE delivery").unwrap();
    let answer = journal.append(vec![event(1)]).await;
    assert!(matches!(answer, Err(StoreError::Failed(_))), "{answer:?}");
    assert_eq!(writer.ended().await.map(|()| vec![]), answer);
    assert_eq!(writer.ended().await.map(|()| vec![]), answer, "asked twice");
    let late = journal.append(vec![event(2)]).await;
    assert!(matches!(late, Err(StoreError::Failed(_))), "{late:?}");
}
