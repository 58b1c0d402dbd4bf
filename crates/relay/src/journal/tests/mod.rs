mod model;

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use tempfile::TempDir;

use super::*;
use crate::testing::{ManualClock, event};

const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

struct Room {
    directory: TempDir,
    config: Config,
    clock: Arc<ManualClock>,
}

fn room() -> Room {
    let directory = tempfile::tempdir().unwrap();
    let config = Config {
        path: directory.path().join("store.sqlite3"),
        max_bytes: 1 << 30,
        queue: 256,
        keep_delivered: std::time::Duration::from_secs(60),
    };
    let clock = Arc::new(ManualClock::at(DAY_MS));
    Room {
        directory,
        config,
        clock,
    }
}

impl Room {
    fn open(&self, sinks: &[&str]) -> Result<(Journal, Writer), JournalError> {
        let sinks = sinks.iter().map(|&sink| sink.to_owned()).collect();
        Journal::open(&self.config, sinks, self.clock.clone())
    }

    fn raw(&self) -> Connection {
        Connection::open(&self.config.path).unwrap()
    }
}

async fn close(journal: Journal, mut writer: Writer) {
    drop(journal);
    writer.ended().await.unwrap();
}

async fn seqs(journal: &Journal, sink: &str) -> Vec<i64> {
    let due = journal.due(sink, DAY_MS, 1_000).await.unwrap();
    due.iter().map(|due| due.seq).collect()
}

async fn deliver_all(journal: &Journal, sink: &str) {
    let settlements = seqs(journal, sink).await.into_iter();
    let settlements = settlements
        .map(|seq| Settlement::Delivered { seq })
        .collect();
    journal.settle(sink, settlements).await.unwrap();
}

#[tokio::test]
async fn what_is_appended_is_due_at_every_sink_until_it_is_settled() {
    let room = room();
    let (journal, _writer) = room.open(&["a", "b"]).unwrap();
    let mut awake = journal.appended();
    journal.append(vec![event(1), event(2)]).await.unwrap();
    assert!(awake.has_changed().unwrap());
    awake.mark_unchanged();

    let due = journal.due("a", DAY_MS, 10).await.unwrap();
    assert_eq!(due.len(), 2);
    assert_eq!(due[0].event, event(1));
    assert_eq!((due[0].received_ms, due[0].attempts), (DAY_MS, 0));

    let settled = vec![
        Settlement::Delivered { seq: due[0].seq },
        Settlement::Dead {
            seq: due[1].seq,
            reason: "400".into(),
        },
    ];
    journal.settle("a", settled).await.unwrap();
    assert!(
        !awake.has_changed().unwrap(),
        "settling wakes nobody: nothing new is due"
    );
    assert_eq!(seqs(&journal, "a").await.len(), 0);
    assert_eq!(seqs(&journal, "b").await.len(), 2);
    let counts = journal.counts().await.unwrap();
    let figures = |at: usize| (counts[at].waiting, counts[at].delivered, counts[at].dead);
    assert_eq!((figures(0), figures(1)), ((0, 1, 1), (2, 0, 0)));
    assert_eq!(counts[1].oldest_waiting_ms, Some(DAY_MS));
    let dead = journal.dead_letters(10).await.unwrap();
    assert_eq!(
        (dead[0].id.as_str(), dead[0].reason.as_str()),
        (event(2).id.as_str(), "400")
    );
    assert_eq!(
        serde_json::from_str::<Event>(&dead[0].body).unwrap(),
        event(2)
    );
}

#[tokio::test]
async fn a_known_id_is_fine_and_its_first_body_stays() {
    let room = room();
    let (journal, _writer) = room.open(&["a"]).unwrap();
    journal.append(vec![event(1)]).await.unwrap();
    let mut other = event(1);
    other.timestamp_ms = 5;
    journal.append(vec![other.clone(), other]).await.unwrap();
    let due = journal.due("a", DAY_MS, 10).await.unwrap();
    assert_eq!(due.len(), 1);
    assert_eq!(due[0].event, event(1));
    deliver_all(&journal, "a").await;
    journal.append(vec![event(1)]).await.unwrap();
    assert_eq!(
        seqs(&journal, "a").await.len(),
        0,
        "a late retry is not delivered again"
    );
}

