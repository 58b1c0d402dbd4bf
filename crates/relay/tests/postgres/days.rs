//! A partition for each day: made ahead, dropped whole, and nothing lost on the way.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use thumbspan_relay::store::{Settlement, Store, Which};

use crate::bench::Database;
use crate::server;
use crate::sharing::{delivered, event_alone, waiting};
use crate::suite::{Bench, SINKS, START_MS, TICKET, event};

const DAY_MS: u64 = 86_400_000;
const KEEP: Duration = Duration::from_millis(2 * DAY_MS);
/// The last moment of the day in which the tests begin.
const EVENING_MS: u64 = START_MS - START_MS % DAY_MS + DAY_MS - 1;
/// When nothing of that day is kept any longer.
const OVER_MS: u64 = EVENING_MS + 1 + 2 * DAY_MS;

/// The partitions of events, but for the default one, in their order.
async fn days(database: &Database) -> Vec<String> {
    let sql = "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'thumbspan.event'::regclass AND c.relname <> 'event_default' ORDER BY 1";
    let rows = database.client.query(sql, &[]).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

/// How many rows the tables have: events, deliveries, ids, votes.
async fn rows(database: &Database) -> [i64; 4] {
    let mut counts = [0; 4];
    for (count, table) in counts
        .iter_mut()
        .zip(["event", "delivery", "event_id", "vote"])
    {
        let sql = format!("SELECT COUNT(*) FROM thumbspan.{table}");
        *count = database.number(&sql).await;
    }
    counts
}

async fn begin() -> Database {
    let database = Database::keeping(KEEP).await;
    database.tidy().await;
    database
}

/// Delivers all that is due to every sink.
async fn deliver(store: &dyn Store) {
    for sink in SINKS {
        let due = store.due(sink, 1_000).await.unwrap();
        store.settle(sink, delivered(&due)).await.unwrap();
    }
}

#[tokio::test]
async fn each_day_has_its_partition_before_it_begins() {
    let database = begin().await;
    let made = ["event_20270115", "event_20270116", "event_20270117"];
    assert!(days(&database).await.ends_with(&made.map(str::to_owned)));
    database.store().append(vec![event(1)]).await.unwrap();
    database.set(EVENING_MS + 1).await;
    database.store().append(vec![event(2)]).await.unwrap();
    for (table, id) in [("event_20270115", 1), ("event_20270116", 2)] {
        let sql = format!(
            "SELECT COUNT(*) FROM thumbspan.{table} WHERE id = '{}'",
            event(id).id
        );
        assert_eq!(database.number(&sql).await, 1, "{table}");
    }
    let sql =
        "SELECT COUNT(*) FROM pg_class WHERE relname LIKE 'delivery_202701__' AND relispartition
        AND 'fillfactor=70' = ANY(reloptions)";
    database.tidy().await;
    assert_eq!(database.number(sql).await, 4);
    assert!(days(&database).await.contains(&"event_20270118".to_owned()));
    let sql = "SELECT COUNT(*) FROM pg_class WHERE relname = 'delivery_default'
        AND 'fillfactor=70' = ANY(reloptions)";
    assert_eq!(database.number(sql).await, 1);
}

#[tokio::test]
async fn a_day_goes_as_a_whole_but_for_what_of_it_is_needed() {
    let database = begin().await;
    let store = database.store();
    let events = [1, 2, 3, 4, 10].map(event).to_vec();
    store.append(events).await.unwrap();
    let due = store.due("a", 10).await.unwrap();
    let fate = |due: &thumbspan_relay::store::Due| match &due.event.id {
        id if *id == event(1).id => Settlement::Dead {
            seq: due.seq,
            code: "sink_refused",
            reason: "no".to_owned(),
        },
        id if *id == event(2).id => Settlement::Later {
            seq: due.seq,
            next_at_ms: START_MS + 1,
            code: "sink_retry",
        },
        _ => Settlement::Delivered { seq: due.seq },
    };
    store
        .settle("a", due.iter().map(fate).collect())
        .await
        .unwrap();
    let due = store.due("b", 10).await.unwrap();
    // One of them is taken so late that it is kept beyond its day.
    let late = due.iter().position(|due| due.event == event(3)).unwrap();
    let mut settlements = delivered(&due);
    let last = settlements.remove(late);
    store.settle("b", settlements).await.unwrap();
    database.set(START_MS + DAY_MS).await;
    store.settle("b", vec![last]).await.unwrap();

    database.set(OVER_MS - 1).await;
    database.tidy().await;
    assert_eq!(rows(&database).await, [5, 10, 5, 1], "the day is not over");
    database.set(OVER_MS).await;
    database.tidy().await;
    assert_eq!(rows(&database).await, [3, 6, 3, 0]);
    assert_eq!(days(&database).await[0], "event_20270116");
    assert_eq!(waiting(&*store).await, (1, 1));
    assert_eq!(store.votes(TICKET).await.unwrap(), []);
    assert_eq!(store.due("a", 10).await.unwrap()[0].event, event(2));
    assert_eq!(store.append(vec![event(3)]).await, Ok(vec![]));
    assert_eq!(rows(&database).await[0], 3, "it is known still");

    let all = Which::default();
    assert_eq!(database.operator().replay(&all).unwrap().count, 1);
    deliver(&*store).await;
    store.append(vec![event(4)]).await.unwrap();
    assert_eq!(rows(&database).await[0], 4, "it is forgotten");
    database.set(OVER_MS + 4 * DAY_MS).await;
    database.tidy().await;
    // Only the last one has not been delivered.
    assert_eq!(rows(&database).await, [1, 2, 1, 0]);
}

#[tokio::test]
async fn what_no_day_holds_is_delivered_and_deleted_all_the_same() {
    let database = begin().await;
    let store = database.store();
    // Nobody has made the partitions of that time, and today's cannot be made any more.
    let ahead = START_MS + 30 * DAY_MS;
    database.set(ahead).await;
    store.append(vec![event(1), event(2)]).await.unwrap();
    database.tidy().await;
    let made = days(&database).await;
    assert_eq!(made, ["event_20270215", "event_20270216"]);
    deliver(&*store).await;
    store.append(vec![event(3)]).await.unwrap();
    // Event by event: an hour after a day would have gone.
    database.set(ahead + 3 * DAY_MS).await;
    database.tidy().await;
    assert_eq!(rows(&database).await[0], 3);
    database.set(ahead + 3 * DAY_MS + 3_600_000).await;
    database.tidy().await;
    assert_eq!(rows(&database).await, [1, 2, 1, 0]);
    assert_eq!(waiting(&*store).await, (1, 0));
}

#[tokio::test]
async fn a_clock_that_steps_back_loses_nothing() {
    let database = begin().await;
    let store = database.store();
    database.set(START_MS - 40 * DAY_MS).await;
    store.append(vec![event(1)]).await.unwrap();
    database.set(OVER_MS).await;
    store.append(vec![event(2)]).await.unwrap();
    database.tidy().await;
    let due = store.due("a", 10).await.unwrap();
    assert_eq!(due.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn days_begin_and_end_while_relays_work_and_nothing_is_missing() {
    let database = Arc::new(begin().await);
    let mut working = Vec::new();
    let mut open = Vec::new();
    for relay in 0..2_u64 {
        let (store, ends) = database.relay().await;
        let store = Arc::new(store);
        open.push((Arc::clone(&store), ends));
        working.push(tokio::spawn(async move {
            let mut taken = Vec::new();
            for n in 0..60 {
                let event = event_alone(100 + relay * 1_000 + n);
                store.append(vec![event]).await.unwrap();
                for sink in SINKS {
                    let due = store.due(sink, 10).await.unwrap_or_default();
                    if store.settle(sink, delivered(&due)).await.is_ok() {
                        taken.extend(due.into_iter().map(|due| (sink, due.event.id)));
                    }
                }
            }
            taken
        }));
    }
    for day in 0..12 {
        database.set(START_MS + day * DAY_MS).await;
        let passes = open.iter().map(|(store, _)| store.tidy());
        for passed in futures_util::future::join_all(passes).await {
            passed.unwrap();
        }
    }
    let mut taken = BTreeSet::new();
    for working in working {
        taken.extend(working.await.unwrap());
    }
    database.set(START_MS + 13 * DAY_MS).await;
    let store = database.store();
    for sink in SINKS {
        let due = store.due(sink, 1_000).await.unwrap();
        taken.extend(due.into_iter().map(|due| (sink, due.event.id)));
    }
    assert_eq!(taken.len(), 2 * 60 * SINKS.len());
    assert!(days(&database).await.len() < 8, "the days before are gone");
}

#[tokio::test]
async fn a_day_stays_while_somebody_reads_and_nobody_waits_for_it() {
    let database = begin().await;
    let store = database.store();
    store.append(vec![event(1)]).await.unwrap();
    deliver(&*store).await;
    database.set(OVER_MS).await;
    let mut reader = server::shared().client(&database.name).await;
    let reading = reader.transaction().await.unwrap();
    reading
        .query("SELECT * FROM thumbspan.event", &[])
        .await
        .unwrap();
    database.tidy().await;
    assert_eq!(rows(&database).await[0], 1);
    store.append(vec![event(2)]).await.unwrap();
    reading.commit().await.unwrap();
    database.tidy().await;
    assert_eq!(rows(&database).await, [1, 2, 1, 0]);
}

#[tokio::test]
async fn days_that_a_relay_left_half_swept_are_swept_by_the_next() {
    let database = begin().await;
    let store = database.store();
    let events = (10..13).map(event).collect();
    store.append(events).await.unwrap();
    database.set(OVER_MS).await;
    let lost = "DROP TABLE thumbspan.event_20270115, thumbspan.delivery_20270115";
    database.client.batch_execute(lost).await.unwrap();
    assert_eq!(rows(&database).await, [0, 0, 3, 1]);
    database.tidy().await;
    assert_eq!(rows(&database).await, [0, 0, 0, 0]);
}

/// Makes more of the first day needed than may move: dead letters of events that are none.
const TOO_MANY_NEEDED: &str = "
INSERT INTO thumbspan.delivery_20270115 (event_key, sink, state, settled_ms)
SELECT (left(event_key::text, 24) || lpad(to_hex(n), 12, '0'))::uuid, 'a', 'dead', 0
FROM (SELECT event_key FROM thumbspan.delivery_20270115 LIMIT 1) d, generate_series(1, 10001) n";

#[tokio::test]
async fn a_day_that_stays_keeps_nothing_of_the_days_that_go_after_it() {
    let database = begin().await;
    let store = database.store();
    store.append(vec![event_alone(1)]).await.unwrap();
    database
        .client
        .batch_execute(TOO_MANY_NEEDED)
        .await
        .unwrap();
    database.set(EVENING_MS + 1).await;
    store.append(vec![event(9), event(10)]).await.unwrap();
    database.set(EVENING_MS + 1 + DAY_MS).await;
    database.tidy().await;
    store.append(vec![event_alone(3)]).await.unwrap();
    deliver(&*store).await;
    database.set(OVER_MS + DAY_MS).await;
    database.tidy().await;
    let left = days(&database).await;
    assert_eq!(left[..2], ["event_20270115", "event_20270117"]);
    let [events, _, ids, votes] = rows(&database).await;
    assert_eq!((events, ids, votes), (1, 1, 0), "the last one is kept");
}
