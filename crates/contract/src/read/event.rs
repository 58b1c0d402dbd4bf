//! One event of the wire format, from JSON.

use serde_json::Value as Json;

use super::Fields;
use crate::{Assessment, Code, Event, EventKind, MetricType, Refusal, Signal};
use crate::{Submitter, Tags, Target, Value};

const EVENT: &[&str] = &[
    "id",
    "target",
    "signals",
    "ml_app",
    "submitter",
    "timestamp_ms",
    "tags",
    "revises",
    "ticket",
];
const EVALUATION: &[&str] = &[
    "id",
    "kind",
    "target",
    "signals",
    "ml_app",
    "submitter",
    "timestamp_ms",
    "tags",
    "revises",
];

pub(super) fn event(json: Json, kind: EventKind) -> Result<Event, Refusal> {
    let mut fields = Fields::of("event", json)?;
    let is_feedback = kind == EventKind::Feedback;
    if !is_feedback {
        is_named_so(fields.text("kind")?)?;
    }
    let event = Event {
        id: fields.required_text("id")?,
        kind,
        target: target(fields.take("target"))?,
        signals: signals(fields.required("signals")?, kind)?,
        ml_app: fields.text("ml_app")?,
        submitter: fields.take("submitter").map(submitter).transpose()?,
        timestamp_ms: timestamp(&fields.required("timestamp_ms")?)?,
        tags: fields
            .take("tags")
            .map(tags)
            .transpose()?
            .unwrap_or_default(),
        revises: fields.text("revises")?,
        ticket: if is_feedback {
            fields.text("ticket")?
        } else {
            None
        },
    };
    fields.end(if is_feedback { EVENT } else { EVALUATION })?;
    Ok(event)
}

/// The end point says the kind; what was written once may say it too.
fn is_named_so(kind: Option<String>) -> Result<(), Refusal> {
    if kind.is_none_or(|kind| kind == "evaluation") {
        return Ok(());
    }
    Err(Refusal::new(
        Code::NotEvaluation,
        "Make `kind` evaluation, or leave it out; send feedback to /v1/feedback.",
    ))
}

/// Reads a target: exactly one, and no field beside it.
///
/// # Errors
/// [`Code::NoTarget`], [`Code::TwoTargets`], [`Code::WrongType`], [`Code::IdNotString`],
/// [`Code::UnknownField`].
pub fn target(json: Option<Json>) -> Result<Target, Refusal> {
    let none = || {
        Refusal::new(
            Code::NoTarget,
            "Name a `target`: its `kind` and the id of that kind.",
        )
    };
    let mut fields = Fields::of("target", json.ok_or_else(none)?)?;
    let kind = fields.text("kind")?.ok_or_else(none)?;
    let own: &[&str] = match kind.as_str() {
        "span" => &["span_id", "trace_id"],
        "trace" => &["trace_id"],
        "session" => &["session_id"],
        "join_key" => &["join_key"],
        _ => {
            return Err(Refusal::new(
                Code::NoTarget,
                "Make `target.kind` span, trace, session or join_key.",
            ));
        }
    };
    one_target(&fields, own)?;
    let first = fields.id(own[0])?.ok_or_else(|| {
        Refusal::new(
            Code::NoTarget,
            format!("A target of kind {kind} needs `{}`.", own[0]),
        )
    })?;
    let trace_id = fields.id("trace_id")?;
    fields.end(&["kind", "span_id", "trace_id", "session_id", "join_key"])?;
    Ok(match kind.as_str() {
        "span" => Target::Span {
            span_id: first,
            trace_id,
        },
        "trace" => Target::Trace { trace_id: first },
        "session" => Target::Session { session_id: first },
        _ => Target::JoinKey { join_key: first },
    })
}

fn one_target(fields: &Fields, own: &[&str]) -> Result<(), Refusal> {
    let all = ["span_id", "trace_id", "session_id", "join_key"];
    match all
        .into_iter()
        .find(|name| fields.has(name) && !own.contains(name))
    {
        None => Ok(()),
        Some(other) => Err(Refusal::new(
            Code::TwoTargets,
            format!("Name one target: drop `{other}`, or make it the `kind`."),
        )),
    }
}

