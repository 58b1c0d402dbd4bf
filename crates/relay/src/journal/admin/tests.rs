//! Beside an open journal, as beside a running relay.

use std::fs;
use std::time::Duration;

use tempfile::TempDir;
use thumbspan_contract::{Event, MetricType, Submitter, Value};

use super::*;
use crate::journal::{Config, Journal, Settlement, Writer};
use crate::testing::{ManualClock, event, signal};

const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

struct Room {
    _directory: TempDir,
    path: std::path::PathBuf,
    clock: Arc<ManualClock>,
    journal: Journal,
    _writer: Writer,
    admin: Admin,
}

async fn room(sinks: &[&str], events: Vec<Event>) -> Room {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store.db");
    let config = Config {
        path: path.clone(),
        max_bytes: 1 << 30,
        queue: 64,
        keep_delivered: Duration::from_secs(60),
    };
    let clock = Arc::new(ManualClock::at(DAY_MS));
    let sinks = sinks.iter().map(|&sink| sink.to_owned()).collect();
    let (journal, writer) = Journal::open(&config, sinks, clock.clone()).unwrap();
    for event in events {
        journal.append(vec![event]).await.unwrap();
    }
    let admin = Admin::open(&path, clock.clone()).unwrap();
    Room {
        _directory: directory,
        path,
        clock,
        journal,
        _writer: writer,
        admin,
    }
}

impl Room {
    async fn bury(&self, sink: &str, seq: i64, code: &'static str) {
        let reason = format!("{code} of {seq}");
        let dead = Settlement::Dead { seq, code, reason };
        self.journal.settle(sink, vec![dead]).await.unwrap();
    }

    async fn due(&self, sink: &str) -> Vec<i64> {
        let due = self.journal.due(sink, self.clock.now_ms(), 100).await;
        due.unwrap().iter().map(|due| due.seq).collect()
    }

    fn letters(&self, which: &Which) -> Vec<(String, String)> {
        let letters = self.admin.dead_letters(which, 100).unwrap().into_iter();
        letters.map(|letter| (letter.id, letter.code)).collect()
    }

