//! JSON as the shell and the relay read it: events, changes, faults, the value.
//!
//! By hand: a derived writer and JavaScript objects built field by field both cost a page several
//! KB more. See `docs/size.md`. The tests read every event back with the contract's own reader.

use thumbspan_contract::{MetricType, Submitter, Target, check};

use crate::context::Context;
use crate::error::Fault;
use crate::options::{Control, Scale};
use crate::state::{Cast, Said, State, words};

/// A text of JSON that grows. Every value ends in a comma, which the end of its object takes back.
struct Json(String);

impl Json {
    fn new() -> Self {
        Self("{".to_owned())
    }

    fn open(&mut self, key: &str, bracket: &str) {
        self.key(key);
        self.0.push_str(bracket);
    }

    fn close(&mut self, bracket: &str) {
        if self.0.ends_with(',') {
            self.0.truncate(self.0.len() - 1);
        }
        self.0.push_str(bracket);
    }

    fn end(mut self) -> String {
        self.close("}");
        self.0
    }

    fn key(&mut self, key: &str) {
        self.0.push_str("\"");
        self.0.push_str(key);
        self.0.push_str("\":");
    }

    /// A literal that needs no quotes.
    fn plain(&mut self, key: &str, literal: &str) {
        self.open(key, literal);
        self.0.push_str(",");
    }

    fn text(&mut self, key: &str, text: &str) {
        self.key(key);
        self.string(text);
        self.0.push_str(",");
    }

    fn optional(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(key, text);
        }
    }

    /// Everything below U+0020 is escaped, and the two letters that JSON needs for itself.
    fn string(&mut self, text: &str) {
        const HEX: &str = "0123456789abcdef";
        self.0.push_str("\"");
        let mut from = 0;
        for (at, byte) in text.bytes().enumerate() {
            if byte < b' ' || byte == b'"' || byte == b'\\' {
                self.0.push_str(&text[from..at]);
                self.0.push_str("\\u00");
                for half in [usize::from(byte >> 4), usize::from(byte & 15)] {
                    self.0.push_str(&HEX[half..=half]);
                }
                from = at + 1;
            }
        }
        self.0.push_str(&text[from..]);
        self.0.push_str("\"");
    }

    fn signal(&mut self, label: &str, metric_type: MetricType, value: &str, is_text: bool) {
        self.0.push_str("{");
        self.text("label", label);
        self.text("metric_type", metric_type.as_str());
        self.value(value, is_text);
        self.close("},");
    }

    fn value(&mut self, value: &str, is_text: bool) {
        match value {
            "" => self.plain("value", "null"),
            value if is_text => self.text("value", value),
            value => self.plain("value", value),
        }
    }
}

/// A number's digits; `core::fmt` would cost a page more.
pub(crate) fn digits(text: &mut String, number: u64) {
    const DIGITS: &str = "0123456789";
    if number >= 10 {
        digits(text, number / 10);
    }
    let last = (number % 10) as usize;
    text.push_str(&DIGITS[last..=last]);
}

/// The label of a control that has one, its type, and whether its value is written in quotes.
fn label(control: Control, scale: Scale) -> (&'static str, MetricType, bool) {
    match control {
        Control::Thumbs => (check::THUMBS, MetricType::Categorical, true),
        Control::Rating if scale == Scale::Nps => (check::NPS, MetricType::Score, false),
        Control::Rating => (check::RATING, MetricType::Score, false),
        Control::Reasons => (check::REASON_PREFIX, MetricType::Boolean, false),
        Control::Comment => (check::COMMENT, MetricType::Text, true),
        Control::Correction => (check::CORRECTION, MetricType::Text, true),
    }
}

