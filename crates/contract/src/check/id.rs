//! What names an event and its target.

use super::{Checked, refuse};
use crate::{Code, Target, limits, uuid};

/// An idempotency key: a UUID in canonical form.
///
/// # Errors
/// [`Code::BadEventId`].
pub fn event_id(field: &str, id: &str) -> Checked {
    if uuid::is_canonical(id) {
        return Ok(());
    }
    refuse(
        Code::BadEventId,
        format!(
            "Make `{field}` a UUID in lower case with hyphens, such as 019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11; version 7 is best."
        ),
    )
}

/// A target with an id that is well formed.
///
/// # Errors
/// [`Code::EmptyId`], [`Code::BadId`].
pub fn target(target: &Target) -> Checked {
    match target {
        Target::Span { span_id, trace_id } => {
            id("span_id", span_id)?;
            trace_id
                .as_deref()
                .map_or(Ok(()), |trace| id("trace_id", trace))
        }
        Target::Trace { trace_id } => id("trace_id", trace_id),
        Target::Session { session_id } => id("session_id", session_id),
        Target::JoinKey { join_key } => id("join_key", join_key),
    }
}

/// An opaque id: 1 to [`limits::ID_BYTES`] printable ASCII characters without spaces.
///
/// # Errors
/// [`Code::EmptyId`], [`Code::BadId`].
pub fn id(field: &str, id: &str) -> Checked {
    if id.is_empty() {
        return refuse(
            Code::EmptyId,
            format!(
                "Fill in `target.{field}` with the id that the back end captured, or leave the event out."
            ),
        );
    }
    if is_id(id) {
        return Ok(());
    }
    refuse(
        Code::BadId,
        format!(
            "Send `target.{field}` as 1 to {} printable ASCII characters without spaces.",
            limits::ID_BYTES
        ),
    )
}

/// Whether a text is an opaque id, without a sentence: for the widget, which has its own.
#[must_use]
pub fn is_id(id: &str) -> bool {
    (1..=limits::ID_BYTES).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
}
