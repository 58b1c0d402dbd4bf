//! What was said: labels and values.

use super::{Checked, no_nul, refuse};
use crate::{Code, MetricType, Signal, Value, limits};

/// The label of the thumbs: categorical, `up` or `down`.
pub const THUMBS: &str = "user_thumbs";
/// The label of the stars: a whole score from 1 to 5.
pub const RATING: &str = "user_rating";
/// The label of "how likely are you to recommend it": a whole score from 0 to 10.
pub const NPS: &str = "user_nps";
/// The label of the comment: text.
pub const COMMENT: &str = "user_comment";
/// The label of what the answer should have said: text.
pub const CORRECTION: &str = "user_correction";
/// What the label of a reason begins with, before its code ([`is_reason`]): boolean, true when it
/// was chosen.
pub const REASON_PREFIX: &str = "user_reason_";

/// Signals with well-formed labels, each once, and values that fit.
///
/// # Errors
/// The first signal's fault; see [`signal`].
pub fn signals(signals: &[Signal], revises: bool) -> Checked {
    if signals.is_empty() {
        return refuse(Code::NoSignals, "Give the event at least one signal.");
    }
    if signals.len() > limits::SIGNALS {
        return refuse(
            Code::TooManySignals,
            format!("Send at most {} signals in one event.", limits::SIGNALS),
        );
    }
    for (at, each) in signals.iter().enumerate() {
        signal(each, revises)?;
        if signals[..at]
            .iter()
            .any(|earlier| earlier.label == each.label)
        {
            return refuse(
                Code::DuplicateLabel,
                format!("Send the label `{}` once in an event.", each.label),
            );
        }
    }
    Ok(())
}

/// One signal: its label, the label's fixed type where it has one, and the value.
///
/// # Errors
/// [`Code::BadLabel`], [`Code::BadMetricType`], [`Code::NothingToWithdraw`], or the value's fault.
pub fn signal(signal: &Signal, revises: bool) -> Checked {
    label(&signal.label)?;
    reason(&signal.label)?;
    if let Some(fixed) = fixed(&signal.label).filter(|fixed| *fixed != signal.metric_type) {
        return refuse(
            Code::BadMetricType,
            format!(
                "Send `{}` with metric_type `{}`.",
                signal.label,
                fixed.as_str()
            ),
        );
    }
    match &signal.value {
        Some(given) => value(&signal.label, signal.metric_type, given),
        None if revises => Ok(()),
        None => refuse(
            Code::NothingToWithdraw,
            "A value of null withdraws an earlier vote: name that vote's event id in `revises`.",
        ),
    }
}

/// The metric type of a label with a fixed meaning.
fn fixed(label: &str) -> Option<MetricType> {
    match label {
        THUMBS => Some(MetricType::Categorical),
        RATING | NPS => Some(MetricType::Score),
        COMMENT | CORRECTION => Some(MetricType::Text),
        _ => label
            .starts_with(REASON_PREFIX)
            .then_some(MetricType::Boolean),
    }
}

fn reason(label: &str) -> Checked {
    if label.strip_prefix(REASON_PREFIX).is_none_or(is_reason) {
        return Ok(());
    }
    refuse(
        Code::BadLabel,
        format!(
            "Follow `{REASON_PREFIX}` with a code of lower-case ASCII letters, digits and underscores."
        ),
    )
}

/// Whether a text is a reason's code, without a sentence: lower-case ASCII letters, digits and
/// underscores, short enough for a label.
///
/// ```
/// use thumbspan_contract::check::is_reason;
/// assert!(is_reason("too_long") && !is_reason("Too long") && !is_reason(""));
/// ```
#[must_use]
pub fn is_reason(code: &str) -> bool {
    let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_');
    (1..=limits::LABEL_BYTES - REASON_PREFIX.len()).contains(&code.len())
        && code.bytes().all(allowed)
}

/// A label by Datadog's rule: a letter, then letters, digits and underscores.
///
/// # Errors
/// [`Code::BadLabel`].
pub fn label(label: &str) -> Checked {
    let starts = label
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic());
    let rest = label
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if starts && rest && label.len() <= limits::LABEL_BYTES {
        return Ok(());
    }
    refuse(
        Code::BadLabel,
        format!(
            "Use a label of at most {} ASCII letters, digits and underscores that starts with a letter.",
            limits::LABEL_BYTES
        ),
    )
}

fn value(label: &str, metric_type: MetricType, value: &Value) -> Checked {
    match (metric_type, value) {
        (MetricType::Categorical, Value::Text(word)) => category(label, word),
        (MetricType::Score, Value::Score(number)) => score(label, *number),
        (MetricType::Boolean, Value::Flag(_)) => Ok(()),
        (MetricType::Text, Value::Text(words)) => text(words),
        #[cfg(feature = "read")]
        (MetricType::Json, Value::Json(map)) => super::object::object(label, map),
        _ => refuse(
            Code::BadValue,
            format!(
                "Give `{label}` a value of its metric type: categorical and text take a string, score a number, boolean true or false, json an object."
            ),
        ),
    }
}

fn category(label: &str, word: &str) -> Checked {
    no_nul(word)?;
    if label == THUMBS && !matches!(word, "up" | "down") {
        return refuse(
            Code::BadValue,
            format!("Send `{THUMBS}` as \"up\" or \"down\"."),
        );
    }
    if word.is_empty() || word.chars().count() > limits::CATEGORY_CHARS {
        return refuse(
            Code::BadValue,
            format!(
                "Send a category of 1 to {} characters.",
                limits::CATEGORY_CHARS
            ),
        );
    }
    Ok(())
}

fn score(label: &str, number: f64) -> Checked {
    let range = match label {
        RATING => Some((1.0, 5.0)),
        NPS => Some((0.0, 10.0)),
        _ => None,
    };
    if let Some((least, most)) = range
        && !(number.fract() == 0.0 && (least..=most).contains(&number))
    {
        return refuse(
            Code::ScoreOutOfRange,
            format!("Send `{label}` as a whole number from {least} to {most}."),
        );
    }
    if number.is_finite() {
        return Ok(());
    }
    refuse(Code::BadValue, "Send a score that is a finite number.")
}

/// Whether a text is a comment or a correction, without a sentence: for the widget, which has its
/// own.
#[must_use]
pub fn is_text(words: &str) -> bool {
    !words.is_empty() && !words.contains('\0') && words.chars().count() <= limits::TEXT_CHARS
}

/// A comment or a correction: 1 to [`limits::TEXT_CHARS`] characters, no NUL. Markup in it is text like any other.
///
/// # Errors
/// [`Code::TextTooLong`], [`Code::NulCharacter`], [`Code::BadValue`] when it is empty.
pub fn text(words: &str) -> Checked {
    no_nul(words)?;
    if words.is_empty() {
        return refuse(Code::BadValue, "Leave an empty text out.");
    }
    if words.chars().count() > limits::TEXT_CHARS {
        return refuse(
            Code::TextTooLong,
            format!("Shorten the text to {} characters.", limits::TEXT_CHARS),
        );
    }
    Ok(())
}
