use std::sync::mpsc::channel;
use std::time::Instant;

use tokio::sync::Semaphore;

use super::super::schema;
use super::*;
use crate::testing::ManualClock;

fn store(directory: &tempfile::TempDir) -> Store {
    let config = Config {
        path: directory.path().join("store"),
        max_bytes: 1 << 30,
        queue: 8,
        revisions: 10,
        keep_delivered: Duration::ZERO,
        longest_wait: Duration::from_secs(300),
        network_files: false,
    };
    let clock = Arc::new(ManualClock::at(1));
    let opened = schema::open(&config).unwrap();
    Store::new(opened, &config, clock, watch::channel(0).0).unwrap()
}

fn append(id: &str, bytes: usize) -> (Command, oneshot::Receiver<Answer>) {
    let place = Arc::new(Semaphore::new(1)).try_acquire_owned().unwrap();
    let row = Row {
        id: id.to_owned(),
        body: "x".repeat(bytes),
        said: None,
        revises: None,
        sinks: vec!["a".into()],
    };
    let (reply, answer) = oneshot::channel();
    let work = Work::Append {
        rows: vec![row],
        received_ms: 1,
        _place: place,
    };
    (Command { work, reply }, answer)
}

fn settle() -> (Command, oneshot::Receiver<Answer>) {
    let (reply, answer) = oneshot::channel();
    let settlements = vec![Settlement::Delivered { seq: 1.into() }];
    let work = Work::Settle {
        sink: "a".to_owned(),
        settlements,
        now_ms: 1,
    };
    (Command { work, reply }, answer)
}

#[test]
fn a_disk_without_room_refuses_events_takes_settlements_and_the_writer_goes_on() {
    let directory = tempfile::tempdir().unwrap();
    let mut store = store(&directory);
    let (first, mut stored) = append("1", 10);
    store.serve(vec![first]).unwrap();
    assert_eq!(stored.try_recv().unwrap(), Ok(vec![]));

    let pages = write::used_pages(&store.connection).unwrap();
    let set = |store: &Store, most| {
        let most = write::stored(most);
        let pragma = store
            .connection
            .pragma_update_and_check(None, "max_page_count", most, |_| Ok(()));
        pragma.unwrap();
    };
    set(&store, pages);
    let ((big, mut refused), (settle, mut settled)) = (append("2", 100_000), settle());
    store.serve(vec![big, settle]).unwrap();
    assert_eq!(refused.try_recv().unwrap(), Err(StoreError::Full));
    assert_eq!(settled.try_recv().unwrap(), Ok(vec![]));

    set(&store, pages + 100);
    let (again, mut stored) = append("2", 100_000);
    store.serve(vec![again]).unwrap();
    assert_eq!(stored.try_recv().unwrap(), Ok(vec![]));
}

#[test]
fn what_was_kept_long_enough_goes_while_nothing_happens() {
    let directory = tempfile::tempdir().unwrap();
    let mut store = store(&directory);
    store.idle = Duration::from_millis(1);
    let (commands, queue) = channel();
    let ((append, _), (settle, _)) = (append("1", 10), settle());
    store.serve(vec![append]).unwrap();
    let writing = std::thread::spawn(move || {
        // No tidying after this settling: the janitor has just been.
        store.purged_ms = 1;
        store.serve(vec![settle]).unwrap();
        store.purged_ms = u64::MAX;
        store.run(&queue)
    });
    let reader = schema::reader(&directory.path().join("store")).unwrap();
    let stored = || reader.query_row("SELECT COUNT(*) FROM event", [], |row| row.get(0));
    let patience = Instant::now() + Duration::from_secs(30);
    while stored() != Ok(0) {
        assert!(Instant::now() < patience, "it is still there");
        std::thread::yield_now();
    }
    drop(commands);
    assert_eq!(writing.join().unwrap(), Ok(()));
}

#[test]
fn what_was_kept_long_enough_goes_also_while_nothing_is_settled() {
    let directory = tempfile::tempdir().unwrap();
    let mut store = store(&directory);
    let (first, _) = append("1", 10);
    let (settle, _) = settle();
    store.serve(vec![first]).unwrap();
    // No tidying after this settling: the janitor has just been.
    store.purged_ms = 1;
    store.serve(vec![settle]).unwrap();
    store.purged_ms = u64::MAX;
    let (second, _) = append("2", 10);
    store.serve(vec![second]).unwrap();
    let sql = "SELECT group_concat(id) FROM event";
    let left: String = store
        .connection
        .query_row(sql, [], |row| row.get(0))
        .unwrap();
    assert_eq!(left, "2");
}

#[test]
fn a_fault_of_the_disk_is_told_to_all_who_wait_and_ends_the_writer() {
    let directory = tempfile::tempdir().unwrap();
    let store = store(&directory);
    store
        .connection
        .execute_batch("DROP TABLE delivery")
        .unwrap();
    let (commands, queue) = channel();
    let mut answers = Vec::new();
    for id in 0..GROUP + 2 {
        let (command, answer) = append(&id.to_string(), 10);
        commands.send(command).unwrap();
        answers.push(answer);
    }
    let ended = store.run(&queue);
    assert!(matches!(ended, Err(StoreError::Failed(_))), "{ended:?}");
    for mut answer in answers {
        assert_eq!(answer.try_recv().unwrap(), ended.clone().map(|()| vec![]));
    }
}
