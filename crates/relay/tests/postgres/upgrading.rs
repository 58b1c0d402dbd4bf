//! The tables: made once, brought forward, never back.

use thumbspan_relay::store::postgres::{Admin, Journal};
use thumbspan_relay::store::{Store, StoreError};

use crate::bench::{Database, config};
use crate::server;
use crate::suite::{self, Bench, event};

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
    assert_eq!(versions, [1]);
}

#[tokio::test]
async fn a_database_of_a_newer_relay_is_refused_and_left_as_it_is() {
    let database = Database::new().await;
    let newer = "UPDATE thumbspan.version SET version = 2";
    database.client.batch_execute(newer).await.unwrap();
    let settings = config(&database.name);
    let refused = Journal::open(&settings, suite::sinks()).await.err();
    let said = refused.unwrap();
    assert!(
        matches!(
            said,
            StoreError::Newer {
                found: 2,
                known: 1,
                ..
            }
        ),
        "{said:?}"
    );
    let operator = Admin::open(&settings).err().unwrap();
    assert!(matches!(operator, StoreError::Newer { .. }), "{operator:?}");
    let sql = "SELECT version FROM thumbspan.version";
    assert_eq!(database.number(sql).await, 2);
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
