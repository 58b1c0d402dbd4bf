//! The shape that a plain HTML form posts to `/v1/feedback/form`, when JavaScript is off.
//!
//! The target's ids, `ticket`, `ml_app`, `submitter_id`, `tags.<key>`, and each signal under its
//! label. What is empty or blank counts as absent. A reason that is present is chosen: `true`, `on`
//! (what a checkbox sends) or `1`. The line breaks of a text, which a form sends as CRLF
//! (<https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#convert-to-a-list-of-name-value-pairs>),
//! become LF, as the widget sends them.
//!
//! ```
//! use thumbspan_contract::form;
//! let body = b"span_id=20245611112024561111&user_thumbs=up&user_comment=";
//! let event = form::event(body, "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11".into(), 5).unwrap();
//! assert_eq!(event.signals.len(), 1);
//! ```

mod fields;

use fields::Fields;

use crate::{Code, Event, EventKind, MetricType, Refusal, Signal, Submitter, Target, Value, check};

/// What the name of a tag's field begins with, before the tag's key.
pub const TAG_PREFIX: &str = "tags.";

/// Reads one form into an event with the given time, and the given id unless the form has one.
///
/// # Errors
/// [`Code::NotForm`], [`Code::RepeatedField`], [`Code::UnknownField`], or the first fault, with the
/// code that the same fault has in the wire format.
pub fn event(body: &[u8], id: String, now_ms: u64) -> Result<Event, Refusal> {
    let mut fields = Fields::read(body)?;
    let event = Event {
        id: fields.take("id").unwrap_or(id),
        kind: EventKind::Feedback,
        target: target(&mut fields)?,
        signals: signals(&mut fields)?,
        ml_app: fields.take("ml_app"),
        submitter: fields
            .take("submitter_id")
            .map(|id| Submitter { id, kind: None }),
        timestamp_ms: now_ms,
        tags: fields.begun(TAG_PREFIX),
        revises: None,
        ticket: fields.take("ticket"),
    };
    check::event(&event)?;
    Ok(event)
}

fn target(fields: &mut Fields) -> Result<Target, Refusal> {
    let ids = ["span_id", "trace_id", "session_id", "join_key"];
    match ids.map(|name| fields.take(name)) {
        [Some(span_id), trace_id, None, None] => Ok(Target::Span { span_id, trace_id }),
        [None, Some(trace_id), None, None] => Ok(Target::Trace { trace_id }),
        [None, None, Some(session_id), None] => Ok(Target::Session { session_id }),
        [None, None, None, Some(join_key)] => Ok(Target::JoinKey { join_key }),
        [None, None, None, None] => Err(Refusal::new(
            Code::NoTarget,
            "Add a hidden field `span_id`, `trace_id`, `session_id` or `join_key` to the form.",
        )),
        _ => Err(Refusal::new(
            Code::TwoTargets,
            "Name one target: `span_id` with or without `trace_id`, `trace_id`, `session_id` or `join_key`.",
        )),
    }
}

fn signals(fields: &mut Fields) -> Result<Vec<Signal>, Refusal> {
    let mut signals = Vec::new();
    let mut add = |label: &str, metric_type, value| {
        signals.push(Signal::new(label, metric_type, Some(value)));
    };
    if let Some(word) = fields.take(check::THUMBS) {
        add(check::THUMBS, MetricType::Categorical, Value::Text(word));
    }
    for label in [check::RATING, check::NPS] {
        if let Some(digits) = fields.take(label) {
            add(label, MetricType::Score, score(label, &digits)?);
        }
    }
    for (code, word) in fields.begun(check::REASON_PREFIX) {
        let label = format!("{}{code}", check::REASON_PREFIX);
        add(&label, MetricType::Boolean, chosen(&word)?);
    }
    for label in [check::COMMENT, check::CORRECTION] {
        if let Some(words) = fields.take(label) {
            let words = words.replace("\r\n", "\n");
            add(label, MetricType::Text, Value::Text(words));
        }
    }
    Ok(signals)
}

fn score(label: &str, digits: &str) -> Result<Value, Refusal> {
    // `+5` and `05` are numbers to Rust, and to no schema.
    let whole: Option<u8> = digits.parse().ok();
    let whole = whole.filter(|number| number.to_string() == digits);
    let refused = || {
        let message = format!("Send `{label}` as a whole number in digits, such as 4.");
        Refusal::new(Code::ScoreOutOfRange, message)
    };
    whole
        .map(|number| Value::Score(f64::from(number)))
        .ok_or_else(refused)
}

fn chosen(word: &str) -> Result<Value, Refusal> {
    match word {
        "true" | "on" | "1" => Ok(Value::Flag(true)),
        _ => Err(Refusal::new(
            Code::BadValue,
            "Give a reason's field the value true, on or 1, or leave it out.",
        )),
    }
}
