//! A back-up of the store, made beside a running relay as docs/operating.md has it, and restored.

use rusqlite::Connection;

use crate::health::datadog;
use crate::support::client::post;
use crate::support::intake::{Act, Intake};
use crate::support::process::Relay;
use crate::support::{events, eventually};

const PAGE: &str = include_str!("../../../../docs/operating.md");

/// The statement that the page gives, with another file in the place of its own.
fn statement(backup: &str) -> String {
    let (_, rest) = PAGE.split_once("sqlite3 thumbspan.db \"").unwrap();
    let (statement, _) = rest.split_once('"').unwrap();
    assert!(statement.contains("'backup.db'"), "{statement}");
    statement.replace("backup.db", backup)
}

async fn send(relay: &Relay, numbers: impl Iterator<Item = u64>) {
    let events: Vec<_> = numbers.map(events::thumb).collect();
    let answer = post(relay.address, "/v1/feedback", &events::body(&events)).await;
    assert_eq!(answer.status, 202);
}

#[tokio::test]
async fn a_restored_backup_delivers_what_waited_when_it_was_made_and_knows_its_events() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let intake = Intake::start(|| Act::Status(503)).await;
    let mut relay = Relay::serve(&folder, &datadog(&intake.url())).await;
    send(&relay, 1..=20).await;
    let backup = other.path().join("store.db");
    Connection::open(folder.path().join("store.db"))
        .unwrap()
        .execute_batch(&statement(&backup.display().to_string()))
        .unwrap();
    send(&relay, 21..=21).await;
    relay.kill().await;

    intake.behave();
    let restored = Relay::serve(&other, &datadog(&intake.url())).await;
    eventually("the deliveries", || async { intake.count() >= 20 }).await;
    send(&restored, 20..=22).await;
    eventually("the new ones", || async { intake.count() >= 22 }).await;
    assert_eq!(intake.count(), 22, "the 20th was known");
}
