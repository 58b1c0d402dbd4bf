//! The database's clock, as it was read last and has gone on since.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::clock::Clock;

/// Goes on with the machine's steady clock between two looks at the database's.
#[derive(Default)]
pub(super) struct ServerClock(Mutex<Option<(u64, Instant)>>);

impl ServerClock {
    /// What the database's clock said just now, in microseconds since 1970.
    pub(super) fn learn(&self, now_us: i64) {
        let read = u64::try_from(now_us / 1_000).unwrap_or(0);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((read, Instant::now()));
    }
}

impl Clock for ServerClock {
    fn now_ms(&self) -> u64 {
        let learnt = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        learnt.map_or(0, |(ms, at)| {
            ms.saturating_add(u64::try_from(at.elapsed().as_millis()).unwrap_or(u64::MAX))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_database_s_time_and_goes_on() {
        let clock = ServerClock::default();
        clock.learn(5_000_000);
        let first = clock.now_ms();
        assert!((5_000..60_000).contains(&first), "{first}");
        clock.learn(1_000_000_999);
        assert!(clock.now_ms() >= 1_000_000);
        clock.learn(-1);
        assert!(clock.now_ms() < 60_000, "a clock before 1970 is 1970");
    }
}
