//! The rules of the wire format, as pure functions: one for each part of an event.

mod attached;
mod id;
mod kind;
#[cfg(feature = "read")]
mod object;
mod signal;

pub(crate) use attached::ticket;
use attached::timestamp;
pub use attached::{are_tags, ml_app, submitter, tags};
pub use id::{event_id, id, is_id, target};
pub use kind::EVALUATORS;
pub use signal::{COMMENT, CORRECTION, NPS, RATING, REASON_PREFIX, THUMBS};
pub use signal::{is_reason, is_text, label, signal, signals, text};

use crate::{Code, Event, Refusal};

type Checked = Result<(), Refusal>;

fn refuse(code: Code, message: impl Into<String>) -> Checked {
    Err(Refusal::new(code, message))
}

/// Every rule that an event must meet.
///
/// # Errors
/// The first rule that is broken, with the sentence that mends it.
pub fn event(event: &Event) -> Checked {
    event_id("id", &event.id)?;
    target(&event.target)?;
    signals(&event.signals, event.revises.is_some())?;
    kind::kind(event)?;
    event.ml_app.as_deref().map_or(Ok(()), ml_app)?;
    event.submitter.as_ref().map_or(Ok(()), submitter)?;
    timestamp(event.timestamp_ms)?;
    tags(&event.tags)?;
    event
        .revises
        .as_deref()
        .map_or(Ok(()), |id| event_id("revises", id))?;
    event.ticket.as_deref().map_or(Ok(()), ticket)
}

fn no_nul(text: &str) -> Checked {
    if text.contains('\0') {
        return refuse(
            Code::NulCharacter,
            "Remove the NUL character (U+0000) from the text.",
        );
    }
    Ok(())
}