#[tokio::test]
async fn appends_that_wait_are_committed_together_and_more_than_the_queue_is_busy() {
    let mut room = room();
    room.config.queue = 100;
    let (journal, _writer) = room.open(&["a"]).unwrap();
    let holder = room.raw();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let waiting: Vec<_> = (0..100)
        .map(|n| {
            let journal = journal.clone();
            tokio::spawn(async move { journal.append(vec![event(n)]).await })
        })
        .collect();
    while journal.places.available_permits() > 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(
        journal.append(vec![event(200)]).await,
        Err(JournalError::Busy)
    );
    holder.execute_batch("COMMIT").unwrap();
    for answer in waiting {
        assert_eq!(answer.await.unwrap(), Ok(()));
    }
    assert_eq!(seqs(&journal, "a").await.len(), 100);
    let commits = *journal.appended().borrow();
    assert!(commits <= 3, "100 appends took {commits} commits");
    journal.append(vec![event(200)]).await.unwrap();
}

#[tokio::test]
async fn a_restart_resumes_with_attempts_and_due_times() {
    let room = room();
    let (journal, writer) = room.open(&["a"]).unwrap();
    journal.append(vec![event(1), event(2)]).await.unwrap();
    let later = Settlement::Later {
        seq: 1,
        next_at_ms: DAY_MS + 500,
    };
    journal.settle("a", vec![later]).await.unwrap();
    close(journal, writer).await;

    let (journal, _writer) = room.open(&["a"]).unwrap();
    assert_eq!(seqs(&journal, "a").await, [2]);
    deliver_all(&journal, "a").await;
    assert_eq!(journal.next_due_ms("a").await.unwrap(), Some(DAY_MS + 500));
    let due = journal.due("a", DAY_MS + 500, 10).await.unwrap();
    assert_eq!((due[0].seq, due[0].attempts), (1, 1));
}

#[tokio::test]
async fn the_files_hold_an_event_the_moment_that_append_returns() {
    let room = room();
    let (journal, _writer) = room.open(&["a"]).unwrap();
    journal.append(vec![event(1)]).await.unwrap();
    let copy = tempfile::tempdir().unwrap();
    for file in fs::read_dir(room.directory.path()).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
    }
    let crashed = Config {
        path: copy.path().join("store.sqlite3"),
        ..room.config.clone()
    };
    let (journal, _writer) = Journal::open(&crashed, vec!["a".into()], room.clock.clone()).unwrap();
    assert_eq!(
        journal.due("a", DAY_MS, 10).await.unwrap()[0].event,
        event(1)
    );
}

#[tokio::test]
async fn a_full_store_refuses_events_still_settles_and_then_has_room_again() {
    let mut room = room();
    room.config.max_bytes = 256 * 1024;
    let (journal, _writer) = room.open(&["a"]).unwrap();
    let mut stored = 0;
    let full = loop {
        let events = (stored * 20..stored * 20 + 20).map(event).collect();
        match journal.append(events).await {
            Ok(()) => stored += 1,
            Err(error) => break error,
        }
        assert!(stored < 1_000, "the store never says that it is full");
    };
    assert_eq!(full, JournalError::Full);
    assert!(full.is_retryable());
    let waiting = seqs(&journal, "a").await;
    assert_eq!(u64::try_from(waiting.len()).unwrap(), stored * 20);

    let again = journal.append(vec![event(999_999)]).await;
    assert_eq!(again, Err(JournalError::Full));
    let reason = "r".repeat(500);
    let dead = waiting.iter().take(50).map(|&seq| Settlement::Dead {
        seq,
        reason: reason.clone(),
    });
    journal.settle("a", dead.collect()).await.unwrap();
    assert_eq!(
        journal.append(vec![event(999_999)]).await,
        Err(JournalError::Full)
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
        seq: 2,
        reason: "no".into(),
    };
    journal
        .settle("b", vec![Settlement::Delivered { seq: 1 }, dead])
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
        seq: 1,
        next_at_ms: 9 * DAY_MS,
    };
    journal.settle("a", vec![later]).await.unwrap();
    assert_eq!(seqs(&journal, "a").await, [1]);
    let soon = journal.due("a", 9 * DAY_MS - 1_000, 10).await.unwrap();
    assert_eq!(soon.len(), 0);
}

