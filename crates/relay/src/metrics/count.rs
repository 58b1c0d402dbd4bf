//! Numbers that only grow.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// One number.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    /// Adds.
    pub fn add(&self, more: usize) {
        let more = u64::try_from(more).unwrap_or(u64::MAX);
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    /// The sum so far.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A number for each combination of label values. Give it only values of a small, known set.
#[derive(Debug)]
pub struct Counts<const N: usize> {
    labels: [&'static str; N],
    numbers: Mutex<BTreeMap<[String; N], u64>>,
}

/// One number with its labels.
pub type Sample<const N: usize> = ([(&'static str, String); N], u64);

impl<const N: usize> Counts<N> {
    /// None yet, under these labels.
    #[must_use]
    pub fn by(labels: [&'static str; N]) -> Self {
        let numbers = Mutex::default();
        Self { labels, numbers }
    }

    /// Adds; zero makes the number show.
    pub fn add(&self, values: [&str; N], more: usize) {
        let more = u64::try_from(more).unwrap_or(u64::MAX);
        let mut numbers = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        *numbers.entry(values.map(str::to_owned)).or_default() += more;
    }

    /// Every number, in the order of the label values.
    #[must_use]
    pub fn all(&self) -> Vec<Sample<N>> {
        let numbers = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        let sample = |(values, number): (&[String; N], &u64)| {
            let named = std::array::from_fn(|at| (self.labels[at], values[at].clone()));
            (named, *number)
        };
        numbers.iter().map(sample).collect()
    }
}
