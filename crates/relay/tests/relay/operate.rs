//! The operator's commands beside a running relay.

use std::process::Output;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::health::datadog;
use crate::support::client::{get, post};
use crate::support::intake::{Act, Intake};
use crate::support::process::{Relay, delivered, output};
use crate::support::{events, eventually};

/// Runs a command on the store of a relay with the `jsonl` sink in this folder.
async fn operate(folder: &TempDir, arguments: &[&str]) -> Output {
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (store, lines) = (
        format!("sqlite:{}", path("store.db")),
        path("delivered.jsonl"),
    );
    let variables = [
        ("THUMBSPAN_STORE", &*store),
        ("THUMBSPAN_SINKS", "jsonl"),
        ("THUMBSPAN_JSONL_PATH", &*lines),
    ];
    output(arguments, &variables).await
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    assert!(output.status.success(), "{}", text(&output.stderr));
    let text = text(&output.stdout);
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

async fn ask(folder: &TempDir, arguments: &[&str]) -> Vec<Value> {
    lines(&operate(folder, arguments).await)
}

async fn send(relay: &Relay, events: &[Value]) {
    let answer = post(relay.address, "/v1/feedback", &events::body(events)).await;
    assert_eq!(answer.status, 202);
}

fn by(number: u64, submitter: &str, words: &str) -> Value {
    let mut event = events::comment(number, words);
    event["submitter"] = json!({"id": submitter});
    event["ml_app"] = json!(format!("app-of-{submitter}"));
    event["ticket"] = json!("a.secret.ticket");
    event
}

#[tokio::test]
async fn a_dead_letter_is_listed_shown_and_delivered_by_a_replay_beside_the_relay() {
    let folder = tempfile::tempdir().unwrap();
    let intake = Intake::start(|| Act::Status(400)).await;
    let relay = Relay::serve(&folder, &datadog(&intake.url())).await;
    send(&relay, &[by(1, "ann", "\u{1b}[2J said")]).await;
    send(&relay, &[events::thumb(2), events::thumb(3)]).await;
    let list = ["dead-letters", "list", "--json"];
    eventually("three dead letters", || async {
        ask(&folder, &list).await.len() == 3
    })
    .await;

    let table = operate(&folder, &["dead-letters", "list"]).await;
    let table = text(&table.stdout);
    assert_eq!(table.lines().count(), 4, "{table}");
    let row = table
        .lines()
        .find(|line| line.contains(&events::id(1)))
        .unwrap();
    assert!(
        row.starts_with("datadog  ") && row.contains("  sink_refused  "),
        "{row}"
    );
    let shown = operate(&folder, &["dead-letters", "show", &events::id(1)]).await;
    let shown = text(&shown.stdout);
    assert!(shown.contains("reason: Datadog answered 400"), "{shown}");
    assert!(
        shown.contains("\\u001b[2J said") && !shown.contains('\u{1b}'),
        "{shown}"
    );
    assert!(!shown.contains("a.secret.ticket"), "{shown}");

    intake.behave();
    let one = ask(
        &folder,
        &["dead-letters", "replay", &events::id(1), "--json"],
    )
    .await;
    assert_eq!(one, [json!({"replayed": 1, "unknown": []})]);
    eventually("the replayed one", || async { intake.count() == 1 }).await;
    let rest = operate(
        &folder,
        &["dead-letters", "replay", "--code", "sink_refused"],
    )
    .await;
    assert_eq!(text(&rest.stdout), "2 dead letters replayed\n");
    eventually("the others", || async { intake.count() == 3 }).await;
    assert_eq!(ask(&folder, &list).await.len(), 0);
    send(&relay, &[events::thumb(4)]).await;
    eventually("a later one", || async { intake.count() == 4 }).await;
}

#[tokio::test]
async fn dropping_and_replaying_need_to_be_told_what() {
    let folder = tempfile::tempdir().unwrap();
    let intake = Intake::start(|| Act::Status(400)).await;
    let relay = Relay::serve(&folder, &datadog(&intake.url())).await;
    send(&relay, &[events::thumb(1), events::thumb(2)]).await;
    let list = ["dead-letters", "list", "--json"];
    eventually("two dead letters", || async {
        ask(&folder, &list).await.len() == 2
    })
    .await;
    for verb in ["drop", "replay"] {
        let bare = operate(&folder, &["dead-letters", verb]).await;
        assert_eq!(bare.status.code(), Some(2), "{verb}");
        let both = operate(
            &folder,
            &["dead-letters", verb, "--all", "--sink", "datadog"],
        )
        .await;
        assert_eq!(both.status.code(), Some(2), "{verb}");
    }
    let (known, stranger) = (events::id(1), events::id(9));
    let dropped = operate(&folder, &["dead-letters", "drop", &known, &stranger]).await;
    assert_eq!(dropped.status.code(), Some(1));
    assert_eq!(text(&dropped.stdout), "1 dead letter dropped\n");
    let said = text(&dropped.stderr);
    assert!(said.contains(&stranger) && !said.contains(&known), "{said}");
    assert!(said.contains("dead-letters list"), "{said}");
    let all = ask(&folder, &["dead-letters", "drop", "--all", "--json"]).await;
    assert_eq!(all, [json!({"dropped": 1, "unknown": []})]);
    let gone = operate(&folder, &["dead-letters", "show", &known]).await;
    assert_eq!(gone.status.code(), Some(1));
    let ready = get(relay.address, "/readyz").await.json();
    assert_eq!(ready["sinks"][0]["dead"], 0);
}

#[tokio::test]
async fn what_waits_is_told_with_its_tries_and_the_last_failure() {
    let folder = tempfile::tempdir().unwrap();
    let intake = Intake::start(|| Act::Status(503)).await;
    let relay = Relay::serve(&folder, &datadog(&intake.url())).await;
    send(&relay, &[events::thumb(1)]).await;
    let ask = || ask(&folder, &["deliveries", "--json", "--sink", "datadog"]);
    eventually("two tries", || async {
        ask().await[0]["attempts"].as_u64() >= Some(2)
    })
    .await;
    let waiting = ask().await.remove(0);
    assert_eq!(waiting["event_id"], events::id(1));
    assert_eq!(waiting["code"], "sink_retry");
    assert!(waiting["next_at_ms"].as_u64() > waiting["received_ms"].as_u64());
    let shown = operate(&folder, &["deliveries"]).await;
    let (table, notes) = (text(&shown.stdout), text(&shown.stderr));
    assert!(
        table.contains("LAST FAILURE") && table.contains("sink_retry"),
        "{table}"
    );
    assert_eq!(notes, "datadog: 1 waiting, 0 dead\n");
    let other = operate(&folder, &["deliveries", "--sink", "other"]).await;
    assert_eq!(text(&other.stdout), "");
}

#[tokio::test]
async fn events_are_exported_and_a_submitter_erased_beside_the_relay() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let said = [
        by(1, "ann", "ann's words"),
        by(2, "ben", "ben's words"),
        events::thumb(3),
    ];
    send(&relay, &said).await;
    eventually("the delivery", || async {
        delivered(&folder).lines().count() == 3
    })
    .await;
    let export = async |filter: &[&str]| {
        let arguments = [&["export"], filter].concat();
        let events = ask(&folder, &arguments).await.into_iter();
        events
            .map(|event| event["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let id = events::id;
    assert_eq!(export(&[]).await, [id(1), id(2), id(3)]);
    assert_eq!(export(&["--submitter", "ann"]).await, [id(1)]);
    assert_eq!(export(&["--ml-app", "app-of-ben"]).await, [id(2)]);
    assert_eq!(
        export(&["--from", "2001-01-01", "--to", "2002-01-01T00:00:00Z"]).await,
        [""; 0]
    );
    let whole = operate(&folder, &["export", "--submitter", "ann"]).await;
    let mut expected = said[0].clone();
    expected.as_object_mut().unwrap().remove("ticket");
    expected["tags"] = serde_json::json!({"verified": "false"});
    assert_eq!(lines(&whole), [expected]);

    let erased = operate(&folder, &["erase", "--submitter", "ann"]).await;
    assert_eq!(text(&erased.stdout), "1 event erased from the store\n");
    let notes = text(&erased.stderr);
    let file = folder.path().join("delivered.jsonl").display().to_string();
    assert!(
        notes.contains("in the sink jsonl") && notes.contains(&file),
        "{notes}"
    );
    assert_eq!(export(&[]).await, [id(2), id(3)]);
    for name in ["store.db", "store.db-wal"] {
        let bytes = std::fs::read(folder.path().join(name)).unwrap_or_default();
        let words = b"ann's words";
        assert!(
            !bytes.windows(words.len()).any(|window| window == words),
            "{name}"
        );
    }
    let none = ask(&folder, &["erase", "--submitter", "ann", "--json"]).await;
    assert_eq!(none[0]["erased"], 0);
    send(&relay, &[events::thumb(4)]).await;
    eventually("a later one", || async {
        delivered(&folder).lines().count() == 4
    })
    .await;
}

#[tokio::test]
async fn a_store_that_is_not_there_is_not_made_and_a_wrong_time_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["dead-letters", "list"][..], &["deliveries"], &["export"]] {
        let ended = operate(&folder, arguments).await;
        assert_eq!(ended.status.code(), Some(1), "{arguments:?}");
        let said = text(&ended.stderr);
        assert!(
            said.contains("There is no store") && said.contains("THUMBSPAN_STORE"),
            "{said}"
        );
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    let wrong = operate(&folder, &["export", "--from", "yesterday"]).await;
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("2026-11-21T22:30:05Z"));
}
