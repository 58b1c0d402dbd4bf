//! Delivery: from the journal to each sink, with a worker per sink.
//!
//! One sink's outage never slows another. Every event ends as delivered, waiting or dead letter:
//! never dropped silently.
//!
//! - `retry`: pure: how long to wait;
//! - `order`: pure: what must not overtake what it revises;
//! - `superseded`: pure: what is left of an event that was revised before it was delivered;
//! - `trust`: pure: whether a pause is about the sink or about one event;
//! - `batch`: one batch through the sink, split where it is refused;
//! - `worker`: the loop of one sink.

mod batch;
mod order;
mod retry;
mod superseded;
#[cfg(test)]
mod tests;
mod trust;
mod worker;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::random::Random;
use crate::sinks::Sink;
use crate::store::Store;
use trust::Trust;
use worker::Worker;

/// How long to wait, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The longest first wait after a failure; it doubles with each further one. Default 1 s.
    pub first: Duration,
    /// The longest wait of all, but for what the sink itself asks for. Default 5 min.
    pub most: Duration,
    /// The age at which an event that still fails becomes a dead letter. Default 7 days.
    pub give_up: Duration,
    /// How long a paused sink rests before the next try. Default 1 min.
    pub pause: Duration,
    /// The age at which an event whose target the sink does not know becomes a dead letter.
    /// Default 1 hour.
    pub target_wait: Duration,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            first: Duration::from_secs(1),
            most: Duration::from_secs(5 * 60),
            give_up: Duration::from_secs(7 * 24 * 60 * 60),
            pause: Duration::from_secs(60),
            target_wait: Duration::from_secs(60 * 60),
        }
    }
}

/// How a sink is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SinkState {
    /// It takes what it is given.
    Working,
    /// It failed in a way that passes, or one event alone meets a pause: the next try comes by
    /// itself.
    Retrying {
        /// The last reason.
        reason: String,
    },
    /// It waits for the operator; a try now and then shows whether that is done.
    Paused {
        /// What the operator should do.
        reason: String,
    },
}

/// One sink and how it is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SinkStatus {
    /// The sink's name.
    pub name: String,
    /// How it is doing.
    pub state: SinkState,
}

/// The running workers. Dropping it stops them at once; what was in flight is sent again later.
pub struct Delivery {
    workers: JoinSet<()>,
    states: Vec<(String, Arc<Mutex<SinkState>>)>,
}

impl Delivery {
    /// How each sink is doing, in the order given to [`start`].
    #[must_use]
    pub fn statuses(&self) -> Vec<SinkStatus> {
        let status = |(name, state): &(String, Arc<Mutex<SinkState>>)| SinkStatus {
            name: name.clone(),
            state: state.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        };
        self.states.iter().map(status).collect()
    }

    /// Waits until every worker has ended: after `shutdown` turned true (or its sender is gone)
    /// and the request in flight was answered, or met its sink's timeout, and was settled.
    pub async fn ended(mut self) {
        while self.workers.join_next().await.is_some() {}
    }
}

/// Starts one worker per sink on the current runtime.
#[must_use]
#[expect(
    clippy::needless_pass_by_value,
    reason = "the workers share what they are given: the caller has no use for it afterwards"
)]
pub fn start(
    journal: Arc<dyn Store>,
    sinks: Vec<Arc<dyn Sink>>,
    policy: Policy,
    random: Arc<dyn Random>,
    shutdown: watch::Receiver<bool>,
) -> Delivery {
    let (mut workers, mut states) = (JoinSet::new(), Vec::new());
    for sink in sinks {
        let state = Arc::new(Mutex::new(SinkState::Working));
        states.push((sink.name().to_owned(), Arc::clone(&state)));
        let worker = Worker {
            journal: Arc::clone(&journal),
            size: sink.batch_limit(),
            sink,
            policy,
            clock: journal.clock(),
            random: Arc::clone(&random),
            shutdown: shutdown.clone(),
            state,
            failures: 0,
            trust: Trust::default(),
            ailing: None,
        };
        workers.spawn(worker.run());
    }
    Delivery { workers, states }
}

/// Whether a stop was asked for; a sender that is gone asks for it too.
fn stopping(shutdown: &watch::Receiver<bool>) -> bool {
    *shutdown.borrow() || shutdown.has_changed().is_err()
}

/// Resolves when a stop is asked for.
async fn told(shutdown: &mut watch::Receiver<bool>) {
    let _ = shutdown.wait_for(|stop| *stop).await;
}
