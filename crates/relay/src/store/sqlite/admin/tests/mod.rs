//! Beside an open journal, as beside a running relay.

mod erase;
mod events;
mod letters;

use std::fs;
use std::time::Duration;

use tempfile::TempDir;
use thumbspan_contract::{Event, MetricType, Submitter, Value};

use super::*;
use crate::store::sqlite::{Config, Journal, row_of};
use crate::store::{Settlement, Writer};
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
        revisions: 10,
        keep_delivered: Duration::from_secs(60),
        longest_wait: Duration::from_secs(300),
        network_files: false,
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
        let dead = Settlement::Dead {
            seq: seq.into(),
            code,
            reason,
        };
        self.journal.settle(sink, vec![dead]).await.unwrap();
    }

    async fn due(&self, sink: &str) -> Vec<i64> {
        let due = self.journal.due(sink, self.clock.now_ms(), 100).await;
        due.unwrap().iter().map(|due| row_of(due.seq)).collect()
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
