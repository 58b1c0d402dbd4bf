//! What goes with an event: application, submitter, time, tags, ticket.

use super::{Checked, no_nul, refuse};
use crate::{Code, Submitter, limits};

/// An application name by Datadog's rule.
///
/// # Errors
/// [`Code::BadMlApp`].
pub fn ml_app(name: &str) -> Checked {
    let allowed =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-:./".contains(&byte);
    let fits = !name.is_empty() && name.len() <= limits::ML_APP_BYTES && name.bytes().all(allowed);
    if fits && !name.contains("__") && !name.ends_with('_') {
        return Ok(());
    }
    refuse(
        Code::BadMlApp,
        format!(
            "Name `ml_app` in at most {} lower-case letters, digits and _ - : . / without a double or closing underscore.",
            limits::ML_APP_BYTES
        ),
    )
}

/// A submitter with an id, and a type that is short.
///
/// # Errors
/// [`Code::BadSubmitter`], [`Code::NulCharacter`].
pub fn submitter(submitter: &Submitter) -> Checked {
    let within = |text: &str, most: usize| (1..=most).contains(&text.chars().count());
    let kind = submitter.kind.as_deref().unwrap_or("user");
    no_nul(&submitter.id)?;
    no_nul(kind)?;
    if within(&submitter.id, limits::SUBMITTER_CHARS) && within(kind, limits::SUBMITTER_TYPE_CHARS)
    {
        return Ok(());
    }
    refuse(
        Code::BadSubmitter,
        format!(
            "Give `submitter.id` 1 to {} characters and `submitter.type` 1 to {}, or leave the submitter out.",
            limits::SUBMITTER_CHARS,
            limits::SUBMITTER_TYPE_CHARS
        ),
    )
}

pub(super) fn timestamp(ms: u64) -> Checked {
    if ms <= limits::TIMESTAMP_MS {
        return Ok(());
    }
    refuse(
        Code::BadTimestamp,
        "Send `timestamp_ms` as whole milliseconds since 1970.",
    )
}

/// Tags within their number and lengths; a key has no colon, since backends write `key:value`.
///
/// # Errors
/// [`Code::TooManyTags`], [`Code::BadTag`], [`Code::NulCharacter`].
pub fn tags(tags: &[(String, String)]) -> Checked {
    if tags.len() > limits::TAGS {
        return refuse(
            Code::TooManyTags,
            format!("Send at most {} tags.", limits::TAGS),
        );
    }
    for (key, value) in tags {
        no_nul(key)?;
        no_nul(value)?;
        if !is_tag(key, value) {
            return refuse(
                Code::BadTag,
                format!(
                    "Give each tag a key of 1 to {} characters without a colon and a value of at most {}.",
                    limits::TAG_KEY_CHARS,
                    limits::TAG_VALUE_CHARS
                ),
            );
        }
    }
    Ok(())
}

fn is_tag(key: &str, value: &str) -> bool {
    (1..=limits::TAG_KEY_CHARS).contains(&key.chars().count())
        && !key.contains([':', '\0'])
        && !value.contains('\0')
        && value.chars().count() <= limits::TAG_VALUE_CHARS
}

/// Whether tags keep to all their limits, without a sentence: for the widget, which has its own.
#[must_use]
pub fn are_tags(tags: &[(String, String)]) -> bool {
    tags.len() <= limits::TAGS && tags.iter().all(|(key, value)| is_tag(key, value))
}

pub(crate) fn ticket(ticket: &str) -> Checked {
    let printable = ticket.bytes().all(|byte| byte.is_ascii_graphic());
    if printable && (1..=limits::TICKET_BYTES).contains(&ticket.len()) {
        return Ok(());
    }
    refuse(
        Code::BadTicket,
        "Send `ticket` exactly as the back end minted it.",
    )
}