#[tokio::test]
async fn a_second_relay_is_refused_while_the_first_lives() {
    let room = room();
    let (journal, writer) = room.open(&["a"]).unwrap();
    let second = room.open(&["a"]).err().unwrap();
    assert!(matches!(second, JournalError::InUse { .. }), "{second:?}");
    journal.append(vec![event(1)]).await.unwrap();
    close(journal, writer).await;
    room.open(&["a"]).unwrap();
}

fn refused(room: &Room) -> JournalError {
    let path = &room.config.path;
    let read = |path: &Path| fs::read(path).ok();
    let before = read(path);
    let error = room.open(&["a"]).err().unwrap();
    assert_eq!(read(path), before, "the file was changed");
    error
}

#[tokio::test]
async fn a_damaged_store_is_refused_and_left_as_it_is() {
    let room = room();
    let (journal, writer) = room.open(&["a"]).unwrap();
    for n in 0..50 {
        journal.append(vec![event(n)]).await.unwrap();
    }
    close(journal, writer).await;
    let whole = fs::read(&room.config.path).unwrap();
    let mut holed = whole.clone();
    holed[4_096..].fill(0xAB);
    let garbage = b"this is no database, but somebody's notes. ".repeat(200);
    for bytes in [holed, whole[..whole.len() / 2].to_vec(), garbage] {
        fs::write(&room.config.path, bytes).unwrap();
        let error = refused(&room);
        assert!(matches!(error, JournalError::Corrupt { .. }), "{error:?}");
        assert!(error.to_string().contains("restore a backup"), "{error}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let room = room();
    let (journal, _writer) = room.open(&["a"]).unwrap();
    journal.append(vec![event(1)]).await.unwrap();
    for suffix in ["", "-wal", "-shm"] {
        let path = format!("{}{suffix}", room.config.path.display());
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{path}");
    }
}

#[tokio::test]
async fn a_log_without_its_file_is_refused_since_sqlite_would_delete_it() {
    let room = room();
    let log = room.config.path.with_extension("sqlite3-wal");
    fs::write(&log, b"accepted events").unwrap();
    assert!(matches!(refused(&room), JournalError::Corrupt { .. }));
    assert_eq!(fs::read(&log).unwrap(), b"accepted events");
}

#[tokio::test]
async fn the_store_of_a_newer_relay_or_of_another_program_is_refused() {
    let other = room();
    other
        .raw()
        .execute_batch("CREATE TABLE theirs (a)")
        .unwrap();
    assert!(matches!(refused(&other), JournalError::Corrupt { .. }));

    let room = room();
    let (journal, writer) = room.open(&["a"]).unwrap();
    close(journal, writer).await;
    room.raw().execute_batch("PRAGMA user_version = 2").unwrap();
    let error = refused(&room);
    assert!(
        matches!(
            error,
            JournalError::Newer {
                found: 2,
                known: 1,
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn an_unreadable_event_is_named_and_can_be_buried() {
    let room = room();
    let (journal, _writer) = room.open(&["a"]).unwrap();
    journal.append(vec![event(1), event(2)]).await.unwrap();
    room.raw()
        .execute_batch("UPDATE event SET body = '{}' WHERE seq = 1")
        .unwrap();
    let error = journal.due("a", DAY_MS, 10).await.unwrap_err();
    assert_eq!(error, JournalError::Unreadable { seq: 1 });
    let dead = Settlement::Dead {
        seq: 1,
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
    assert!(matches!(answer, Err(JournalError::Failed(_))), "{answer:?}");
    assert_eq!(writer.ended().await, answer);
    assert_eq!(writer.ended().await, answer, "asked twice");
    let late = journal.append(vec![event(2)]).await;
    assert!(matches!(late, Err(JournalError::Failed(_))), "{late:?}");
}
