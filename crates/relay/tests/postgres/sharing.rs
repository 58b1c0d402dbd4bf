//! Several relays on one database.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use thumbspan_contract::Event;
use thumbspan_relay::deliver::{self, Policy};
use thumbspan_relay::random::SystemRandom;
use thumbspan_relay::sinks::{Sending, Sink};
use thumbspan_relay::store::postgres::{Config, Journal};
use thumbspan_relay::store::{self, Place, Settlement, Store};
use tokio::sync::watch;

use crate::bench::{Database, config};
use crate::suite::{self, Bench, LEASE_MS, START_MS, event};
use crate::support::eventually;

pub fn delivered(due: &[store::Due]) -> Vec<Settlement> {
    let settlement = |due: &store::Due| Settlement::Delivered { seq: due.seq };
    due.iter().map(settlement).collect()
}

pub async fn waiting(store: &dyn Store) -> (u64, u64) {
    let counts = store.counts().await.unwrap();
    (counts[0].waiting, counts[0].dead)
}

#[tokio::test]
async fn what_one_relay_holds_another_gets_when_the_lease_has_ended_and_the_first_has_no_word_then()
{
    let database = Database::new().await;
    let (first, (second, _ends)) = (database.store(), database.relay().await);
    first.append(vec![event(1), event(2)]).await.unwrap();
    let held = first.due("a", 10).await.unwrap();
    assert_eq!(held.len(), 2);
    assert_eq!(second.due("a", 10).await.unwrap(), []);
    let next = second.next_due_ms("a").await.unwrap();
    assert_eq!(next, Some(START_MS + LEASE_MS));
    assert_eq!(second.due("b", 10).await.unwrap().len(), 2, "of its own");
    database.set(START_MS + LEASE_MS - 1).await;
    assert_eq!(second.due("a", 10).await.unwrap(), []);

    database.set(START_MS + LEASE_MS).await;
    let taken = second.due("a", 1).await.unwrap();
    assert_eq!(taken[0].event, event(1));
    first.settle("a", delivered(&held)).await.unwrap();
    // The lease of the other event had ended too, but nobody had taken it.
    assert_eq!(waiting(&*first).await, (1, 0));
    let dead = Settlement::Dead {
        seq: held[0].seq,
        code: "sink_refused",
        reason: String::new(),
    };
    first.settle("a", vec![dead]).await.unwrap();
    assert_eq!(waiting(&*first).await, (1, 0));
    let unheld = Place {
        fence: 0,
        ..taken[0].seq
    };
    let settlement = Settlement::Delivered { seq: unheld };
    second.settle("a", vec![settlement]).await.unwrap();
    assert_eq!(waiting(&*first).await, (1, 0));
    second.settle("a", delivered(&taken)).await.unwrap();
    assert_eq!(waiting(&*first).await, (0, 0));
}

/// A sink that takes its time: until its gate is open.
struct Slow(watch::Sender<bool>);

impl Sink for Slow {
    fn name(&self) -> &'static str {
        "a"
    }

    fn batch_limit(&self) -> usize {
        5
    }

    fn send<'a>(&'a self, _: &'a [Event]) -> Sending<'a> {
        Box::pin(async move {
            self.0.subscribe().wait_for(|open| *open).await.unwrap();
            Ok(())
        })
    }
}

#[tokio::test]
async fn what_is_being_sent_stays_one_relay_s_however_long_the_sink_takes() {
    let database = Database::new().await;
    let (second, _ends) = database.relay().await;
    let settings = Config {
        lease: Duration::from_millis(60),
        ..config(&database.name)
    };
    let (first, _end) = Journal::open(&settings, suite::sinks()).await.unwrap();
    first.append(vec![event(1)]).await.unwrap();
    let slow = Arc::new(Slow(watch::channel(false).0));
    let (_stop, stopped) = watch::channel(false);
    let sinks = vec![Arc::clone(&slow) as Arc<dyn Sink>];
    let (policy, random) = (Policy::default(), Arc::new(SystemRandom));
    let _working = deliver::start(Arc::new(first), sinks, policy, random, stopped);
    let leased = "SELECT lease_until_ms FROM thumbspan.delivery WHERE sink = 'a'";
    for now in (START_MS..).step_by(50).take(5) {
        database.set(now).await;
        let until = i64::try_from(now).unwrap() + 60;
        eventually("a new lease", || async {
            database.number(leased).await == until
        })
        .await;
        assert_eq!(second.due("a", 10).await.unwrap(), []);
    }
    slow.0.send_replace(true);
    eventually("the delivery", || async {
        waiting(&second).await == (0, 0)
    })
    .await;
}

