//! What becomes of events that revise others.

use thumbspan_contract::Event;
use thumbspan_relay::routes::{Routes, Wants};
use thumbspan_relay::store::{Place, Settlement, Which};

use super::steps::number;
use super::{Bench, REVISIONS, event};

/// Event n, which revises another.
fn revising(n: u64, earlier: u64) -> Event {
    Event {
        revises: Some(event(earlier).id),
        ..event(n)
    }
}

/// Sinks with the application that each takes; `None`: all.
fn routes(sinks: &[(&str, Option<&str>)]) -> Routes {
    let wants = |app: Option<&str>| Wants {
        ml_apps: app.iter().map(|&app| app.to_owned()).collect(),
        tags: Vec::new(),
    };
    let sinks = sinks.iter();
    sinks
        .map(|(name, app)| ((*name).to_owned(), wants(*app)))
        .collect()
}

/// The numbers of what waits for a sink, in the order of their arrival.
async fn waiting<B: Bench>(bench: &B, sink: &str) -> Vec<u64> {
    let due = bench.store().due(sink, 100).await.unwrap();
    due.iter().map(|due| number(&due.event.id)).collect()
}

/// Events with an even number are of `app-0`, the others of `app-1`.
pub async fn a_change_goes_where_the_vote_went<B: Bench>() {
    let mut bench = B::new().await;
    let both = [("a", None), ("b", Some("app-0"))];
    bench.reopen_with(routes(&both)).await;
    bench.store().append(vec![event(2)]).await.unwrap();
    // Of a stored one, of one in the same request, of an unknown one, and by the ticket alone.
    let changes = vec![revising(3, 2), revising(5, 3), revising(7, 8), event(10)];
    bench.store().append(changes).await.unwrap();
    bench.store().append(vec![event(11)]).await.unwrap();
    assert_eq!(waiting(&bench, "a").await, [2, 3, 5, 7, 10, 11]);
    assert_eq!(waiting(&bench, "b").await, [2, 3, 5, 10, 11]);

    // A sink that is not configured any more gets nothing new. Another relay orders what comes in
    // one moment in its own way.
    bench.set(super::START_MS + 1).await;
    bench.reopen_with(routes(&both[..1])).await;
    bench.store().append(vec![revising(1, 3)]).await.unwrap();
    bench.set(super::START_MS + 2).await;
    bench.reopen_with(routes(&both)).await;
    let change = Event {
        ml_app: event(1).ml_app,
        ..revising(6, 1)
    };
    bench.store().append(vec![change]).await.unwrap();
    bench.set(super::START_MS + super::LEASE_MS + 1).await;
    assert_eq!(waiting(&bench, "a").await, [2, 3, 5, 7, 10, 11, 1, 6]);
    assert_eq!(waiting(&bench, "b").await, [2, 3, 5, 10, 11]);
}

pub async fn a_change_of_what_no_sink_took_goes_its_own_way<B: Bench>() {
    let mut bench = B::new().await;
    bench.reopen_with(routes(&[("b", Some("app-0"))])).await;
    let store = bench.store();
    store.append(vec![event(1)]).await.unwrap();
    let changes = vec![revising(2, 1), revising(3, 1), revising(5, 5)];
    store.append(changes).await.unwrap();
    assert_eq!(waiting(&bench, "b").await, [2]);
    let unrouted = Which {
        sink: Some("unrouted".to_owned()),
        ..Which::default()
    };
    let letters = bench.operator().dead_letters(&unrouted, 9).unwrap();
    let mut buried: Vec<_> = letters.iter().map(|each| each.id.clone()).collect();
    buried.sort();
    assert_eq!(buried, [1, 3, 5].map(|n| event(n).id));
}

/// What revises an event that is due for a sink.
async fn newer<B: Bench>(bench: &B, sink: &str, n: u64) -> Vec<u64> {
    let due = bench.store().due(sink, 100).await.unwrap();
    let found = due.iter().find(|due| due.event.id == event(n).id).unwrap();
    found.newer.iter().map(|event| number(&event.id)).collect()
}

