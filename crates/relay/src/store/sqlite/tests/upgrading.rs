//! The file of an older relay opens, with everything that it holds.

use super::*;
use crate::testing::signal;
use thumbspan_contract::{MetricType, Value};

/// The tables as the first relay made them.
const FIRST: &str = "
PRAGMA journal_mode = WAL;
CREATE TABLE event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL,
  received_ms INTEGER NOT NULL,
  done_ms INTEGER
) STRICT;
CREATE INDEX event_done ON event(done_ms) WHERE done_ms IS NOT NULL;
CREATE TABLE delivery (
  event_seq INTEGER NOT NULL REFERENCES event(seq) ON DELETE CASCADE,
  sink TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'delivered', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at_ms INTEGER NOT NULL DEFAULT 0,
  reason TEXT,
  settled_ms INTEGER,
  PRIMARY KEY (event_seq, sink)
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_ready ON delivery(sink, next_at_ms, event_seq) WHERE state = 'ready';
CREATE INDEX delivery_dead ON delivery(settled_ms) WHERE state = 'dead';
PRAGMA application_id = 0x54686d62;
PRAGMA user_version = 1;
";

fn vote(n: u64, stars: f64) -> Event {
    Event {
        signals: vec![signal(
            "user_rating",
            MetricType::Score,
            Value::Score(stars),
        )],
        ticket: Some("t".to_owned()),
        ..event(n)
    }
}

/// What the second relay added.
const SECOND: &str = "
CREATE TABLE vote (
  ticket BLOB NOT NULL,
  label TEXT NOT NULL,
  event_seq INTEGER NOT NULL REFERENCES event(seq) ON DELETE CASCADE,
  timestamp_ms INTEGER NOT NULL,
  revises TEXT,
  PRIMARY KEY (ticket, label)
) STRICT, WITHOUT ROWID;
CREATE INDEX vote_event ON vote(event_seq);
PRAGMA user_version = 2;
";

/// A store of the first version with these bodies, each waiting for the sink `a`.
fn first(room: &Room, bodies: &[String]) {
    let raw = room.raw();
    raw.execute_batch(FIRST).unwrap();
    for (n, body) in (1_i64..).zip(bodies) {
        let id = event(n.unsigned_abs()).id;
        let event = "INSERT INTO event (id, body, received_ms) VALUES (?1, ?2, 5)";
        raw.execute(event, (id, body)).unwrap();
        let delivery = "INSERT INTO delivery (event_seq, sink) VALUES (?1, 'a')";
        raw.execute(delivery, [n]).unwrap();
    }
}

fn text(event: &Event) -> String {
    serde_json::to_string(event).unwrap()
}

fn version(room: &Room) -> i64 {
    let version = room
        .raw()
        .query_row("PRAGMA user_version", [], |row| row.get(0));
    version.unwrap()
}

#[tokio::test]
async fn the_first_relays_file_opens_with_its_events_and_their_votes() {
    let room = room();
    first(
        &room,
        &[text(&vote(1, 2.0)), text(&event(2)), text(&vote(3, 4.0))],
    );
    for _ in 0..2 {
        let (journal, writer) = room.open(&["a"]).unwrap();
        assert_eq!(version(&room), 4);
        assert_eq!(seqs(&journal, "a").await, [1, 2, 3]);
        let votes = journal.votes("t").await.unwrap();
        assert_eq!(votes.len(), 1);
        assert_eq!(
            (&votes[0].id, &votes[0].value),
            (&event(3).id, &Value::Score(4.0))
        );
        close(journal, writer).await;
    }
    let (journal, _writer) = room.open(&["a"]).unwrap();
    journal
        .append(vec![vote(1, 5.0), vote(9, 5.0)])
        .await
        .unwrap();
    let waiting = seqs(&journal, "a").await.len();
    assert_eq!(waiting, 4, "known ids stay known");
    assert_eq!(journal.votes("t").await.unwrap()[0].id, event(9).id);
}

#[tokio::test]
async fn a_store_without_counts_of_tickets_gets_them() {
    let room = room();
    first(&room, &[text(&vote(1, 2.0))]);
    room.raw().execute_batch(SECOND).unwrap();
    let (journal, _writer) = room.open(&["a"]).unwrap();
    assert_eq!(version(&room), 4);
    let named = Event {
        ticket: Some("shop name".to_owned()),
        ..event(2)
    };
    assert_eq!(journal.append(vec![named]).await.unwrap(), []);
    assert_eq!(seqs(&journal, "a").await, [1, 2]);
}

#[tokio::test]
async fn an_event_that_cannot_be_read_keeps_no_store_from_opening() {
    let room = room();
    let broken = r#"{"ticket":"t", "signals": 7}"#.to_owned();
    first(
        &room,
        &[broken, r#""ticket":"#.to_owned(), text(&vote(3, 4.0))],
    );
    let (journal, _writer) = room.open(&["a"]).unwrap();
    assert_eq!(journal.votes("t").await.unwrap().len(), 1);
    assert_eq!(journal.counts().await.unwrap()[0].waiting, 3);
}

#[tokio::test]
async fn an_upgrade_that_fails_leaves_the_store_as_it_was() {
    let room = room();
    first(&room, &[text(&vote(1, 2.0))]);
    room.raw()
        .execute_batch("CREATE TABLE vote_event (a)")
        .unwrap();
    room.open(&["a"]).err().unwrap();
    assert_eq!(version(&room), 1);
    room.raw().execute_batch("DROP TABLE vote_event").unwrap();
    let (journal, _writer) = room.open(&["a"]).unwrap();
    assert_eq!(seqs(&journal, "a").await, [1]);
    assert_eq!(journal.votes("t").await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_second_relays_file_opens_with_its_dead_letters() {
    let room = room();
    first(&room, &[text(&event(1)), text(&event(2)), text(&event(3))]);
    let raw = room.raw();
    raw.execute_batch(SECOND).unwrap();
    let rows =
        "UPDATE delivery SET state = 'dead', reason = 'no', settled_ms = 9 WHERE event_seq = 1;
        UPDATE delivery SET attempts = 4, next_at_ms = 6 WHERE event_seq = 2";
    raw.execute_batch(rows).unwrap();
    let (journal, _writer) = room.open(&["a"]).unwrap();
    assert_eq!(version(&room), 4);
    let letter = journal.dead_letters(9).await.unwrap().remove(0);
    assert_eq!((&*letter.code, &*letter.reason), ("unknown", "no"));
    assert_eq!((letter.received_ms, letter.settled_ms), (5, 9));
    let due = journal.due("a", DAY_MS, 9).await.unwrap();
    let found: Vec<_> = due
        .iter()
        .map(|due| (row_of(due.seq), due.received_ms, due.attempts))
        .collect();
    assert_eq!(found, [(3, 5, 0), (2, 5, 4)]);
}

/// What the third relay added.
const THIRD: &str = "
ALTER TABLE delivery ADD COLUMN code TEXT;
ALTER TABLE delivery ADD COLUMN replayed_ms INTEGER;
DROP INDEX delivery_dead;
CREATE INDEX delivery_dead ON delivery(settled_ms, code) WHERE state = 'dead';
CREATE TABLE ticket_use (
  ticket BLOB NOT NULL,
  label TEXT NOT NULL,
  events INTEGER NOT NULL,
  used_ms INTEGER NOT NULL,
  PRIMARY KEY (ticket, label)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_use_old ON ticket_use(used_ms);
PRAGMA user_version = 3;
";

#[tokio::test]
async fn the_third_relays_file_opens_with_what_revises_what() {
    let room = room();
    let revising = |n, earlier| Event {
        revises: Some(event(earlier).id),
        ..event(n)
    };
    let bodies = [
        text(&revising(1, 2)),
        text(&event(2)),
        text(&revising(3, 3)),
        r#""revises":"#.to_owned(),
        r#"{"revises":null}"#.to_owned(),
    ];
    first(&room, &bodies);
    let raw = room.raw();
    raw.execute_batch(SECOND).unwrap();
    raw.execute_batch(THIRD).unwrap();
    let (journal, _writer) = room.open(&["a"]).unwrap();
    assert_eq!(version(&room), 4);
    let due = journal.due("a", DAY_MS, 3).await.unwrap();
    let newer = due.iter().map(|due| due.newer.clone());
    assert_eq!(
        newer.collect::<Vec<_>>(),
        [vec![], vec![revising(1, 2)], vec![]]
    );
    let revisions = "SELECT COUNT(*) FROM event WHERE revises IS NOT NULL";
    let count = raw.query_row(revisions, [], |row| row.get::<_, i64>(0));
    assert_eq!(
        count,
        Ok(1),
        "itself is none, and what is broken revises nothing"
    );
}
