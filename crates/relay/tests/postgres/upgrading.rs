//! The tables: made once, brought forward, never back.

use std::time::Duration;

use thumbspan_contract::Event;
use thumbspan_relay::store::postgres::{Admin, Journal};
use thumbspan_relay::store::{Store, StoreError, Which};

use crate::bench::{Database, config};
use crate::plain::NO_PARTITIONS;
use crate::server;
use crate::sharing::delivered;
use crate::suite::{self, Bench, event};
use crate::support::eventually;

const DAY_MS: u64 = 86_400_000;
const KEEP: Duration = Duration::from_millis(DAY_MS);

#[tokio::test]
async fn relays_that_start_at_once_on_an_empty_database_make_the_tables_once() {
    let name = server::shared().database().await;
    let settings = config(&name);
    let open = || Journal::open(&settings, suite::sinks());
    let (a, b, c) = tokio::join!(open(), open(), open());
    for opened in [a, b, c] {
        let (store, _ends) = opened.unwrap();
        store.append(vec![event(1)]).await.unwrap();
    }
    let client = server::shared().client(&name).await;
    let sql = "SELECT version FROM thumbspan.version";
    let rows = client.query(sql, &[]).await.unwrap();
    let versions: Vec<i64> = rows.iter().map(|row| row.get(0)).collect();
    assert_eq!(versions, [2]);
}

#[tokio::test]
async fn a_database_of_a_newer_relay_is_refused_and_left_as_it_is() {
    let database = Database::new().await;
    let newer = "UPDATE thumbspan.version SET version = 3";
    database.client.batch_execute(newer).await.unwrap();
    let settings = config(&database.name);
    let refused = Journal::open(&settings, suite::sinks()).await.err();
    let said = refused.unwrap();
    assert!(
        matches!(
            said,
            StoreError::Newer {
                found: 3,
                known: 2,
                ..
            }
        ),
        "{said:?}"
    );
    let operator = Admin::open(&settings).err().unwrap();
    assert!(matches!(operator, StoreError::Newer { .. }), "{operator:?}");
    let sql = "SELECT version FROM thumbspan.version";
    assert_eq!(database.number(sql).await, 3);
}

#[tokio::test]
async fn the_version_before_goes_the_way_of_a_new_one_and_an_operator_waits_for_that() {
    let name = server::shared().database().await;
    let settings = config(&name);
    let missing = Admin::open(&settings).err().unwrap();
    assert!(matches!(missing, StoreError::Missing { .. }), "{missing:?}");
    // What a relay leaves behind that was killed before it made the first tables.
    let client = server::shared().client(&name).await;
    let begun = "CREATE SCHEMA thumbspan;
        CREATE TABLE thumbspan.version (one integer PRIMARY KEY CHECK (one = 1), version bigint NOT NULL);
        INSERT INTO thumbspan.version VALUES (1, 0)";
    client.batch_execute(begun).await.unwrap();
    let missing = Admin::open(&settings).err().unwrap();
    assert!(matches!(missing, StoreError::Missing { .. }), "{missing:?}");
    let (store, _ends) = Journal::open(&settings, suite::sinks()).await.unwrap();
    store.append(vec![event(1)]).await.unwrap();
    assert!(Admin::open(&settings).is_ok());
}

#[tokio::test]
async fn a_database_that_refuses_the_relay_says_what_to_set() {
    let mut settings = config("no_such_database");
    let refused = Journal::open(&settings, suite::sinks())
        .await
        .err()
        .unwrap();
    assert!(
        matches!(refused, StoreError::Unusable { .. }),
        "{refused:?}"
    );
    assert!(
        refused.to_string().contains("set THUMBSPAN_STORE"),
        "{refused}"
    );
    settings.url = "postgres://u@/x?host=/nowhere/at/all".to_owned().into();
    let away = Journal::open(&settings, suite::sinks())
        .await
        .err()
        .unwrap();
    assert!(matches!(away, StoreError::Away { .. }), "{away:?}");
    assert!(away.is_retryable());
}

#[tokio::test]
async fn an_event_that_cannot_be_read_is_named_and_can_be_buried() {
    let database = Database::new().await;
    let store = database.store();
    store.append(vec![event(1), event(2)]).await.unwrap();
    let broken = format!(
        "UPDATE thumbspan.event SET body = '{{' WHERE id = '{}'",
        event(1).id
    );
    database.client.batch_execute(&broken).await.unwrap();
    let error = store.due("a", 10).await.unwrap_err();
    let StoreError::Unreadable { seq } = error else {
        panic!("{error:?}");
    };
    let (code, reason) = (error.code(), error.to_string());
    let dead = thumbspan_relay::store::Settlement::Dead { seq, code, reason };
    store.settle("a", vec![dead]).await.unwrap();
    assert_eq!(store.due("a", 10).await.unwrap()[0].event, event(2));
}

/// Events as their senders wrote them then.
fn version_1() -> String {
    let mut sql = include_str!("version_1.sql").to_owned();
    for n in [1, 4, 3] {
        let event = event_of_then(n);
        let body = serde_json::to_string(&event).unwrap();
        sql = sql.replace(&format!(":id{n}"), &format!("'{}'", event.id));
        sql = sql.replace(&format!(":body{n}"), &format!("'{body}'"));
    }
    sql
}

