//! What becomes of events that revise others.

use thumbspan_contract::Event;
use thumbspan_relay::routes::{Routes, Wants};
use thumbspan_relay::store::Which;

use super::{Bench, event};

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
    due.iter()
        .map(|due| super::steps::number(&due.event.id))
        .collect()
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
