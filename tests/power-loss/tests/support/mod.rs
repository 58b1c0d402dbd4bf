//! What the tests share: a store, its events, and what it promised.

#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    reason = "each test binary uses its part of this"
)]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use thumbspan_contract::Event;
use thumbspan_relay::clock::SystemClock;
use thumbspan_relay::store::sqlite::{Config, Journal};
use thumbspan_relay::store::{StoreError, Writer};

/// What a store has promised: an event is in it once its `append` has returned.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub accepted: BTreeSet<String>,
    pub settled: BTreeSet<String>,
}

pub fn shared<T>(value: T) -> Arc<Mutex<T>> {
    Arc::new(Mutex::new(value))
}

pub fn open(folder: &Path) -> Result<(Journal, Writer), StoreError> {
    let config = Config {
        path: folder.join("store.db"),
        max_bytes: 1 << 30,
        queue: 64,
        revisions: 10,
        keep_delivered: Duration::from_secs(3_600),
        longest_wait: Duration::from_secs(300),
        network_files: false,
    };
    let routes = std::iter::once("a".to_owned()).collect();
    Journal::open(&config, routes, Arc::new(SystemClock))
}

pub fn event(number: u64) -> Event {
    serde_json::from_value(serde_json::json!({
        "id": format!("019357e4-6d5c-7b1e-9a51-{number:012x}"),
        "target": {"kind": "span", "span_id": "20245611112024561111"},
        "signals": [{"label": "user_comment", "metric_type": "text", "value": "x".repeat(200)}],
        "timestamp_ms": 1_765_990_800_016_u64
    }))
    .unwrap()
}

pub fn asked(variable: &str) -> Option<u64> {
    std::env::var(variable)
        .ok()
        .map(|text| text.parse().unwrap())
}

pub fn seed() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    asked("THUMBSPAN_TEST_SEED")
        .unwrap_or_else(|| u64::from(since.subsec_nanos()))
        .max(1)
}
