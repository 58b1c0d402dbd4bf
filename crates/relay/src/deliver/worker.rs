//! The loop of one sink.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use super::batch::{self, Alone, Outcome};
use super::trust::Trust;
use super::{Policy, SinkState, order, retry, stopping, superseded, told};
use crate::clock::Clock;
use crate::log::line_of;
use crate::random::Random;
use crate::sinks::{Sink, SinkError};
use crate::store::{Due, Settlement, Store, StoreError};

/// The longest sleep, so that a clock that jumps is noticed, and what an operator replays beside
/// the running relay.
const LOOK: Duration = Duration::from_secs(5);

/// One sink's worker and what it has learnt.
pub(super) struct Worker {
    pub(super) journal: Arc<dyn Store>,
    pub(super) sink: Arc<dyn Sink>,
    pub(super) policy: Policy,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) random: Arc<dyn Random>,
    pub(super) shutdown: watch::Receiver<bool>,
    pub(super) state: Arc<Mutex<SinkState>>,
    /// Events in the next batch: fewer after a failure, more after a success, so that an event
    /// that fails by itself comes to stand alone.
    pub(super) size: usize,
    /// Failures since the last success.
    pub(super) failures: u32,
    /// What the sink took since its last pause.
    pub(super) trust: Trust,
    /// Why an event alone met a pause, and how long that is shown, in milliseconds since 1970.
    pub(super) ailing: Option<(u64, String)>,
}

/// What to wait for before the next turn.
enum Next {
    /// Nothing.
    Now,
    /// A time; new events change nothing.
    Hold(Duration),
    /// A new event, or at the latest a time.
    Event(Duration),
}

impl Worker {
    /// Delivers until a stop is asked for.
    pub(super) async fn run(mut self) {
        let mut appended = self.journal.appended();
        while !stopping(&self.shutdown) {
            // Marked before looking: an event that comes while we look wakes us again.
            appended.mark_unchanged();
            let next = match self.turn().await {
                Ok(next) => next,
                Err(error) => self.store_failed(&error),
            };
            self.rest(next, &mut appended).await;
        }
    }

    async fn turn(&mut self) -> Result<Next, StoreError> {
        let (sink, now) = (Arc::clone(&self.sink), self.clock.now_ms());
        let due = match self.journal.due(sink.name(), self.size).await {
            Err(error @ StoreError::Unreadable { seq }) => {
                let (code, reason) = (error.code(), error.to_string());
                self.settle(vec![Settlement::Dead { seq, code, reason }])
                    .await;
                return Ok(Next::Now);
            }
            due => due?,
        };
        if due.is_empty() {
            let next = self.journal.next_due_ms(sink.name()).await?;
            if next.is_none() {
                self.failures = 0;
                self.ailing = None;
                self.show(SinkState::Working);
            }
            let wait = next.map_or(LOOK, |at| Duration::from_millis(at.saturating_sub(now)));
            return Ok(Next::Event(wait.min(LOOK)));
        }
        let (held, due) = order::parted(due);
        let (due, over) = superseded::parted(due, sink.keeps());
        let (mut settlements, next) = self.sent(&due).await;
        settlements.extend(held.iter().map(|due| order::behind(due, now)));
        settlements.extend(over.iter().map(|due| self.superseded(due)));
        self.settle(settlements).await;
        Ok(next)
    }

    /// Where nothing is sent, nothing is learnt of the sink.
    async fn sent(&mut self, due: &[Due]) -> (Vec<Settlement>, Next) {
        if due.is_empty() {
            return (Vec::new(), Next::Now);
        }
        let sink = Arc::clone(&self.sink);
        let outcome = tokio::select! {
            outcome = batch::send(&sink, due, &mut self.trust, &self.shutdown) => outcome,
            never = self.journal.hold(sink.name(), due) => match never {},
        };
        self.conclude(outcome)
    }

