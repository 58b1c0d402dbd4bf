//! One batch through a sink, halved where it is refused, lacks a target, or meets a pause of a sink
//! that takes others, until the event that it is about stands alone.

use std::sync::Arc;

use thumbspan_contract::Event;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::stopping;
use super::trust::Trust;
use crate::sinks::{Sink, SinkError};
use crate::store::Due;
use crate::traces;

/// What became of a batch. Events that are in no list were not tried and stay due.
#[derive(Default)]
pub(super) struct Outcome<'a> {
    /// The sink has these.
    pub(super) delivered: Vec<&'a Due>,
    /// The sink will never take these; with its reasons.
    pub(super) refused: Vec<(&'a Due, String)>,
    /// The sink does not know these events' targets yet; with its reasons.
    pub(super) not_yet: Vec<(&'a Due, String)>,
    /// These alone met a pause while the sink takes others.
    pub(super) paused: Vec<Alone<'a>>,
    /// Events that were not tried, since they revise one of `not_yet`, of `paused` or of these.
    behind: Vec<&'a Due>,
    /// Why the rest was not tried, and the events that met it.
    pub(super) stopped: Option<(SinkError, &'a [Due])>,
}

/// An event that alone met a pause.
pub(super) struct Alone<'a> {
    pub(super) due: &'a Due,
    pub(super) reason: String,
    /// Whether that is known to be about this event, and no key that became wrong.
    pub(super) known: bool,
}

/// Sends until everything has its answer, the sink fails or a stop is asked for.
pub(super) async fn send<'a>(
    sink: &Arc<dyn Sink>,
    due: &'a [Due],
    trust: &mut Trust,
    shutdown: &watch::Receiver<bool>,
) -> Outcome<'a> {
    let mut outcome = Outcome::default();
    let mut parts = vec![due];
    while let Some(part) = parts.pop() {
        if part.is_empty() || stopping(shutdown) {
            continue;
        }
        if part.iter().any(|due| outcome.waits_for_an_earlier(due)) {
            match part {
                [due] => outcome.behind.push(due),
                _ => parts.extend(halves(part)),
            }
            continue;
        }
        let events: Vec<_> = part.iter().map(|due| due.event.clone()).collect();
        let span = traces::deliver(sink.name(), &events);
        let sent = guarded(Arc::clone(sink), events).await;
        traces::ended(&span, sent.as_ref().err().map(SinkError::code));
        match (sent, part) {
            (Ok(()), _) => {
                trust.taken();
                outcome.delivered.extend(part);
            }
            (Err(SinkError::Refused { reason }), [due]) => outcome.refused.push((due, reason)),
            (Err(SinkError::NotYet { reason }), [due]) => outcome.not_yet.push((due, reason)),
            (Err(SinkError::Pause { reason }), [due]) if trust.is_left() => {
                let known = trust.met_alone(due);
                outcome.paused.push(Alone { due, reason, known });
            }
            (Err(error), _) if may_be_of_one(&error, trust) => parts.extend(halves(part)),
            (Err(error), _) => {
                outcome.stopped = Some((error, part));
                break;
            }
        }
    }
    outcome
}

impl Outcome<'_> {
    /// Whether an event revises one that could not be told yet: it must not overtake that one.
    fn waits_for_an_earlier(&self, due: &Due) -> bool {
        let waiting = self.not_yet.iter().map(|(due, _)| due);
        let waiting = waiting.chain(self.paused.iter().map(|alone| &alone.due));
        let mut waiting = waiting.chain(&self.behind);
        waiting.any(|earlier| due.is_later_than(earlier))
    }
}

/// Whether an error may be about one event of several.
fn may_be_of_one(error: &SinkError, trust: &Trust) -> bool {
    match error {
        SinkError::Refused { .. } | SinkError::NotYet { .. } => true,
        SinkError::Pause { .. } => trust.is_left(),
        SinkError::Retry { .. } => false,
    }
}

/// The halves of a part, the first on top.
fn halves(part: &[Due]) -> [&[Due]; 2] {
    let (left, right) = part.split_at(part.len() / 2);
    [right, left]
}

/// A sink that panics has failed and no more: its worker, and the other events, go on.
async fn guarded(sink: Arc<dyn Sink>, events: Vec<Event>) -> Result<(), SinkError> {
    let mut sending = JoinSet::new();
    sending.spawn(async move { sink.send(&events).await });
    match sending.join_next().await {
        Some(Ok(sent)) => sent,
        _ => Err(SinkError::Retry {
            reason: "The sink broke down: this is a fault in the relay, please report it."
                .to_owned(),
            after: None,
        }),
    }
}
