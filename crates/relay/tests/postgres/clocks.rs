//! Relays whose clocks differ, on one database.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use thumbspan_contract::Event;
use thumbspan_relay::clock::{Clock, SystemClock};
use thumbspan_relay::deliver::{self, Policy};
use thumbspan_relay::random::SystemRandom;
use thumbspan_relay::sinks::{Sending, Sink, SinkError};
use thumbspan_relay::store;
use tokio::sync::watch;

use crate::bench::{Database, config};
use crate::sharing::{event_alone, waiting};
use crate::suite::{self, Bench};
use crate::support::eventually;

/// A clock that is minutes wrong.
struct Wrong(i64);

impl Clock for Wrong {
    fn now_ms(&self) -> u64 {
        SystemClock.now_ms().saturating_add_signed(self.0)
    }
}

/// A sink that fails at first, and looks whether anybody holds a transaction meanwhile.
struct Watching {
    database: Arc<Database>,
    calls: AtomicUsize,
    taken: Mutex<Vec<String>>,
    transactions: AtomicU64,
}

const OPEN_TRANSACTIONS: &str = "SELECT COUNT(*) FROM pg_stat_activity
     WHERE datname = current_database() AND state LIKE 'idle in transaction%'";

impl Sink for Watching {
    fn name(&self) -> &'static str {
        "a"
    }

    fn batch_limit(&self) -> usize {
        5
    }

    fn send<'a>(&'a self, events: &'a [Event]) -> Sending<'a> {
        Box::pin(async move {
            let open = self.database.number(OPEN_TRANSACTIONS).await;
            self.transactions
                .fetch_add(u64::try_from(open).unwrap(), Ordering::SeqCst);
            if self.calls.fetch_add(1, Ordering::SeqCst) < 4 {
                let (reason, after) = ("503".to_owned(), None);
                return Err(SinkError::Retry { reason, after });
            }
            let ids = events.iter().map(|event| event.id.clone());
            self.taken.lock().unwrap().extend(ids);
            Ok(())
        })
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clocks_that_are_minutes_apart_change_nothing_and_no_transaction_waits_for_a_sink() {
    let database = Database::new().await;
    // The database's own time goes on here.
    let real = "CREATE OR REPLACE FUNCTION thumbspan.now_us() RETURNS bigint LANGUAGE sql STABLE AS
         'SELECT (extract(epoch FROM statement_timestamp()) * 1000000)::bigint'";
    database.client.batch_execute(real).await.unwrap();
    let database = Arc::new(database);
    let sink = Arc::new(Watching {
        database: Arc::clone(&database),
        calls: AtomicUsize::new(0),
        taken: Mutex::default(),
        transactions: AtomicU64::new(0),
    });
    // By the relays' own clocks the events are twenty minutes old, or not born yet.
    let policy = Policy {
        first: Duration::from_millis(20),
        most: Duration::from_millis(200),
        give_up: Duration::from_secs(300),
        ..Policy::default()
    };
    let (stop, stopped) = watch::channel(false);
    let mut running = Vec::new();
    for minutes in [-20, 20] {
        let settings = store::Config::Postgres(config(&database.name));
        let clock = Arc::new(Wrong(minutes * 60_000));
        let (store, writer) = store::open(&settings, suite::sinks(), clock).await.unwrap();
        let apart = store.clock().now_ms().abs_diff(SystemClock.now_ms());
        assert!(apart < 60_000, "{apart} ms from the database's time");
        let delivery = deliver::start(
            Arc::clone(&store),
            vec![Arc::clone(&sink) as Arc<dyn Sink>],
            policy,
            Arc::new(SystemRandom),
            stopped.clone(),
        );
        running.push((store, writer, delivery));
    }
    for n in 0..40_u64 {
        let at = usize::from(n % 2 == 0);
        running[at].0.append(vec![event_alone(n)]).await.unwrap();
    }
    let store = Arc::clone(&running[0].0);
    eventually("all deliveries", || async {
        waiting(&*store).await == (0, 0)
    })
    .await;
    stop.send_replace(true);
    for (_, _, delivery) in running {
        delivery.ended().await;
    }
    let taken = sink.taken.lock().unwrap().clone();
    let distinct: BTreeSet<_> = taken.iter().collect();
    assert_eq!((taken.len(), distinct.len()), (40, 40));
    assert_eq!(sink.transactions.load(Ordering::SeqCst), 0);
}