    fn conclude(&mut self, outcome: Outcome<'_>) -> (Vec<Settlement>, Next) {
        for due in &outcome.delivered {
            line_of!(
                debug,
                due.event,
                sink = self.sink.name(),
                "An event was delivered."
            );
        }
        let delivered = outcome.delivered.iter();
        let mut settlements: Vec<_> = delivered
            .map(|due| Settlement::Delivered { seq: due.seq })
            .collect();
        for (due, reason) in outcome.refused {
            settlements.push(self.bury(due, "sink_refused", reason));
        }
        for (due, reason) in outcome.not_yet {
            settlements.push(self.waits(due, reason));
        }
        for alone in outcome.paused {
            settlements.push(self.pauses_alone(alone));
        }
        let next = match outcome.stopped {
            None => self.succeeded(),
            Some((SinkError::Pause { reason }, tried)) => {
                self.paused(reason, tried, &mut settlements)
            }
            Some((error, tried)) => self.failed(&error, tried, &mut settlements),
        };
        (settlements, next)
    }

    fn superseded(&self, due: &Due) -> Settlement {
        let (sink, code) = (self.sink.name(), "superseded");
        line_of!(
            debug,
            due.event,
            sink,
            code,
            "An event was not sent: newer ones say it all."
        );
        Settlement::Superseded { seq: due.seq }
    }

    /// An event without its target waits by itself: the sink works, and the others go on.
    fn waits(&self, due: &Due, reason: String) -> Settlement {
        let now = self.clock.now_ms();
        if age(due, now) > self.policy.target_wait {
            return self.bury(due, "target_not_found", reason);
        }
        let attempts = due.attempts.saturating_add(1);
        let wait = retry::wait(&self.policy, attempts, None, self.random.unit());
        // Without jitter's zeros: the same answer would come at once.
        later(due, now, wait.max(self.policy.first), "target_not_found")
    }

    /// An event that a sink alone does not let in while it takes others waits by itself too.
    fn pauses_alone(&mut self, alone: Alone<'_>) -> Settlement {
        let Alone { due, reason, known } = alone;
        let now = self.clock.now_ms();
        if known && age(due, now) > self.policy.give_up {
            return self.bury(due, "sink_gave_up", reason);
        }
        let attempts = due.attempts.saturating_add(1);
        let wait = retry::wait(&self.policy, attempts, None, self.random.unit());
        let wait = wait.max(self.policy.first);
        // Shown until some time after its next try: no change of state between two tries.
        self.ailing = Some((after(now, wait + self.policy.most), reason));
        self.put_off(due, now, wait)
    }

    fn succeeded(&mut self) -> Next {
        self.failures = 0;
        self.size = (self.size * 2).min(self.sink.batch_limit()).max(1);
        let now = self.clock.now_ms();
        self.ailing.take_if(|(until, _)| *until < now);
        let ailing = self.ailing.as_ref().map(|(_, reason)| reason.clone());
        self.show(ailing.map_or(SinkState::Working, |reason| SinkState::Retrying { reason }));
        Next::Now
    }

    /// What was tried makes room for others: one event that is never let in must not stand before
    /// all for ever. One at a time, since nothing passes. However old, none is given up here.
    fn paused(&mut self, reason: String, tried: &[Due], out: &mut Vec<Settlement>) -> Next {
        self.trust.paused();
        self.size = 1;
        let (now, wait) = (self.clock.now_ms(), self.policy.pause);
        out.extend(tried.iter().map(|due| self.put_off(due, now, wait)));
        self.show(SinkState::Paused { reason });
        Next::Hold(wait)
    }

    fn put_off(&self, due: &Due, now: u64, wait: Duration) -> Settlement {
        let (sink, code) = (self.sink.name(), "sink_paused");
        line_of!(debug, due.event, sink, code, "A delivery failed.");
        later(due, now, wait, code)
    }

