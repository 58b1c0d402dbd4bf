//! Bounded buckets that fill at an even rate.
//!
//! The generic cell rate algorithm (ITU-T I.371): one time per key is all that is kept. Keys are
//! hashes under a random seed, so that no address can be read back. A table is bounded; when it is
//! full of busy keys, newcomers share one bucket.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The least time between two sweeps of a full table.
const SWEEP: Duration = Duration::from_secs(1);

/// So many at once, and then one more each `every`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The time in which one is given back.
    pub every: Duration,
    /// How many may come at once.
    pub burst: u32,
}

impl Quota {
    /// So many in a time, and this many at once; `None` for zero: no limit.
    #[must_use]
    pub fn per(time: Duration, count: u32, burst: u32) -> Option<Self> {
        let every = time.checked_div(count)?;
        (burst > 0).then_some(Self { every, burst })
    }
}

/// Come again after this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait(pub Duration);

/// Buckets of one kind.
pub(super) struct Table {
    quota: Option<Quota>,
    most: usize,
    seed: RandomState,
    busy: Mutex<Busy>,
}

#[derive(Default)]
struct Busy {
    /// When each bucket will be full again.
    full_at: HashMap<u64, Duration>,
    /// The same for all who found no place.
    crowd: Duration,
    swept: Duration,
}

impl Table {
    pub(super) fn new(quota: Option<Quota>, most: usize) -> Self {
        Self {
            quota,
            most,
            seed: RandomState::new(),
            busy: Mutex::default(),
        }
    }

    /// One share of one key.
    pub(super) fn take(&self, key: impl Hash, now: Duration) -> Result<(), Wait> {
        paid([self.ask([key].into_iter(), now)])
    }

    /// What a share of each of these keys would cost, as often as it stands there. More than fits
    /// at once is let in by a full bucket, which then owes all of it.
    pub(super) fn ask(&self, keys: impl Iterator<Item = impl Hash>, now: Duration) -> Asked<'_> {
        let mut asked = Asked {
            busy: self.busy.lock().unwrap_or_else(PoisonError::into_inner),
            full_at: Vec::new(),
            wait: Duration::ZERO,
        };
        let Some(quota) = self.quota else {
            return asked;
        };
        let keys = keys.map(|key| self.seed.hash_one(key));
        for (place, count) in asked.busy.places(keys, self.most, now) {
            let begin = asked.busy.full_at(place).max(now);
            let judged = begin + quota.every * count.min(quota.burst);
            let wait = judged.saturating_sub(now + quota.every * quota.burst);
            asked.wait = asked.wait.max(wait);
            asked.full_at.push((place, begin + quota.every * count));
        }
        asked
    }

    #[cfg(test)]
    pub(super) fn take_all(&self, keys: &[String], now: Duration) -> Result<(), Wait> {
        paid([self.ask(keys.iter(), now)])
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.busy.lock().unwrap().full_at.len()
    }
}

/// A table that was asked, and that nobody else is given before this is dropped.
pub(super) struct Asked<'a> {
    busy: MutexGuard<'a, Busy>,
    /// When each bucket is full again once the request is let in.
    full_at: Vec<(Place, Duration)>,
    /// Until then the request is not let in.
    wait: Duration,
}

/// Takes what all tables agree to, or else nothing.
pub(super) fn paid<const TABLES: usize>(all: [Asked<'_>; TABLES]) -> Result<(), Wait> {
    let wait = all.iter().map(|asked| asked.wait).max();
    if let Some(wait) = wait.filter(|wait| !wait.is_zero()) {
        return Err(Wait(wait));
    }
    for mut asked in all {
        for (place, full_at) in std::mem::take(&mut asked.full_at) {
            asked.busy.set(place, full_at);
        }
    }
    Ok(())
}

/// A key's bucket, or (none) that of all who found no place.
type Place = Option<u64>;

impl Busy {
    /// How many shares of which buckets these keys are. Changes no bucket.
    fn places(
        &mut self,
        keys: impl Iterator<Item = u64>,
        most: usize,
        now: Duration,
    ) -> HashMap<Place, u32> {
        let (mut counts, mut fresh) = (HashMap::new(), 0);
        for key in keys {
            let known = self.full_at.contains_key(&key) || counts.contains_key(&Some(key));
            let place = (known || self.has_room(fresh, most, now)).then_some(key);
            fresh += usize::from(!known && place.is_some());
            *counts.entry(place).or_default() += 1;
        }
        counts
    }

    /// Whether one more finds a place beside so many of the same request.
    fn has_room(&mut self, fresh: usize, most: usize, now: Duration) -> bool {
        let is_full = |busy: &Self| busy.full_at.len() + fresh >= most;
        if is_full(self) && now >= self.swept + SWEEP {
            self.swept = now;
            self.full_at.retain(|_, full_at| *full_at > now);
        }
        !is_full(self)
    }

    fn full_at(&self, place: Place) -> Duration {
        place.map_or(self.crowd, |key| {
            self.full_at.get(&key).copied().unwrap_or_default()
        })
    }

    fn set(&mut self, place: Place, full_at: Duration) {
        match place {
            Some(key) => {
                self.full_at.insert(key, full_at);
            }
            None => self.crowd = full_at,
        }
    }
}