    fn rows(&self, sql: &str) -> i64 {
        let raw = Connection::open(&self.path).unwrap();
        raw.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    fn bytes(&self) -> Vec<u8> {
        let read = |suffix: &str| fs::read(format!("{}{suffix}", self.path.display()));
        [read("").unwrap(), read("-wal").unwrap_or_default()].concat()
    }
}

fn of(sink: &str) -> Which {
    Which {
        sink: Some(sink.to_owned()),
        ..Which::default()
    }
}

fn named(ids: &[&str]) -> Which {
    Which {
        ids: ids.iter().map(|&id| id.to_owned()).collect(),
        ..Which::default()
    }
}

/// Event n of a submitter, with a comment so long that it has pages of its own.
fn said(n: u64, by: &str, words: &str) -> Event {
    Event {
        submitter: Some(Submitter {
            id: by.to_owned(),
            kind: None,
        }),
        signals: vec![signal(
            "user_comment",
            MetricType::Text,
            Value::Text(words.repeat(4_000 / words.len())),
        )],
        ml_app: Some(format!("app-of-{by}")),
        ticket: Some(format!("ticket-{by}")),
        ..event(n)
    }
}

#[tokio::test]
async fn dead_letters_are_found_by_id_sink_and_code_the_newest_first() {
    let room = room(&["a", "b"], (1..=3).map(event).collect()).await;
    room.bury("a", 1, "sink_refused").await;
    room.clock.set(DAY_MS + 5);
    room.bury("a", 2, "sink_gave_up").await;
    room.bury("b", 2, "sink_refused").await;
    let pair = |n, code: &str| (event(n).id, code.to_owned());
    let (first, gave_up) = (pair(1, "sink_refused"), pair(2, "sink_gave_up"));
    let refused = pair(2, "sink_refused");
    let all = room.letters(&Which::default());
    assert_eq!((all.len(), &all[2]), (3, &first));
    assert_eq!(room.letters(&of("a")), [gave_up, first.clone()]);
    let code = Which {
        code: Some("sink_refused".to_owned()),
        ..Which::default()
    };
    assert_eq!(room.letters(&code), [refused.clone(), first.clone()]);
    assert_eq!(room.letters(&named(&[&event(1).id])), [first]);
    let both = Which {
        ids: vec![event(2).id, "'] OR 1=1 --".to_owned()],
        ..of("b")
    };
    assert_eq!(room.letters(&both), [refused]);
    let letter = room.admin.dead_letters(&of("b"), 1).unwrap().remove(0);
    assert_eq!(
        (letter.received_ms, letter.settled_ms),
        (DAY_MS, DAY_MS + 5)
    );
    assert_eq!(letter.reason, "sink_refused of 2");
}

#[tokio::test]
async fn a_replayed_letter_is_due_as_if_it_had_just_come() {
    let mut room = room(&["a", "b"], (1..=450).map(event).collect()).await;
    for seq in 1..=450 {
        room.bury("a", seq, "sink_gave_up").await;
    }
    room.clock.set(9 * DAY_MS);
    let unknown = "no-such-id".to_owned();
    let one = room
        .admin
        .replay(&named(&[&event(7).id, &unknown]))
        .unwrap();
    let expected = Changed {
        count: 1,
        unknown: vec![unknown],
    };
    assert_eq!(one, expected);
    assert_eq!(room.due("a").await, [7]);
    let due = room
        .journal
        .due("a", 9 * DAY_MS, 1)
        .await
        .unwrap()
        .remove(0);
    assert_eq!((due.received_ms, due.attempts), (9 * DAY_MS, 0));
    assert_eq!(room.admin.replay(&of("b")).unwrap(), Changed::default());
    let all = room.admin.replay(&Which::default()).unwrap();
    assert_eq!(all.count, 449, "more than one transaction holds");
    assert_eq!(room.letters(&Which::default()), []);
    assert_eq!(
        room.rows("SELECT COUNT(*) FROM delivery WHERE state = 'ready'"),
        900
    );
    room.journal.append(vec![event(999)]).await.unwrap();
}

#[tokio::test]
async fn dead_letters_stay_until_they_are_dropped_and_events_as_long_as_one_sink_needs_them() {
    let mut room = room(&["a", "b"], (1..=3).map(event).collect()).await;
    for seq in 1..=3 {
        room.bury("a", seq, "sink_refused").await;
    }
    room.bury("b", 1, "sink_refused").await;
    let delivered = vec![Settlement::Delivered { seq: 2 }];
    room.journal.settle("b", delivered).await.unwrap();
    room.clock.set(900 * DAY_MS);
    room.journal.settle("b", vec![]).await.unwrap();
    assert_eq!(room.letters(&Which::default()).len(), 4, "kept for years");

    let changed = room.admin.discard(&of("a")).unwrap();
    assert_eq!(changed.count, 3);
    let letters = room.letters(&Which::default());
    assert_eq!(letters, [(event(1).id, "sink_refused".to_owned())]);
    assert_eq!(room.due("b").await, [3], "what waits elsewhere still waits");
    assert_eq!(room.rows("SELECT COUNT(*) FROM event"), 3);
    assert_eq!(
        room.rows("SELECT done_ms FROM event WHERE seq = 2"),
        900 * 86_400_000
    );
    room.admin.discard(&of("b")).unwrap();
    assert_eq!(
        room.rows("SELECT COUNT(*) FROM event"),
        2,
        "nobody needs it"
    );
}

#[tokio::test]
async fn what_waits_is_listed_with_its_tries() {
    let room = room(&["a", "b"], vec![event(1), event(2)]).await;
    let later = Settlement::Later {
        seq: 1,
        next_at_ms: DAY_MS + 77,
        code: "sink_retry",
    };
    room.journal.settle("b", vec![later]).await.unwrap();
    let waiting = room.admin.waiting(Some("b"), 10).unwrap();
    let expected = Waiting {
        sink: "b".to_owned(),
        id: event(1).id,
        attempts: 1,
        next_at_ms: DAY_MS + 77,
        code: Some("sink_retry".to_owned()),
        received_ms: DAY_MS,
    };
    assert_eq!(waiting[1], expected);
    assert_eq!((&waiting[0].id, &waiting[0].code), (&event(2).id, &None));
    assert_eq!(room.admin.waiting(None, 3).unwrap().len(), 3);
    assert_eq!(room.admin.counts().unwrap()[1].waiting, 2);
}

#[tokio::test]
async fn events_are_found_by_time_submitter_and_application_page_by_page() {
    let room = room(&["a"], vec![said(1, "ann", "x"), event(2)]).await;
    room.clock.set(2 * DAY_MS);
    room.journal
        .append(vec![said(3, "ben", "y")])
        .await
        .unwrap();
    let broken = "INSERT INTO event (id, body, received_ms) VALUES ('x', '{broken', 5)";
    room.admin.connection.execute_batch(broken).unwrap();
    let seqs = |filter: Filter| -> Vec<i64> {
        let found = room.admin.events(&filter, 0, 10).unwrap();
        found.iter().map(|stored| stored.seq).collect()
    };
    let all = Filter::default;
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(seqs(all()), [1, 2, 3, 4]);
    assert_eq!(
        seqs(Filter {
            submitter: text("ann"),
            ..all()
        }),
        [1]
    );
    assert_eq!(
        seqs(Filter {
            ml_app: text("app-of-ben"),
            ..all()
        }),
        [3]
    );
    assert_eq!(
        seqs(Filter {
            from_ms: Some(2 * DAY_MS),
            ..all()
        }),
        [3]
    );
    assert_eq!(
        seqs(Filter {
            to_ms: Some(2 * DAY_MS),
            ..all()
        }),
        [1, 2, 4]
    );
    let page = room.admin.events(&all(), 1, 2).unwrap();
    assert_eq!(
        (page.len(), page[0].seq, page[0].received_ms),
        (2, 2, DAY_MS)
    );
}

#[tokio::test]
async fn erasing_a_submitter_leaves_no_byte_of_what_they_said() {
    let events = vec![
        said(1, "ann", "marker-of-ann "),
        said(2, "ben", "marker-of-ben "),
        said(3, "ann", "marker-of-ann "),
        said(4, "ann", "marker-of-ann "),
    ];
    let mut room = room(&["a", "b"], events).await;
    room.bury("a", 3, "sink_refused").await;
    let delivered = vec![Settlement::Delivered { seq: 1 }];
    room.journal.settle("b", delivered).await.unwrap();
    let has = |room: &Room, marker: &[u8]| {
        let bytes = room.bytes();
        bytes.windows(marker.len()).any(|window| window == marker)
    };
    assert!(has(&room, b"marker-of-ann") && has(&room, b"ticket-ann"));
    let erased = room.admin.erase("ann").unwrap();
    assert_eq!((erased.events, erased.log_emptied), (3, true));
    assert_eq!(erased.delivered, [("b".to_owned(), 1)].into());
    for marker in ["marker-of-ann", "ticket-ann", "app-of-ann", "\"ann\""] {
        assert!(!has(&room, marker.as_bytes()), "{marker}");
    }
    assert_eq!(room.due("a").await, [2], "the others' events stay");
    for table in ["event", "vote"] {
        assert_eq!(room.rows(&format!("SELECT COUNT(*) FROM {table}")), 1);
    }
    assert_eq!(room.letters(&Which::default()), []);
    let marker = b"marker-of-ben";
    room.journal
        .settle("a", vec![Settlement::Delivered { seq: 2 }])
        .await
        .unwrap();
    assert!(has(&room, marker));
    assert_eq!(room.admin.erase("").unwrap().events, 0);
}

#[tokio::test]
async fn what_retention_deletes_is_overwritten_too() {
    let room = room(&["a"], vec![said(1, "ann", "marker-of-ann ")]).await;
    room.journal
        .settle("a", vec![Settlement::Delivered { seq: 1 }])
        .await
        .unwrap();
    room.clock.set(2 * DAY_MS);
    room.journal.settle("a", vec![]).await.unwrap();
    room.journal.settle("a", vec![]).await.unwrap();
    assert_eq!(room.rows("SELECT COUNT(*) FROM event"), 0);
    room.admin
        .connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    let marker = b"marker-of-ann";
    assert!(
        !room
            .bytes()
            .windows(marker.len())
            .any(|window| window == marker)
    );
}

#[tokio::test]
async fn a_missing_an_empty_and_an_older_store_are_refused_and_nothing_is_made() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store.db");
    let clock = Arc::new(ManualClock::at(1));
    let open = || Admin::open(&path, clock.clone()).err();
    assert!(matches!(open(), Some(JournalError::Missing { .. })));
    assert!(!path.exists());
    fs::write(&path, b"").unwrap();
    assert!(matches!(open(), Some(JournalError::Missing { .. })));
    fs::write(&path, b"somebody's notes ".repeat(500)).unwrap();
    assert!(matches!(open(), Some(JournalError::Corrupt { .. })));
    let room = room(&["a"], vec![]).await;
    let older = "PRAGMA user_version = 2";
    Connection::open(&room.path)
        .unwrap()
        .execute_batch(older)
        .unwrap();
    let error = Admin::open(&room.path, clock.clone()).err();
    let expected = Some((2, VERSION));
    let found = error.and_then(|error| match error {
        JournalError::Older { found, known, .. } => Some((found, known)),
        _ => None,
    });
    assert_eq!(found, expected);
}