    fn failed(&mut self, error: &SinkError, tried: &[Due], out: &mut Vec<Settlement>) -> Next {
        let after = match error {
            SinkError::Retry { after, .. } => *after,
            _ => None,
        };
        self.failures = self.failures.saturating_add(1);
        self.size = (tried.len() / 2).max(1);
        let unit = self.random.unit();
        let hold = retry::wait(&self.policy, self.failures, after, unit);
        let now = self.clock.now_ms();
        for due in tried {
            let (sink, code) = (self.sink.name(), error.code());
            line_of!(debug, due.event, sink, code, "A delivery failed.");
            out.push(if age(due, now) > self.policy.give_up {
                self.bury(due, "sink_gave_up", error.to_string())
            } else {
                // An event that fails by itself waits longer each time, behind all others.
                let own = retry::wait(&self.policy, due.attempts.saturating_add(1), after, unit);
                later(due, now, own.max(hold), error.code())
            });
        }
        let reason = error.to_string();
        self.show(SinkState::Retrying { reason });
        Next::Hold(hold)
    }

    fn bury(&self, due: &Due, code: &'static str, reason: String) -> Settlement {
        // The reason may echo what a user wrote, so the log has the code alone.
        line_of!(
            warn,
            due.event,
            sink = self.sink.name(),
            code,
            "An event went to the dead letters, with its reason."
        );
        Settlement::Dead {
            seq: due.seq,
            code,
            reason,
        }
    }

    /// Records what was delivered. Until that stands nothing more is sent: it would be sent twice.
    async fn settle(&mut self, settlements: Vec<Settlement>) {
        if settlements.is_empty() {
            return;
        }
        let sink = Arc::clone(&self.sink);
        let mut tries = 0_u32;
        loop {
            let settled = self.journal.settle(sink.name(), settlements.clone()).await;
            let Err(error) = settled else { return };
            tries = tries.saturating_add(1);
            self.show(SinkState::Retrying {
                reason: error.to_string(),
            });
            if stopping(&self.shutdown) {
                return;
            }
            let wait = retry::wait(&self.policy, tries, None, self.random.unit());
            self.pause_for(wait.min(LOOK)).await;
        }
    }

    fn store_failed(&mut self, error: &StoreError) -> Next {
        self.failures = self.failures.saturating_add(1);
        self.show(SinkState::Retrying {
            reason: error.to_string(),
        });
        let unit = self.random.unit();
        // It comes back as a whole: nothing is spared by waiting longer.
        Next::Hold(retry::wait(&self.policy, self.failures, None, unit).min(LOOK))
    }

    async fn rest(&mut self, next: Next, appended: &mut watch::Receiver<u64>) {
        match next {
            Next::Now => {}
            Next::Hold(wait) => self.pause_for(wait).await,
            Next::Event(wait) => {
                tokio::select! {
                    () = tokio::time::sleep(wait) => {}
                    () = told(&mut self.shutdown) => {}
                    // An error: the writer is gone, so nothing could be settled any more.
                    changed = appended.changed() => if changed.is_err() {
                        told(&mut self.shutdown).await;
                    }
                }
            }
        }
    }

    async fn pause_for(&mut self, wait: Duration) {
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = told(&mut self.shutdown) => {}
        }
    }

    /// Shows a state, and tells the log when it is of another kind than before.
    fn show(&self, state: SinkState) {
        let mut shown = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let sink = self.sink.name();
        if std::mem::discriminant(&*shown) != std::mem::discriminant(&state) {
            match &state {
                SinkState::Working => tracing::info!(sink, "Delivery works again."),
                SinkState::Retrying { reason } => {
                    tracing::warn!(
                        sink,
                        "Delivery fails and is tried again by itself: {reason}"
                    );
                }
                SinkState::Paused { reason } => {
                    tracing::error!(sink, "Delivery is paused, events are kept: {reason}");
                }
            }
        }
        *shown = state;
    }
}

fn age(due: &Due, now_ms: u64) -> Duration {
    Duration::from_millis(now_ms.saturating_sub(due.received_ms))
}

fn later(due: &Due, now_ms: u64, wait: Duration, code: &'static str) -> Settlement {
    Settlement::Later {
        seq: due.seq,
        next_at_ms: after(now_ms, wait),
        code,
    }
}

fn after(now_ms: u64, wait: Duration) -> u64 {
    now_ms.saturating_add(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX))
}
