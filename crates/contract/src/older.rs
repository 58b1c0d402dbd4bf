//! The shape that apps posted to `/api/v1/feedback` before Thumbspan.
//!
//! `span_id`, `trace_id`, `feedback_type` (`thumbs_up` or `thumbs_down`), `comment`,
//! `quality_score` (1 to 5) and `tags`. Its clients send `null` for what is empty, also inside
//! `tags`, and numbers as tag values; both are taken.

use serde_json::Value as Json;

use crate::read::{Fields, json};
use crate::{Code, Event, EventKind, MetricType, Refusal, Signal, Tags, Target, Value, check};

/// The labels that the older shape's parts become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// For `feedback_type`.
    pub thumbs: String,
    /// For `quality_score`.
    pub rating: String,
    /// For `comment`.
    pub comment: String,
}

impl Default for Labels {
    fn default() -> Self {
        Self {
            thumbs: check::THUMBS.to_owned(),
            rating: check::RATING.to_owned(),
            comment: check::COMMENT.to_owned(),
        }
    }
}

const FIELDS: &[&str] = &[
    "span_id",
    "trace_id",
    "feedback_type",
    "comment",
    "quality_score",
    "tags",
];

/// Reads one older post into an event with the given id and time, which the older shape lacks.
///
/// # Errors
/// The first fault, with the code that the same fault has in the wire format.
pub fn event(body: &[u8], labels: &Labels, id: String, now_ms: u64) -> Result<Event, Refusal> {
    let mut fields = Fields::of("body", json(body)?)?;
    let event = Event {
        id,
        kind: EventKind::Feedback,
        target: target(&mut fields)?,
        signals: signals(&mut fields, labels)?,
        ml_app: None,
        submitter: None,
        timestamp_ms: now_ms,
        tags: tags(fields.take("tags"))?,
        revises: None,
        ticket: None,
    };
    fields.end(FIELDS)?;
    check::event(&event)?;
    Ok(event)
}

fn target(fields: &mut Fields) -> Result<Target, Refusal> {
    let span_id = fields.id("span_id")?.ok_or_else(|| {
        Refusal::new(
            Code::NoTarget,
            "Add `span_id`, as LLMObs.export_span() returned it.",
        )
    })?;
    let trace_id = fields.id("trace_id")?.filter(|id| !id.is_empty());
    Ok(Target::Span { span_id, trace_id })
}

fn signals(fields: &mut Fields, labels: &Labels) -> Result<Vec<Signal>, Refusal> {
    let mut signals = Vec::new();
    let mut add = |label: &str, metric_type, value| {
        signals.push(Signal::new(label, metric_type, Some(value)));
    };
    if let Some(thumb) = fields.text("feedback_type")? {
        add(
            &labels.thumbs,
            MetricType::Categorical,
            Value::Text(thumb_word(&thumb)?.to_owned()),
        );
    }
    if let Some(score) = fields.take("quality_score") {
        add(
            &labels.rating,
            MetricType::Score,
            Value::Score(stars(&score)?),
        );
    }
    if let Some(comment) = fields.text("comment")?.filter(|text| !text.is_empty()) {
        add(&labels.comment, MetricType::Text, Value::Text(comment));
    }
    Ok(signals)
}

fn thumb_word(given: &str) -> Result<&'static str, Refusal> {
    match given {
        "thumbs_up" => Ok("up"),
        "thumbs_down" => Ok("down"),
        _ => Err(Refusal::new(
            Code::BadValue,
            "Make `feedback_type` thumbs_up or thumbs_down.",
        )),
    }
}

fn stars(given: &Json) -> Result<f64, Refusal> {
    given
        .as_f64()
        .filter(|number| number.fract() == 0.0 && (1.0..=5.0).contains(number))
        .ok_or_else(|| {
            Refusal::new(
                Code::ScoreOutOfRange,
                "Send `quality_score` as a whole number from 1 to 5, or null.",
            )
        })
}

fn tags(given: Option<Json>) -> Result<Tags, Refusal> {
    let bad = || {
        Refusal::new(
            Code::BadTag,
            "Send `tags` as an object of strings, numbers, true, false or null.",
        )
    };
    let Some(json) = given else {
        return Ok(Tags::new());
    };
    let Json::Object(map) = json else {
        return Err(bad());
    };
    map.into_iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(key, value)| match value {
            Json::String(text) => Ok((key, text)),
            Json::Number(_) | Json::Bool(_) => Ok((key, value.to_string())),
            _ => Err(bad()),
        })
        .collect()
}