/// The event of a cast, as it stands on the wire.
#[must_use]
pub fn event(cast: &Cast, scale: Scale, context: &Context, now_ms: u64) -> String {
    let mut json = Json::new();
    json.text("id", &cast.now.id);
    json.open("target", "{");
    target(&mut json, &context.target);
    json.close("},");
    json.open("signals", "[");
    signals(&mut json, cast, scale);
    json.close("],");
    json.optional("ml_app", context.ml_app.as_deref());
    if let Some(Submitter { id, kind }) = &context.submitter {
        json.open("submitter", "{");
        json.text("id", id);
        json.optional("type", kind.as_deref());
        json.close("},");
    }
    let mut timestamp = String::new();
    digits(&mut timestamp, now_ms);
    json.plain("timestamp_ms", &timestamp);
    if !context.tags.is_empty() {
        json.open("tags", "{");
        for (key, value) in &context.tags {
            json.string(key);
            json.0.push_str(":");
            json.string(value);
            json.0.push_str(",");
        }
        json.close("},");
    }
    if !cast.before.id.is_empty() {
        json.text("revises", &cast.before.id);
    }
    json.optional("ticket", context.ticket.as_deref());
    json.end()
}

fn target(json: &mut Json, target: &Target) {
    let (kind, field, id, trace_id) = match target {
        Target::Span { span_id, trace_id } => ("span", "span_id", span_id, trace_id.as_deref()),
        Target::Trace { trace_id } => ("trace", "trace_id", trace_id, None),
        Target::Session { session_id } => ("session", "session_id", session_id, None),
        Target::JoinKey { join_key } => ("join_key", "join_key", join_key, None),
    };
    json.text("kind", kind);
    json.text(field, id);
    json.optional("trace_id", trace_id);
}

/// One signal; of reasons, one for each that is chosen, and one for each that is no longer: false, or
/// null where all are withdrawn.
fn signals(json: &mut Json, cast: &Cast, scale: Scale) {
    let Cast {
        control,
        now,
        before,
        ..
    } = cast;
    let (label, metric_type, is_text) = label(*control, scale);
    if *control != Control::Reasons {
        json.signal(label, metric_type, &now.text, is_text);
        return;
    }
    let mut reason = |code: &str, value| {
        let label = crate::fields::join(&[label, code]);
        json.signal(&label, metric_type, value, false);
    };
    for code in words(&now.text) {
        reason(code, "true");
    }
    let gone = if now.text.is_empty() { "" } else { "false" };
    for code in words(&before.text) {
        if !words(&now.text).any(|chosen| chosen == code) {
            reason(code, gone);
        }
    }
}

/// The detail of `feedback-change`: the control's label and what it says now; of reasons, the codes.
#[must_use]
pub fn change(control: Control, scale: Scale, said: &Said) -> String {
    let (label, _, is_text) = label(control, scale);
    let mut json = Json::new();
    if control == Control::Reasons {
        json.text("label", "user_reasons");
        codes(&mut json, "value", &said.text);
    } else {
        json.text("label", label);
        json.value(&said.text, is_text);
    }
    json.end()
}

fn codes(json: &mut Json, key: &str, codes: &str) {
    json.open(key, "[");
    for code in words(codes) {
        json.string(code);
        json.0.push_str(",");
    }
    json.close("],");
}

/// The detail of `feedback-error`.
#[must_use]
pub fn fault(fault: &Fault) -> String {
    let Fault {
        code,
        message,
        retryable,
    } = fault;
    let mut json = Json::new();
    json.text("code", code);
    json.text("message", message);
    json.plain("retryable", if *retryable { "true" } else { "false" });
    json.end()
}

/// What is chosen now: the element's `value`.
#[must_use]
pub fn value(state: &State) -> String {
    let mut json = Json::new();
    let shown = |control| state.shown[control as usize].as_str();
    let is_nps = state.options.scale == Scale::Nps;
    let points = shown(Control::Rating);
    for (key, value, is_text) in [
        ("thumbs", shown(Control::Thumbs), true),
        ("rating", if is_nps { "" } else { points }, false),
        ("nps", if is_nps { points } else { "" }, false),
    ] {
        match value {
            "" => json.plain(key, "null"),
            value if is_text => json.text(key, value),
            value => json.plain(key, value),
        }
    }
    codes(&mut json, "reasons", shown(Control::Reasons));
    json.text("comment", state.written(Control::Comment));
    json.text("correction", state.written(Control::Correction));
    json.end()
}

#[cfg(test)]
mod tests;