fn event_of_then(n: u64) -> Event {
    Event {
        ticket: (n != 3).then(|| suite::TICKET.to_owned()),
        revises: (n == 4).then(|| event(1).id),
        ..event(n)
    }
}

#[tokio::test]
async fn what_stands_in_the_tables_of_version_1_is_all_there_and_goes_in_its_time() {
    let name = server::shared().database().await;
    let client = server::shared().client(&name).await;
    client.batch_execute(&version_1()).await.unwrap();
    let settings = config(&name);
    let older = Admin::open(&settings).err().unwrap();
    assert!(matches!(older, StoreError::Older { .. }), "{older:?}");
    let database = Database::open(name, KEEP).await;
    let store = database.store();

    let due = store.due("a", 10).await.unwrap();
    let found: Vec<_> = due.iter().map(|due| due.event.clone()).collect();
    assert_eq!(found, [event_of_then(4)]);
    let votes = store.votes(suite::TICKET).await.unwrap();
    assert_eq!(votes.len(), 1, "{votes:?}");
    let again = [1, 4, 3].map(event_of_then).to_vec();
    assert_eq!(store.append(again).await, Ok(vec![]));
    assert_eq!(
        database
            .number("SELECT COUNT(*) FROM thumbspan.event")
            .await,
        3
    );
    let replayed = database.operator().replay(&Which::default()).unwrap();
    assert_eq!(replayed.count, 1);
    let replayed = store.due("b", 10).await.unwrap();
    let newer: Vec<_> = replayed.iter().map(|due| due.newer.len()).collect();
    assert_eq!(newer, [1, 0], "the first is revised by the second");

    // The tables of then go once nothing of them is needed.
    store.settle("b", delivered(&replayed)).await.unwrap();
    database.set(suite::START_MS + 2 * DAY_MS).await;
    database.tidy().await;
    let before = "SELECT COUNT(*) FROM pg_class WHERE relname LIKE '%_before'";
    assert_eq!(database.number(before).await, 0);
    assert_eq!(
        database
            .number("SELECT COUNT(*) FROM thumbspan.event")
            .await,
        1
    );
    let left = database.operator().waiting(Some("a"), 10).unwrap();
    assert_eq!(left[0].id, event(4).id);
}

/// A server whose transactions see what stood there when they began, unless they say otherwise.
const SNAPSHOTS: &str = "
DO $$ BEGIN
  EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation = ''repeatable read''',
    current_database());
END $$;
";

/// Event 9 as a relay of version 1 stores it.
fn stored_by_version_1() -> String {
    let body = serde_json::to_string(&event(9)).unwrap();
    let (key, id) = ("019b7750-0000-7000-8000-000000000009", event(9).id);
    format!(
        "INSERT INTO thumbspan.event (key, id, body, received_ms, revises)
           VALUES ('{key}', '{id}', '{body}', 1767225600000, NULL);
         INSERT INTO thumbspan.delivery (event_key, sink) VALUES ('{key}', 'a')"
    )
}

/// A relay of version 1 is in the middle of storing when the first of version 2 starts.
async fn upgraded_while_one_stores(before: &str) -> Database {
    let name = server::shared().database().await;
    let client = server::shared().client(&name).await;
    client.batch_execute(before).await.unwrap();
    client.batch_execute(&version_1()).await.unwrap();
    let mut old = server::shared().client(&name).await;
    let storing = old.transaction().await.unwrap();
    storing.batch_execute(&stored_by_version_1()).await.unwrap();
    let commit = async {
        eventually("the upgrade to wait", || async {
            let waiting = "SELECT COUNT(*) FROM pg_stat_activity
                 WHERE datname = current_database() AND wait_event_type = 'Lock'";
            let waiting = client.query_one(waiting, &[]).await.unwrap();
            waiting.get::<_, i64>(0) == 1
        })
        .await;
        storing.commit().await.unwrap();
    };
    let (database, ()) = tokio::join!(Database::open(name, KEEP), commit);
    let late = old.batch_execute(&stored_by_version_1()).await.unwrap_err();
    let code = late.code().map(tokio_postgres::error::SqlState::code);
    assert_eq!(code, Some("42703"), "the column is gone: {late}");
    database
}

#[tokio::test]
async fn what_a_relay_of_version_1_stores_while_the_tables_change_is_known_by_its_id() {
    for before in ["", NO_PARTITIONS, SNAPSHOTS] {
        let database = upgraded_while_one_stores(before).await;
        assert_eq!(database.store().append(vec![event(9)]).await, Ok(vec![]));
        let stored = format!(
            "SELECT COUNT(*) FROM thumbspan.event WHERE id = '{}'",
            event(9).id
        );
        assert_eq!(database.number(&stored).await, 1, "{before}");
        let due = database.store().due("a", 10).await.unwrap();
        let due: Vec<_> = due.iter().map(|due| due.event.clone()).collect();
        assert_eq!(due, [event_of_then(4), event(9)], "{before}");
    }
}
