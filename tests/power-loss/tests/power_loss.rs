//! Promise 1 under a loss of power: whatever was accepted before it is in the store that is left.
//!
//! `THUMBSPAN_TEST_LOSSES` asks for more losses, `THUMBSPAN_TEST_SEED` repeats a run.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a panic in a test is the report, and the seed repeats it"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use power_loss::{Dice, Disk, Files, watch};
use rusqlite::Connection;
use support::{Known, asked, event, open, seed, shared};
use thumbspan_relay::store::Settlement;

/// Unless `THUMBSPAN_TEST_LOSSES` asks for more.
const LOSSES: usize = 300;
/// Losses of one run of the store, at most: each holds a copy of the files.
const MOST: usize = 40;
const CLIENTS: u64 = 4;
const BATCHES: u64 = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_accepted_is_left_after_a_loss_of_power() {
    let (seed, wanted) = (
        seed(),
        asked("THUMBSPAN_TEST_LOSSES").map_or(LOSSES, |number| usize::try_from(number).unwrap()),
    );
    println!("repeat with THUMBSPAN_TEST_SEED={seed}");
    let mut dice = Dice::new(seed);
    let (mut losses, mut accepted, mut settled) = (0, 0, 0);
    while losses < wanted {
        let seed = dice.roll(u64::MAX);
        for (known, files) in run(seed).await {
            losses += 1;
            accepted += known.accepted.len();
            settled += known.settled.len();
            left(&known, &files, seed).await;
        }
    }
    println!("{losses} losses; {accepted} accepted and {settled} settled events looked for");
    assert!(
        accepted > losses && settled > losses,
        "too little was at stake"
    );
}

/// One life of a store, with what each loss of power left of it and what was promised by then.
async fn run(seed: u64) -> Vec<(Known, Files)> {
    let folder = tempfile::tempdir().unwrap();
    let (known, losses) = (shared(Known::default()), shared(Vec::new()));
    let (witness, lost) = (Arc::clone(&known), Arc::clone(&losses));
    let disk = Disk::new(Dice::new(seed), 8, move |files| {
        let mut lost = lost.lock().unwrap();
        if lost.len() < MOST {
            lost.push((witness.lock().unwrap().clone(), files));
        }
    });
    let watched = watch(folder.path(), disk);
    let (journal, mut writer) = open(folder.path()).unwrap();
    // The last thing that opening does, and not through SQLite; tests/syscalls.rs sees it.
    watched.folder_synced();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (journal, known) = (journal.clone(), Arc::clone(&known));
            tokio::spawn(async move {
                for batch in 0..BATCHES {
                    let events: Vec<_> = (0..=batch % 3)
                        .map(|n| event(client << 16 | batch << 8 | n))
                        .collect();
                    let ids: Vec<_> = events.iter().map(|event| event.id.clone()).collect();
                    journal.append(events).await.unwrap();
                    known.lock().unwrap().accepted.extend(ids);
                    let due = journal.due("a", u64::MAX >> 2, 1).await.unwrap();
                    let Some(due) = due.first() else { continue };
                    let settlement = Settlement::Delivered { seq: due.seq };
                    journal.settle("a", vec![settlement]).await.unwrap();
                    known.lock().unwrap().settled.insert(due.event.id.clone());
                }
            })
        })
        .collect();
    for client in clients {
        client.await.unwrap();
    }
    drop(journal);
    writer.ended().await.unwrap();
    drop(watched);
    std::mem::take(&mut *losses.lock().unwrap())
}

/// Opens what is left, as a restart does, and looks for all that was promised.
async fn left(known: &Known, files: &Files, seed: u64) {
    let folder = tempfile::tempdir().unwrap();
    restore(folder.path(), files);
    let (journal, mut writer) =
        open(folder.path()).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    journal
        .append(vec![event(u64::from(u32::MAX))])
        .await
        .unwrap();
    let stored = ids(folder.path(), "SELECT id FROM event");
    let delivered = ids(
        folder.path(),
        "SELECT id FROM event JOIN delivery ON event_seq = seq WHERE state = 'delivered'",
    );
    drop(journal);
    writer.ended().await.unwrap();
    let missing: Vec<_> = known.accepted.difference(&stored).collect();
    assert!(
        missing.is_empty(),
        "seed {seed}: accepted and gone: {missing:?}"
    );
    let again: Vec<_> = known.settled.difference(&delivered).collect();
    assert!(
        again.is_empty(),
        "seed {seed}: delivered and forgotten: {again:?}"
    );
}

fn restore(folder: &Path, files: &Files) {
    for (path, bytes) in files {
        fs::write(folder.join(path.file_name().unwrap()), bytes).unwrap();
    }
}

fn ids(folder: &Path, sql: &str) -> BTreeSet<String> {
    let connection = Connection::open(folder.join("store.db")).unwrap();
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// That the disk forgets at all: without syncs, committed rows are gone.
#[test]
fn a_store_that_does_not_sync_loses_what_it_committed() {
    let folder = tempfile::tempdir().unwrap();
    let committed = Arc::new(Mutex::new(0_i64));
    let losses = shared(Vec::new());
    let (knows, lost) = (Arc::clone(&committed), Arc::clone(&losses));
    let disk = Disk::new(Dice::new(1), 4, move |files| {
        lost.lock().unwrap().push((*knows.lock().unwrap(), files));
    });
    let _watched = watch(folder.path(), disk);
    let connection = Connection::open(folder.path().join("store.db")).unwrap();
    connection
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; CREATE TABLE event (id TEXT) STRICT")
        .unwrap();
    for _ in 0..50 {
        connection
            .execute("INSERT INTO event VALUES ('a')", [])
            .unwrap();
        *committed.lock().unwrap() += 1;
    }
    let short = losses
        .lock()
        .unwrap()
        .iter()
        .filter(|(known, files)| rows(files) < *known)
        .count();
    assert!(short > 0, "no loss of power lost anything");
}

/// How many rows are left; none where no database is.
fn rows(files: &Files) -> i64 {
    let folder = tempfile::tempdir().unwrap();
    restore(folder.path(), files);
    let connection = Connection::open(folder.path().join("store.db")).unwrap();
    connection
        .query_row("SELECT COUNT(*) FROM event", [], |row| row.get(0))
        .unwrap_or(0)
}
