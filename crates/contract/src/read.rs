//! Hostile JSON in, checked events out.
//!
//! ```
//! use thumbspan_contract::read;
//! let body = br#"{"events": [{"id": "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11",
//!   "target": {"kind": "trace", "trace_id": "1", "span_id": "2"}, "timestamp_ms": 0,
//!   "signals": [{"label": "user_thumbs", "metric_type": "categorical", "value": "up"}]}]}"#;
//! let refused = read::submission(body).unwrap()[0].clone().unwrap_err();
//! assert_eq!(refused.code, "two_targets");
//! ```

mod event;
mod fields;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value as Json, error::Category};

pub use event::target;
pub(crate) use fields::Fields;

use crate::{Code, Event, EventKind, Refusal, Rejected, check, limits};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope<'a> {
    #[serde(borrow)]
    events: Vec<&'a RawValue>,
}

/// Reads the body of `POST /v1/feedback`; see [`events`].
///
/// # Errors
/// As [`events`].
pub fn submission(body: &[u8]) -> Result<Vec<Result<Event, Rejected>>, Refusal> {
    events(body, EventKind::Feedback)
}

/// Reads events of one kind, each apart, so that one bad event harms no other.
///
/// # Errors
/// A refusal of the whole body: [`Code::NotJson`], [`Code::NotSubmission`], [`Code::NoEvents`],
/// [`Code::TooManyEvents`].
pub fn events(body: &[u8], kind: EventKind) -> Result<Vec<Result<Event, Rejected>>, Refusal> {
    let envelope: Envelope<'_> =
        serde_json::from_slice(body).map_err(|error| unreadable(&error))?;
    match envelope.events.len() {
        0 => Err(Refusal::new(
            Code::NoEvents,
            "Send at least one event in `events`.",
        )),
        1..=limits::EVENTS => {
            let events = envelope.events.into_iter();
            Ok(events.map(|raw| one(raw, kind)).collect())
        }
        _ => Err(Refusal::new(
            Code::TooManyEvents,
            format!("Send at most {} events in one request.", limits::EVENTS),
        )),
    }
}

fn unreadable(error: &serde_json::Error) -> Refusal {
    if error.classify() == Category::Data {
        return Refusal::new(
            Code::NotSubmission,
            r#"Send {"events": [...]} and no other field beside `events`."#,
        );
    }
    Refusal::new(
        Code::NotJson,
        format!(
            "Send JSON in UTF-8; reading stopped at line {}, column {}.",
            error.line(),
            error.column()
        ),
    )
}

fn one(raw: &RawValue, kind: EventKind) -> Result<Event, Rejected> {
    let json = json(raw.get().as_bytes()).map_err(|refusal| refusal.of(""))?;
    let id = json
        .get("id")
        .and_then(Json::as_str)
        .unwrap_or_default()
        .to_owned();
    let id = if crate::uuid::is_canonical(&id) {
        id
    } else {
        String::new()
    };
    event::event(json, kind)
        .and_then(|event| check::event(&event).map(|()| event))
        .map_err(|refusal| refusal.of(&id))
}

/// A JSON value whose texts are whole: serde refuses half a surrogate pair, which gets its own code.
pub(crate) fn json(text: &[u8]) -> Result<Json, Refusal> {
    serde_json::from_slice(text).map_err(|error| {
        if has_surrogate_escape(text) {
            return Refusal::new(
                Code::LoneSurrogate,
                "Replace half surrogate pairs before sending (JavaScript: text.toWellFormed()).",
            );
        }
        Refusal::new(
            Code::NotJson,
            format!("Send JSON in UTF-8 with numbers that a double can hold; reading stopped at column {}.", error.column()),
        )
    })
}

fn has_surrogate_escape(text: &[u8]) -> bool {
    text.windows(4).any(|w| {
        w[0] == b'\\'
            && w[1] == b'u'
            && w[2].eq_ignore_ascii_case(&b'd')
            && matches!(w[3], b'8'..=b'9' | b'a'..=b'f' | b'A'..=b'F')
    })
}