fn signals(json: Json, kind: EventKind) -> Result<Vec<Signal>, Refusal> {
    let Json::Array(list) = json else {
        return Err(Refusal::new(Code::WrongType, "Send `signals` as a list."));
    };
    list.into_iter().map(|json| signal(json, kind)).collect()
}

const SIGNAL: &[&str] = &["label", "metric_type", "value"];
const EVALUATED: &[&str] = &["label", "metric_type", "value", "assessment", "reasoning"];

fn signal(json: Json, kind: EventKind) -> Result<Signal, Refusal> {
    let mut fields = Fields::of("signal", json)?;
    if !fields.has("value") {
        return Err(Refusal::new(
            Code::MissingField,
            "Add the field `value` to the signal (null withdraws).",
        ));
    }
    let label = fields.required_text("label")?;
    let metric_type = metric_type(&fields.required_text("metric_type")?)?;
    let value = fields.take("value").map(value).transpose()?;
    let mut signal = Signal::new(label, metric_type, value);
    if kind == EventKind::Feedback {
        fields.end(SIGNAL)?;
        return Ok(signal);
    }
    signal.assessment = fields.take("assessment").map(assessment).transpose()?;
    signal.reasoning = fields.text("reasoning")?;
    fields.end(EVALUATED)?;
    Ok(signal)
}

fn assessment(json: Json) -> Result<Assessment, Refusal> {
    serde_json::from_value(json)
        .map_err(|_| Refusal::new(Code::BadAssessment, "Make `assessment` pass or fail."))
}

fn metric_type(name: &str) -> Result<MetricType, Refusal> {
    use MetricType as Type;
    let types = [
        Type::Categorical,
        Type::Score,
        Type::Boolean,
        Type::Text,
        Type::Json,
    ];
    types
        .into_iter()
        .find(|each| each.as_str() == name)
        .ok_or_else(|| {
            Refusal::new(
                Code::BadMetricType,
                "Make `metric_type` categorical, score, boolean, text (feedback) or json (evaluations).",
            )
        })
}

fn value(json: Json) -> Result<Value, Refusal> {
    let bad = || {
        Refusal::new(
            Code::BadValue,
            "Send a signal's `value` as a string, a number, true, false, null or, for json, an object.",
        )
    };
    match json {
        Json::String(text) => Ok(Value::Text(text)),
        Json::Bool(flag) => Ok(Value::Flag(flag)),
        Json::Number(number) => number.as_f64().map(Value::Score).ok_or_else(bad),
        Json::Object(map) => Ok(Value::Json(map)),
        _ => Err(bad()),
    }
}

fn submitter(json: Json) -> Result<Submitter, Refusal> {
    let mut fields = Fields::of("submitter", json)?;
    let submitter = Submitter {
        id: fields.required_text("id")?,
        kind: fields.text("type")?,
    };
    fields.end(&["id", "type"])?;
    Ok(submitter)
}

/// `1765990800016.0` is a whole number too: <https://json-schema.org/draft/2020-12/json-schema-core#section-4.2.3>.
fn timestamp(json: &Json) -> Result<u64, Refusal> {
    let written = json.as_f64().filter(|number| number.fract() == 0.0);
    // Adding 0 takes the sign off -0.0.
    let whole = written.and_then(|number| format!("{:.0}", number + 0.0).parse().ok());
    json.as_u64().or(whole).ok_or_else(|| {
        Refusal::new(
            Code::BadTimestamp,
            "Send `timestamp_ms` as whole milliseconds since 1970.",
        )
    })
}

fn tags(json: Json) -> Result<Tags, Refusal> {
    let bad = || {
        Refusal::new(
            Code::BadTag,
            "Send `tags` as an object whose values are strings.",
        )
    };
    let Json::Object(map) = json else {
        return Err(bad());
    };
    map.into_iter()
        .map(|(key, value)| match value {
            Json::String(text) => Ok((key, text)),
            _ => Err(bad()),
        })
        .collect()
}