#[tokio::test]
async fn a_delivery_put_off_twice_under_one_claim_is_put_off_once() {
    let database = Database::new().await;
    let store = database.store();
    store.append(vec![event(1)]).await.unwrap();
    let due = store.due("a", 10).await.unwrap();
    let later = Settlement::Later {
        seq: due[0].seq,
        next_at_ms: START_MS,
        code: "sink_retry",
    };
    for _ in 0..2 {
        store.settle("a", vec![later.clone()]).await.unwrap();
    }
    assert_eq!(store.due("a", 10).await.unwrap()[0].attempts, 1);
}

#[tokio::test]
async fn relays_that_claim_at_once_never_get_the_same_event() {
    let database = Database::new().await;
    let store = database.store();
    store
        .append((100..300).map(event_alone).collect())
        .await
        .unwrap();
    let taken: Arc<Mutex<Vec<String>>> = Arc::default();
    let mut claiming = Vec::new();
    for _ in 0..4 {
        let (relay, ends) = database.relay().await;
        let taken = Arc::clone(&taken);
        claiming.push(tokio::spawn(async move {
            let _ends = ends;
            while waiting(&relay).await.0 > 0 {
                let due = relay.due("a", 7).await.unwrap();
                let ids = due.iter().map(|due| due.event.id.clone());
                taken.lock().unwrap().extend(ids);
                relay.settle("a", delivered(&due)).await.unwrap();
            }
        }));
    }
    for claiming in claiming {
        claiming.await.unwrap();
    }
    let taken = taken.lock().unwrap().clone();
    let distinct: BTreeSet<_> = taken.iter().collect();
    assert_eq!((taken.len(), distinct.len()), (200, 200));
}

/// An event without a ticket.
pub fn event_alone(n: u64) -> Event {
    Event {
        ticket: None,
        ..event(n)
    }
}

#[tokio::test]
async fn a_revision_waits_while_another_relay_holds_what_it_revises() {
    let database = Database::new().await;
    let (first, (second, _ends)) = (database.store(), database.relay().await);
    first.append(vec![event(1)]).await.unwrap();
    let held = first.due("a", 10).await.unwrap();
    database.set(START_MS + 1).await;
    let revision = Event {
        revises: Some(event(1).id),
        ..event(2)
    };
    second.append(vec![revision]).await.unwrap();
    let due = second.due("a", 10).await.unwrap();
    assert_eq!(due.len(), 1);
    assert!(due[0].after_ms.is_some_and(|ms| ms > START_MS), "{due:?}");
    first.settle("a", delivered(&held)).await.unwrap();
    assert_eq!(second.due("a", 10).await.unwrap()[0].after_ms, None);
}

#[tokio::test]
async fn the_same_events_sent_to_two_relays_at_once_are_stored_once() {
    let database = Database::new().await;
    let (first, (second, _ends)) = (database.store(), database.relay().await);
    for batch in 0..20 {
        let events: Vec<_> = (0..20)
            .map(|n| event_alone(1_000 + batch * 20 + n))
            .collect();
        let mut reversed = events.clone();
        reversed.reverse();
        let (one, other) = tokio::join!(first.append(events), second.append(reversed));
        assert_eq!((one, other), (Ok(vec![]), Ok(vec![])));
    }
    assert_eq!(waiting(&*first).await, (400, 0));
}

#[tokio::test]
async fn appends_that_wait_are_committed_together() {
    let database = Database::new().await;
    let store = database.store();
    let posting: Vec<_> = (0..200)
        .map(|n| {
            let store = Arc::clone(&store);
            tokio::spawn(async move { store.append(vec![event_alone(n)]).await })
        })
        .collect();
    for posting in posting {
        assert_eq!(posting.await.unwrap(), Ok(vec![]));
    }
    let sql = "SELECT COUNT(DISTINCT xmin::text) FROM thumbspan.event";
    let commits = database.number(sql).await;
    assert!(commits <= 20, "200 appends took {commits} commits");
    assert_eq!(
        database
            .number("SELECT COUNT(*) FROM thumbspan.event")
            .await,
        200
    );
}

#[tokio::test]
async fn other_relays_are_told_of_new_events_soon() {
    let database = Database::new().await;
    let (first, (second, _ends)) = (database.store(), database.relay().await);
    let appended = second.appended();
    let count = AtomicU64::new(0);
    eventually("a hint", || {
        let n = count.fetch_add(1, Ordering::SeqCst);
        let (first, heard) = (&first, appended.has_changed().unwrap());
        async move {
            first.append(vec![event_alone(n)]).await.unwrap();
            heard
        }
    })
    .await;
}
