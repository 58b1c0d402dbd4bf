//! What a signal says, in the terms that backends with scores share. Pure.

use serde_json::{Map, Value as Json, json};
use thumbspan_contract::{Event, EventKind, MetricType, Signal, Value};

use super::ids;

/// One signal's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Said<'a> {
    /// It was taken back.
    Withdrawn,
    /// One of few words.
    Category(&'a str),
    /// A number.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// Free text.
    Words(&'a str),
    /// An object.
    Object(&'a Map<String, Json>),
}

impl<'a> Said<'a> {
    pub(super) fn of(signal: &'a Signal) -> Self {
        match &signal.value {
            None => Self::Withdrawn,
            Some(Value::Flag(flag)) => Self::Flag(*flag),
            Some(Value::Score(number)) => Self::Number(*number),
            Some(Value::Text(words)) if signal.metric_type == MetricType::Text => {
                Self::Words(words)
            }
            Some(Value::Text(word)) => Self::Category(word),
            Some(Value::Json(map)) => Self::Object(map),
        }
    }

    /// The value as a number: `up` and true are 1, `down` and false 0; other words have none.
    pub(super) fn score(self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number),
            Self::Flag(flag) => Some(f64::from(u8::from(flag))),
            Self::Category("up") => Some(1.0),
            Self::Category("down") => Some(0.0),
            Self::Category(_) | Self::Words(_) | Self::Object(_) | Self::Withdrawn => None,
        }
    }

    /// The value as a short word, where it is one.
    pub(super) fn word(self) -> Option<&'a str> {
        match self {
            Self::Category(word) => Some(word),
            Self::Flag(true) => Some("true"),
            Self::Flag(false) => Some("false"),
            Self::Number(_) | Self::Words(_) | Self::Object(_) | Self::Withdrawn => None,
        }
    }

    /// The value as free text.
    pub(super) fn words(self) -> Option<&'a str> {
        match self {
            Self::Words(words) => Some(words),
            _ => None,
        }
    }
}

/// The signals that a backend without JSON can be told, and why it cannot be told the others.
pub(super) fn without_objects<'a>(
    event: &'a Event,
    backend: &str,
) -> (Vec<&'a Signal>, Option<String>) {
    let signals = event.signals.iter();
    let (objects, others): (Vec<_>, Vec<_>) =
        signals.partition(|signal| signal.metric_type == MetricType::Json);
    let untold = objects.iter().find(|signal| signal.value.is_some());
    let reason =
        |signal: &Signal| format!("{backend} has no place for the JSON of `{}`.", signal.label);
    (others, untold.copied().map(reason))
}

/// The earlier event that an event changes or withdraws; itself is none.
pub(super) fn revised(event: &Event) -> Option<&str> {
    event.revises.as_deref().filter(|id| *id != event.id)
}

/// The stable ids of what an event replaces or takes back: the signals of its labels in the one that
/// it revises.
pub(super) fn retired(event: &Event) -> impl Iterator<Item = String> {
    let labels = event.signals.iter().map(|signal| signal.label.as_str());
    revised(event).into_iter().flat_map(move |earlier| {
        labels
            .clone()
            .map(move |label| ids::of_signal(earlier, label))
    })
}

/// Under which name an event's id goes with it.
pub(super) fn id_name(event: &Event) -> &'static str {
    match event.kind {
        EventKind::Feedback => "feedback_id",
        EventKind::Evaluation => "evaluation_id",
    }
}

/// What goes with a signal, as texts: that of its event, and an evaluator's assessment.
pub(super) fn about(event: &Event, signal: &Signal) -> Map<String, Json> {
    let mut map = metadata(event);
    if let Some(assessment) = signal.assessment {
        map.insert("assessment".to_owned(), json!(assessment.as_str()));
    }
    map
}

/// What goes with an event, as texts: its id, who said it, its application, what it revises, its
/// tags. The event's own tags cannot replace the others.
pub(super) fn metadata(event: &Event) -> Map<String, Json> {
    let mut map = Map::new();
    for (key, value) in &event.tags {
        map.insert(key.clone(), json!(value));
    }
    let by = event.submitter.as_ref();
    let own = [
        (id_name(event), Some(event.id.as_str())),
        ("submitter", by.map(|by| by.id.as_str())),
        ("submitter_type", by.and_then(|by| by.kind.as_deref())),
        ("ml_app", event.ml_app.as_deref()),
        ("revises", event.revises.as_deref()),
    ];
    for (key, value) in own {
        match value {
            Some(text) => map.insert(key.to_owned(), json!(text)),
            None => map.remove(key),
        };
    }
    map
}

/// A number without a fraction where it has none.
pub(super) fn number(value: f64) -> Json {
    json!(Value::Score(value))
}
