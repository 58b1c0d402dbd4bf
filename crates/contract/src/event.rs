//! One submission and its parts, as they stand on the wire.
//!
//! ```
//! # #[cfg(feature = "read")] {
//! use thumbspan_contract::{Event, Value};
//! let event: Event = serde_json::from_str(r#"{
//!   "id": "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11",
//!   "target": {"kind": "span", "span_id": "20245611112024561111"},
//!   "signals": [{"label": "user_rating", "metric_type": "score", "value": 2}],
//!   "timestamp_ms": 1765990800016
//! }"#).unwrap();
//! assert_eq!(event.signals[0].value, Some(Value::Score(2.0)));
//! # }
//! ```

use serde::{Deserialize, Serialize, Serializer};

use crate::{Tags, Target};

/// The body of `POST /v1/feedback` and of `POST /v1/evaluations`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Submission {
    /// 1 to [`crate::limits::EVENTS`] events.
    pub events: Vec<Event>,
}

/// Whether a person said it or a program found it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// What a person said: `POST /v1/feedback`.
    #[default]
    Feedback,
    /// What an evaluator found: `POST /v1/evaluations`.
    Evaluation,
}

impl EventKind {
    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "the signature that serde asks for"
    )]
    fn is_feedback(&self) -> bool {
        *self == Self::Feedback
    }
}

/// What one person said, or one evaluator found, about one target at one moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// A UUID (version 7 recommended) that the sender made once: every retry carries the same one.
    pub id: String,
    /// Feedback, unless it is said otherwise.
    #[serde(default, skip_serializing_if = "EventKind::is_feedback")]
    pub kind: EventKind,
    /// What the event is about.
    pub target: Target,
    /// 1 to [`crate::limits::SIGNALS`] signals, each with a label of its own.
    pub signals: Vec<Signal>,
    /// The LLM application's name, as its spans carry it. The relay's setting fills it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ml_app: Option<String>,
    /// Who said it, or which evaluator found it. The relay's setting fills it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitter: Option<Submitter>,
    /// When it was said, by the sender's clock, in milliseconds since 1970-01-01 UTC.
    pub timestamp_ms: u64,
    /// Free key/value pairs for searching.
    #[serde(default, skip_serializing_if = "Tags::is_empty", with = "crate::tags")]
    pub tags: Tags,
    /// The id of the event that this one changes or withdraws.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revises: Option<String>,
    /// Signed permission to rate this target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
}

/// One label with one value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Signal {
    /// What is measured, e.g. `user_thumbs`. See [`crate::check::label`].
    pub label: String,
    /// The value's type.
    pub metric_type: MetricType,
    /// The value; `None` (`null` on the wire) withdraws what `revises` names.
    pub value: Option<Value>,
    /// Whether an evaluator calls that good. Feedback has none of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessment: Option<Assessment>,
    /// Why an evaluator found it: 1 to [`crate::limits::TEXT_CHARS`] characters. Feedback has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasoning: Option<String>,
}

impl Signal {
    /// A signal as a person gives it: with nothing beside its value.
    pub fn new(label: impl Into<String>, metric_type: MetricType, value: Option<Value>) -> Self {
        Self {
            label: label.into(),
            metric_type,
            value,
            assessment: None,
            reasoning: None,
        }
    }
}

/// An evaluator's verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assessment {
    /// Good.
    Pass,
    /// Not good.
    Fail,
}

impl Assessment {
    /// The name on the wire, which is Datadog's name too.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
        }
    }
}

/// The type of a signal's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MetricType {
    /// One of few words, such as `up` and `down`.
    Categorical,
    /// A number.
    Score,
    /// True or false.
    Boolean,
    /// Free text; in feedback alone.
    Text,
    /// A JSON object; in evaluations alone.
    #[cfg(feature = "read")]
    Json,
}

impl MetricType {
    /// The name on the wire, which is Datadog's name too.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Categorical => "categorical",
            Self::Score => "score",
            Self::Boolean => "boolean",
            Self::Text => "text",
            #[cfg(feature = "read")]
            Self::Json => "json",
        }
    }
}

/// A signal's value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// True or false (`boolean`).
    Flag(bool),
    /// A number (`score`); whole numbers are written without a fraction.
    #[serde(serialize_with = "score")]
    Score(f64),
    /// A category or a comment (`categorical`, `text`).
    Text(String),
    /// An object (`json`).
    #[cfg(feature = "read")]
    Json(serde_json::Map<String, serde_json::Value>),
}

/// Who said it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submitter {
    /// The app's own (preferably pseudonymous) name for the person or agent; an evaluator's name.
    pub id: String,
    /// `user` or `agent`; of an evaluation one of [`crate::check::EVALUATORS`].
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss
)] // serde's signature; the cast is made only where it is exact
fn score<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    if value.fract() == 0.0 && value.abs() <= crate::limits::TIMESTAMP_MS as f64 {
        serializer.serialize_i64(*value as i64)
    } else {
        serializer.serialize_f64(*value)
    }
}
