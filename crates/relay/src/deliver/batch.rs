//! One batch through a sink, halved where it is refused until the bad event stands alone.

use std::sync::Arc;

use thumbspan_contract::Event;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::stopping;
use crate::journal::Due;
use crate::sinks::{Sink, SinkError};

/// What became of a batch. Events that are in no list were not tried and stay due.
#[derive(Default)]
pub(super) struct Outcome<'a> {
    /// The sink has these.
    pub(super) delivered: Vec<&'a Due>,
    /// The sink will never take these; with its reasons.
    pub(super) refused: Vec<(&'a Due, String)>,
    /// Why the rest was not tried, and the events that met it.
    pub(super) stopped: Option<(SinkError, &'a [Due])>,
}

/// Sends until everything has its answer, the sink fails or a stop is asked for.
pub(super) async fn send<'a>(
    sink: &Arc<dyn Sink>,
    due: &'a [Due],
    shutdown: &watch::Receiver<bool>,
) -> Outcome<'a> {
    let mut outcome = Outcome::default();
    let mut parts = vec![due];
    while let Some(part) = parts.pop() {
        if part.is_empty() || stopping(shutdown) {
            continue;
        }
        let events: Vec<_> = part.iter().map(|due| due.event.clone()).collect();
        match guarded(Arc::clone(sink), events).await {
            Ok(()) => outcome.delivered.extend(part),
            Err(SinkError::Refused { reason }) if part.len() == 1 => {
                outcome.refused.push((&part[0], reason));
            }
            Err(SinkError::Refused { .. }) => {
                let (left, right) = part.split_at(part.len() / 2);
                parts.extend([right, left]);
            }
            Err(error) => {
                outcome.stopped = Some((error, part));
                break;
            }
        }
    }
    outcome
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
