//! A disk that fills up or fails: nothing more is accepted, nothing accepted is gone, and it goes on.

#![allow(clippy::unwrap_used, reason = "a panic in a test is the report")]

mod support;

use power_loss::{Dice, Disk, watch};
use rusqlite::ffi::{SQLITE_FULL, SQLITE_IOERR_FSYNC, SQLITE_IOERR_WRITE};
use support::{event, open};
use thumbspan_relay::store::StoreError;
use thumbspan_relay::store::sqlite::Journal;

async fn stored(journal: &Journal) -> usize {
    journal.due("a", u64::MAX >> 2, 100).await.unwrap().len()
}

fn whole() -> Disk {
    Disk::new(Dice::new(1), u64::MAX, |_| {})
}

#[tokio::test]
async fn a_full_disk_refuses_and_takes_again_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let watched = watch(folder.path(), whole());
    let (journal, _writer) = open(folder.path()).unwrap();
    journal.append(vec![event(1)]).await.unwrap();
    watched.fail(Some(SQLITE_FULL));
    let refused = journal.append(vec![event(2)]).await;
    assert_eq!(refused, Err(StoreError::Full));
    assert_eq!(stored(&journal).await, 1);
    watched.fail(None);
    journal.append(vec![event(2)]).await.unwrap();
    assert_eq!(stored(&journal).await, 2);
}

#[tokio::test]
async fn a_disk_that_fails_ends_the_store_and_a_restart_finds_all_that_was_accepted() {
    for code in [SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC] {
        let folder = tempfile::tempdir().unwrap();
        let watched = watch(folder.path(), whole());
        let (journal, mut writer) = open(folder.path()).unwrap();
        journal.append(vec![event(1)]).await.unwrap();
        watched.fail(Some(code));
        let refused = journal.append(vec![event(2)]).await;
        assert!(matches!(refused, Err(StoreError::Failed(_))), "{refused:?}");
        assert_eq!(writer.ended().await.map(|()| Vec::new()), refused);
        drop(journal);
        watched.fail(None);
        let (journal, _writer) = open(folder.path()).unwrap();
        assert!(stored(&journal).await >= 1);
        journal.append(vec![event(2)]).await.unwrap();
        assert_eq!(stored(&journal).await, 2);
    }
}
