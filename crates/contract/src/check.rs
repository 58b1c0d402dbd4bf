//! The rules of the wire format, one pure function each.

use crate::{Code, Event, MetricType, Refusal, Signal, Submitter, Target, Value, limits, uuid};

/// The label of the thumbs: categorical, `up` or `down`.
pub const THUMBS: &str = "user_thumbs";
/// The label of the stars: a whole score from 1 to 5.
pub const RATING: &str = "user_rating";
/// The label of the comment: text.
pub const COMMENT: &str = "user_comment";

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
    let fixed = match signal.label.as_str() {
        THUMBS => Some(MetricType::Categorical),
        RATING => Some(MetricType::Score),
        COMMENT => Some(MetricType::Text),
        _ => None,
    };
    if let Some(fixed) = fixed.filter(|fixed| *fixed != signal.metric_type) {
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
        _ => refuse(
            Code::BadValue,
            format!(
                "Give `{label}` a value of its metric type: categorical and text take a string, score a number, boolean true or false."
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
    if label == RATING && !(number.fract() == 0.0 && (1.0..=5.0).contains(&number)) {
        return refuse(
            Code::ScoreOutOfRange,
            format!("Send `{RATING}` as a whole number from 1 to 5."),
        );
    }
    if number.is_finite() {
        return Ok(());
    }
    refuse(Code::BadValue, "Send a score that is a finite number.")
}

/// A comment: 1 to [`limits::TEXT_CHARS`] characters, no NUL. Markup in it is text like any other.
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

fn timestamp(ms: u64) -> Checked {
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

fn ticket(ticket: &str) -> Checked {
    let printable = ticket.bytes().all(|byte| byte.is_ascii_graphic());
    if printable && (1..=limits::TICKET_BYTES).contains(&ticket.len()) {
        return Ok(());
    }
    refuse(
        Code::BadTicket,
        "Send `ticket` exactly as the back end minted it.",
    )
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
