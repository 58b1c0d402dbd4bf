//! A filled store is one that the relay takes for its own.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use std::sync::Arc;
use std::time::Duration;

use thumbspan_bench_relay::bodies::Shape;
use thumbspan_bench_relay::fill::{Plan, run};
use thumbspan_relay::clock::SystemClock;
use thumbspan_relay::journal::{Config, Journal};
use thumbspan_relay::routes::Routes;

#[tokio::test]
async fn every_event_waits_for_the_sink() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let plan = Plan {
        path: path.clone(),
        sink: "datadog".to_owned(),
        shape: Shape::Thumb,
        thousands: 5,
    };
    run(plan).await.unwrap();
    let config = Config {
        path,
        max_bytes: 1 << 30,
        queue: 1,
        revisions: 0,
        keep_delivered: Duration::MAX,
    };
    let routes = Routes::from_iter(["datadog".to_owned()]);
    let (journal, _writer) = Journal::open(&config, routes, Arc::new(SystemClock)).unwrap();
    let counts = journal.counts().await.unwrap();
    assert_eq!((counts.len(), counts[0].waiting), (1, 5_000));
    let due = journal.due("datadog", u64::MAX / 4, 1).await.unwrap();
    assert_eq!(due[0].event.signals.len(), 1);
}
