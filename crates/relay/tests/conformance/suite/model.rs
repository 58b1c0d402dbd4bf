//! What a store should hold.

use std::collections::{BTreeMap, BTreeSet};

use super::{KEEP_MS, REVISIONS, SINKS};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Waiting { attempts: u32, next_at_ms: u64 },
    Delivered { at_ms: u64 },
    Dead,
}

pub const NEW: State = State::Waiting {
    attempts: 0,
    next_at_ms: 0,
};

#[derive(Clone, Debug)]
pub struct Kept {
    arrival: u64,
    pub received_ms: u64,
    /// By sink: its state, and from when its time runs.
    pub deliveries: BTreeMap<&'static str, (State, u64)>,
    /// When a dead letter of it was dropped last.
    dropped_ms: u64,
}

/// Events by their number.
#[derive(Default)]
pub struct Model {
    pub now: u64,
    arrivals: u64,
    pub kept: BTreeMap<u64, Kept>,
    uses: u32,
    /// The event with the ticket's newest vote, and the one that it revises.
    vote: Option<(u64, Option<u64>)>,
}

impl Model {
    /// Tells which are not permitted.
    pub fn append(&mut self, numbers: &[u64]) -> Vec<u64> {
        let mut denied = Vec::new();
        for n in numbers {
            if self.kept.contains_key(n) {
                continue;
            }
            if *n >= 9 {
                if self.uses > REVISIONS {
                    denied.push(*n);
                    continue;
                }
                self.uses += 1;
                // What the newest one revises only came late.
                if self.vote.is_none_or(|(_, revises)| revises != Some(*n)) {
                    self.vote = Some((*n, self.vote.map(|(newest, _)| newest)));
                }
            }
            self.arrivals += 1;
            let kept = Kept {
                arrival: self.arrivals,
                received_ms: self.now,
                deliveries: SINKS.map(|sink| (sink, (NEW, self.now))).into(),
                dropped_ms: 0,
            };
            self.kept.insert(*n, kept);
        }
        denied
    }

    /// The numbers that are due, with their attempts and the times from which they count.
    pub fn due(&self, sink: &str) -> Vec<(u64, u32, u64)> {
        let mut due = Vec::new();
        for (n, kept) in &self.kept {
            if let Some((
                State::Waiting {
                    attempts,
                    next_at_ms,
                },
                since,
            )) = kept.deliveries.get(sink)
                && *next_at_ms <= self.now
            {
                due.push((*next_at_ms, kept.arrival, (*n, *attempts, *since)));
            }
        }
        due.sort_unstable();
        due.into_iter().map(|(.., due)| due).collect()
    }

    pub fn next_due_ms(&self, sink: &str) -> Option<u64> {
        let of = |kept: &Kept| match kept.deliveries.get(sink) {
            Some((State::Waiting { next_at_ms, .. }, _)) => Some(*next_at_ms),
            _ => None,
        };
        self.kept.values().filter_map(of).min()
    }

    pub fn count(&self, sink: &str, is: impl Fn(State) -> bool) -> u64 {
        let of = |kept: &&Kept| {
            kept.deliveries
                .get(sink)
                .is_some_and(|(state, _)| is(*state))
        };
        u64::try_from(self.kept.values().filter(of).count()).unwrap()
    }

    pub fn oldest(&self, sink: &str) -> Option<u64> {
        let waits = |kept: &&Kept| {
            let state = kept.deliveries.get(sink);
            matches!(state, Some((State::Waiting { .. }, _)))
        };
        let waiting = self.kept.values().filter(waits);
        waiting.map(|kept| kept.received_ms).min()
    }

    pub fn dead(&self, sink: &str) -> BTreeSet<u64> {
        let is = |kept: &Kept| matches!(kept.deliveries.get(sink), Some((State::Dead, _)));
        let dead = self.kept.iter().filter(|(_, kept)| is(kept));
        dead.map(|(n, _)| *n).collect()
    }

    pub fn replay(&mut self, sink: &'static str) -> u64 {
        let dead = self.dead(sink);
        for n in &dead {
            let kept = self.kept.get_mut(n).unwrap();
            kept.deliveries.insert(sink, (NEW, self.now));
        }
        u64::try_from(dead.len()).unwrap()
    }

    pub fn discard(&mut self, sink: &'static str) -> u64 {
        let dead = self.dead(sink);
        for n in &dead {
            let kept = self.kept.get_mut(n).unwrap();
            kept.deliveries.remove(sink);
            kept.dropped_ms = self.now;
            if kept.deliveries.is_empty() {
                self.forget(*n);
            }
        }
        u64::try_from(dead.len()).unwrap()
    }

    /// Tells how many went, and how many of them each sink had.
    pub fn erase(&mut self, submitter: u64) -> (u64, BTreeMap<String, u64>) {
        let mut delivered = BTreeMap::new();
        let gone: Vec<_> = self
            .kept
            .keys()
            .copied()
            .filter(|n| n % 3 == submitter)
            .collect();
        for n in &gone {
            for (sink, (state, _)) in &self.kept[n].deliveries {
                if matches!(state, State::Delivered { .. }) {
                    *delivered.entry((*sink).to_owned()).or_default() += 1;
                }
            }
            self.forget(*n);
        }
        (u64::try_from(gone.len()).unwrap(), delivered)
    }

    fn forget(&mut self, n: u64) {
        self.kept.remove(&n);
        // What was said stays unsaid: an earlier vote never comes back.
        self.vote = self.vote.filter(|(newest, _)| *newest != n);
    }

    /// Since when an event is done, at the earliest and at the latest.
    fn done(kept: &Kept) -> Option<(u64, u64)> {
        let mut last = kept.received_ms;
        for (state, _) in kept.deliveries.values() {
            let State::Delivered { at_ms } = state else {
                return None;
            };
            last = last.max(*at_ms);
        }
        Some((last, last.max(kept.dropped_ms)))
    }

    /// Takes note of what is gone: only what was kept long enough may be.
    pub fn miss(&mut self, present: &BTreeSet<u64>) {
        let gone = self.kept.keys().copied().filter(|n| !present.contains(n));
        for n in gone.collect::<Vec<_>>() {
            let done = Self::done(&self.kept[&n]);
            assert!(
                done.is_some_and(|(first, _)| self.now - first >= KEEP_MS),
                "event {n} is missing: {:?}",
                self.kept[&n]
            );
            self.forget(n);
        }
    }

    /// Those that cannot be there any more once the store has tidied up.
    pub fn overdue(&self) -> Vec<u64> {
        let over = |kept: &Kept| {
            let done = Self::done(kept);
            done.is_some_and(|(_, last)| self.now - last > KEEP_MS)
        };
        let over = self.kept.iter().filter(|(_, kept)| over(kept));
        over.map(|(n, _)| *n).collect()
    }

    /// The event with the ticket's newest vote.
    pub fn vote(&self) -> Option<u64> {
        self.vote.map(|(newest, _)| newest)
    }
}
