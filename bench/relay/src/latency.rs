//! Percentiles of latencies. Pure.

use std::time::Duration;

use serde::Serialize;

/// Percentiles in milliseconds, by the nearest rank: each is a latency that one answer had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Latency {
    /// The median.
    pub p50_ms: f64,
    /// What 99 of 100 answers kept.
    pub p99_ms: f64,
    /// What 999 of 1,000 answers kept.
    pub p999_ms: f64,
    /// The longest.
    pub max_ms: f64,
}

impl Latency {
    /// Of these latencies, in any order; zeros when there are none.
    #[must_use]
    pub fn of(mut all: Vec<Duration>) -> Self {
        all.sort_unstable();
        let at = |per_mille| rank(&all, per_mille).as_secs_f64() * 1e3;
        Self {
            p50_ms: at(500),
            p99_ms: at(990),
            p999_ms: at(999),
            max_ms: at(1_000),
        }
    }
}

/// The least latency that so many of 1,000 do not exceed.
fn rank(sorted: &[Duration], per_mille: usize) -> Duration {
    let rank = (sorted.len() * per_mille).div_ceil(1_000);
    let found = sorted.get(rank.saturating_sub(1));
    found.copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In whole milliseconds.
    fn of(ms: impl Iterator<Item = u64>) -> [String; 4] {
        let found = Latency::of(ms.map(Duration::from_millis).collect());
        [found.p50_ms, found.p99_ms, found.p999_ms, found.max_ms].map(|ms| format!("{ms}"))
    }

    #[test]
    fn percentiles_are_latencies_that_occurred() {
        assert_eq!(of((1..=1_000).rev()), ["500", "990", "999", "1000"]);
        assert_eq!(of(1..=10), ["5", "10", "10", "10"]);
        assert_eq!(of([7].into_iter()), ["7"; 4]);
        assert_eq!(of([].into_iter()), ["0"; 4]);
    }

    #[test]
    fn one_slow_answer_in_fifty_shows_in_the_99th_and_not_in_the_median() {
        let all = (0..100).map(|n| if n % 50 == 0 { 300 } else { 2 });
        assert_eq!(of(all), ["2", "300", "300", "300"]);
    }
}
