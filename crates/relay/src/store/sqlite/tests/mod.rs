mod closing;
mod faults;
mod keeping;
mod model;
mod permits;
mod refusing;
mod room;
mod upgrading;
mod votes;

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
        revisions: 10,
        keep_delivered: std::time::Duration::from_secs(60),
        longest_wait: std::time::Duration::from_secs(300),
        network_files: false,
    };
    let clock = Arc::new(ManualClock::at(DAY_MS));
    Room {
        directory,
        config,
        clock,
    }
}

impl Room {
    fn open(&self, sinks: &[&str]) -> Result<(Journal, Writer), StoreError> {
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
    due.iter().map(|due| row_of(due.seq)).collect()
}

async fn deliver_all(journal: &Journal, sink: &str) {
    let settlements = seqs(journal, sink).await.into_iter();
    let settlements = settlements
        .map(|seq| Settlement::Delivered { seq: seq.into() })
        .collect();
    journal.settle(sink, settlements).await.unwrap();
}
