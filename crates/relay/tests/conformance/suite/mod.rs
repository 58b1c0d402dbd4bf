//! Random sequences of everything that is asked of a store, beside a model that keeps everything
//! in a map. A failing sequence is shortened before it is shown.
//!
//! - `model`: the map; `steps`: what is done, and what is looked at after each step;
//! - [`revisions`]: what becomes of events that revise others, case by case.

#![allow(
    unreachable_pub,
    missing_docs,
    reason = "two test binaries use this, each in its own way"
)]

mod model;
pub mod revisions;
mod steps;

use std::sync::Arc;

use proptest::test_runner::{Config, TestRunner};
use thumbspan_contract::Event;
use thumbspan_relay::routes::Routes;
use thumbspan_relay::store::{Operate, Store};

pub const SINKS: [&str; 2] = ["a", "b"];
pub const START_MS: u64 = 1_800_000_000_000;
/// How long delivered events are kept: so short that most sequences outlast it.
pub const KEEP_MS: u64 = 150_000;
/// After this a restarted relay gets what it had claimed before.
pub const LEASE_MS: u64 = 60_000;
pub const REVISIONS: u32 = 3;
/// The name of a verified ticket.
pub const TICKET: &str = "shop ticket";

/// A store under test, whose time stands where it is set.
#[allow(
    async_fn_in_trait,
    reason = "only tests call it, on the thread that runs them"
)]
pub trait Bench {
    async fn new() -> Self;
    fn store(&self) -> Arc<dyn Store>;
    fn operator(&self) -> Box<dyn Operate>;
    /// Ends the relay and starts it again, with these sinks.
    async fn reopen_with(&mut self, routes: Routes);
    async fn reopen(&mut self) {
        self.reopen_with(sinks()).await;
    }
    async fn set(&self, now_ms: u64);
    /// Lets the store delete what it has kept long enough.
    async fn tidy(&self);
}

pub fn sinks() -> Routes {
    SINKS.iter().map(|&sink| sink.to_owned()).collect()
}

/// Event n: every third is of one submitter, some are evaluations, and from 9 on they carry one
/// ticket.
pub fn event(n: u64) -> Event {
    let mut event = serde_json::json!({
        "id": format!("019357e4-6d5c-7b1e-9a51-{n:012x}"),
        "target": {"kind": "span", "span_id": format!("2024561111202456{n:04}")},
        "signals": [{"label": "user_thumbs", "metric_type": "categorical", "value": format!("v{n}")}],
        "ml_app": format!("app-{}", n % 2),
        "submitter": {"id": format!("u{}", n % 3)},
        "timestamp_ms": 1_765_990_800_016_u64 + n
    });
    if n >= 9 {
        event["ticket"] = TICKET.into();
    } else if n % 4 == 2 {
        event["kind"] = "evaluation".into();
        event["signals"] = serde_json::json!([
            {"label": "scores", "metric_type": "json", "value": {"of": [n, null, 0.5], "\u{1f44d}": {}}},
            {"label": "quality", "metric_type": "score", "value": n, "assessment": "fail", "reasoning": "\u{e9}"},
        ]);
    }
    serde_json::from_value(event).unwrap()
}

/// Runs this many random sequences, after one in which an event is kept no longer for certain.
pub fn run<B: Bench>(cases: u32) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(steps::walk::<B>(&steps::retention()));
    let done = TestRunner::new(config).run(&steps::sequences(), |sequence| {
        runtime.block_on(steps::walk::<B>(&sequence));
        Ok(())
    });
    if let Err(error) = done {
        panic!("{error}");
    }
}
