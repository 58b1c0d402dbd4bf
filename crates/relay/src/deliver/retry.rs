//! How long to wait after a failure. Pure.
//!
//! Full jitter spreads the tries of many relays best:
//! <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>.

use std::time::Duration;

use super::Policy;

/// A wait between zero and the longest for this many failures (1 is the first), at a place that
/// `unit`, a random number in `[0, 1)`, picks; never shorter than what the sink asked for.
pub(super) fn wait(policy: &Policy, failures: u32, after: Option<Duration>, unit: f64) -> Duration {
    let doubled = 2_u32.checked_pow(failures.saturating_sub(1));
    let longest = doubled.and_then(|times| policy.first.checked_mul(times));
    let longest = longest.unwrap_or(policy.most).min(policy.most);
    longest.mul_f64(unit).max(after.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_most_and_never_undercut_retry_after() {
        let policy = Policy {
            first: Duration::from_secs(1),
            most: Duration::from_secs(300),
            ..Policy::default()
        };
        let after = |ms| Some(Duration::from_millis(ms));
        let table = [
            (1, None, 0.0, 0),
            (1, None, 0.5, 500),
            (2, None, 0.5, 1_000),
            (3, None, 0.5, 2_000),
            (4, None, 0.25, 2_000),
            (9, None, 0.5, 128_000),
            (10, None, 0.5, 150_000),
            (33, None, 0.5, 150_000),
            (u32::MAX, None, 0.5, 150_000),
            (1, after(30_000), 0.5, 30_000),
            (1, after(100), 0.5, 500),
            (20, after(3_600_000), 0.5, 3_600_000),
        ];
        for (failures, after, unit, expected) in table {
            let found = wait(&policy, failures, after, unit);
            let expected = Duration::from_millis(expected);
            assert_eq!(found, expected, "{failures} {after:?} {unit}");
        }
    }
}
