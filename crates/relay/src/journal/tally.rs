//! What settlements add to the figures.

use super::Settlement;
use crate::metrics::Metrics;

/// What a settlement is counted as, once it stands.
pub(super) enum Tally {
    Delivered,
    Later(&'static str),
    Dead(&'static str),
}

impl Tally {
    pub(super) fn of(settlement: &Settlement) -> Self {
        match settlement {
            Settlement::Delivered { .. } => Self::Delivered,
            Settlement::Later { code, .. } => Self::Later(code),
            Settlement::Dead { code, .. } => Self::Dead(code),
        }
    }

    pub(super) fn count(&self, metrics: &Metrics, sink: &str) {
        match self {
            Self::Delivered => metrics.delivered.add([sink], 1),
            Self::Later(code) => metrics.retried.add([sink, code], 1),
            Self::Dead(code) => metrics.dead.add([sink, code], 1),
        }
    }
}
