//! What the tests of several parts need: a clock and dice that they set, and events.

use std::sync::atomic::{AtomicU64, Ordering};

use thumbspan_contract::{Event, EventKind, MetricType, Signal, Target, Value, uuid};

use crate::clock::Clock;
use crate::random::Random;

/// A clock that stands where it is set.
pub(crate) struct ManualClock(AtomicU64);

impl ManualClock {
    pub(crate) fn at(ms: u64) -> Self {
        Self(AtomicU64::new(ms))
    }

    pub(crate) fn set(&self, ms: u64) {
        self.0.store(ms, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now_ms(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// Dice that always fall the same way.
pub(crate) struct FixedRandom(pub(crate) f64);

impl Random for FixedRandom {
    fn unit(&self) -> f64 {
        self.0
    }

    fn bytes10(&self) -> [u8; 10] {
        [7; 10]
    }
}

/// A signal with a value.
pub(crate) fn signal(label: &str, metric_type: MetricType, value: Value) -> Signal {
    Signal::new(label, metric_type, Some(value))
}

/// The n-th event: a thumb up on a span of its own.
pub(crate) fn event(n: u64) -> Event {
    Event {
        id: uuid::v7(n, [0; 10]),
        kind: EventKind::Feedback,
        target: Target::Span {
            span_id: format!("2024561111202456{n:04}"),
            trace_id: Some("6959432000000000d1f51f98d49b97c8".to_owned()),
        },
        signals: vec![signal(
            "user_thumbs",
            MetricType::Categorical,
            Value::Text("up".to_owned()),
        )],
        ml_app: None,
        submitter: None,
        timestamp_ms: 1_765_990_800_016 + n,
        tags: thumbspan_contract::Tags::new(),
        revises: None,
        ticket: None,
    }
}