async fn append<B: Bench>(bench: &B, events: &[Event]) {
    for event in events {
        let denied = bench.store().append(vec![event.clone()]).await.unwrap();
        assert_eq!(denied, []);
    }
}

/// Settles what is due of an event for the sink `a`.
async fn settle<B: Bench>(bench: &B, n: u64, settled: impl Fn(Place) -> Settlement) {
    let due = bench.store().due("a", 100).await.unwrap();
    let found = due.iter().find(|due| due.event.id == event(n).id).unwrap();
    let settlement = settled(found.seq);
    bench.store().settle("a", vec![settlement]).await.unwrap();
}

pub async fn an_event_comes_with_what_revises_it_in_whatever_order_they_arrived<B: Bench>() {
    let (first, second, third) = (event(1), revising(2, 1), revising(3, 2));
    let orders = [
        [&first, &second, &third],
        [&third, &second, &first],
        [&third, &first, &second],
    ];
    for order in orders {
        let mut bench = B::new().await;
        append(&bench, &order.map(Clone::clone)).await;
        append(&bench, &[event(4), revising(5, 5)]).await;
        for (n, expected) in [
            (1, vec![2, 3]),
            (2, vec![3]),
            (3, vec![]),
            (4, vec![]),
            (5, vec![]),
        ] {
            assert_eq!(newer(&bench, "a", n).await, expected, "{n}");
        }
        // What was delivered, or needless, is as new; a dead letter is not, for its sink alone.
        settle(&bench, 3, |seq| Settlement::Delivered { seq }).await;
        assert_eq!(newer(&bench, "a", 1).await, [2, 3]);
        let dead = |seq| Settlement::Dead {
            seq,
            code: "sink_refused",
            reason: String::new(),
        };
        settle(&bench, 2, dead).await;
        assert_eq!(newer(&bench, "a", 1).await, [3], "past the dead letter");
        assert_eq!(newer(&bench, "b", 1).await, [2, 3]);
        settle(&bench, 1, |seq| Settlement::Superseded { seq }).await;
        let counts = bench.store().counts().await.unwrap();
        assert_eq!((counts[0].waiting, counts[0].dead), (2, 1));
        bench.reopen().await;
        bench.set(super::START_MS + super::LEASE_MS + 1).await;
        assert_eq!(newer(&bench, "b", 1).await, [2, 3], "after a restart");
    }
}

pub async fn a_search_for_revisions_has_an_end<B: Bench>() {
    let bench = B::new().await;
    // A circle has no newest, and a chain is followed as far as a ticket permits revisions.
    append(&bench, &[revising(6, 7), revising(7, 6)]).await;
    assert_eq!(newer(&bench, "a", 6).await, [0_u64; 0]);
    assert_eq!(newer(&bench, "a", 7).await, [0_u64; 0]);
    let far = u64::from(REVISIONS) + 3;
    let chain: Vec<_> = (0..far).map(|n| unsigned(100 + n, 99 + n)).collect();
    append(&bench, &chain).await;
    let only_first = bench.store().due("a", 3).await.unwrap();
    let found: Vec<_> = only_first[2]
        .newer
        .iter()
        .map(|event| number(&event.id))
        .collect();
    let expected: Vec<_> = (101..=100 + u64::from(REVISIONS)).collect();
    assert_eq!(found, expected);
    // The later clock is the newer one of two that revise the same.
    let late = Event {
        timestamp_ms: 5,
        ..unsigned(300, 8)
    };
    append(&bench, &[event(8), unsigned(301, 8), late]).await;
    assert_eq!(newer(&bench, "a", 8).await, [300, 301]);
}

/// Event n without a ticket, which revises another.
fn unsigned(n: u64, earlier: u64) -> Event {
    Event {
        ticket: None,
        ..revising(n, earlier)
    }
}
