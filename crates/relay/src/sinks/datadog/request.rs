//! Events to the bytes that Datadog takes. Pure.
//!
//! <https://docs.datadoghq.com/llm_observability/instrumentation/api/#evaluations-api>

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Map, Value as Json, json};
use thumbspan_contract::{Event, EventKind, MetricType, Signal, Target, Value, check, limits};

use super::evaluation::joined;
use super::{Config, SpanIds};
use crate::sinks::http::{Call, Plan};
use crate::sinks::{ids, said};

/// The value of a category whose vote was taken back.
const WITHDRAWN: &str = "withdrawn";
/// A text that was taken back: a comment must not outlive its vote.
const WITHDRAWN_TEXT: &str = "[withdrawn]";

/// The request for some events. An event alone with a signal that cannot be told is told without
/// it; in a batch it is found when that is halved.
///
/// # Errors
/// As [`body`].
pub(super) fn plan(events: &[Event], path: &str, config: &Config) -> Result<Plan, String> {
    let call = |events: &[Event]| {
        let body = body(events, config)?;
        let call = Call::tell(Method::POST, path, &Json::Null);
        Ok::<_, String>(Call { body, ..call })
    };
    let alone = if let [event] = events {
        parted(event)
    } else {
        None
    };
    let Some((rest, reason)) = alone else {
        return Ok(vec![call(events)?].into());
    };
    let calls = if rest.signals.is_empty() {
        vec![]
    } else {
        vec![call(&[rest])?]
    };
    Ok(Plan {
        calls,
        untold: Some(reason),
    })
}

/// The body of one request.
///
/// # Errors
/// Why Datadog cannot be told this, or not at once.
pub(super) fn body(events: &[Event], config: &Config) -> Result<Vec<u8>, String> {
    let mut metrics = Vec::new();
    for event in events {
        for signal in &event.signals {
            metrics.push(metric(event, signal, config)?);
        }
    }
    let most = config.max_metrics.max(limits::SIGNALS);
    if metrics.len() > most {
        return Err(format!("{} metrics are more than {most}.", metrics.len()));
    }
    let body = json!({"data": {
        "type": "evaluation_metric",
        "attributes": {"metrics": metrics},
    }});
    let body = body.to_string().into_bytes();
    if body.len() > config.max_bytes {
        return Err(format!(
            "{} bytes are more than the {} that one request to Datadog may have.",
            body.len(),
            config.max_bytes
        ));
    }
    Ok(body)
}

fn metric(event: &Event, signal: &Signal, config: &Config) -> Result<Json, String> {
    let ml_app = event.ml_app.as_deref().unwrap_or(&config.ml_app);
    let value = format!("{}_value", signal.metric_type.as_str());
    let mut metric = match event.kind {
        EventKind::Feedback => feedback(event, signal, config)?,
        EventKind::Evaluation => evaluation(event, signal, config)?,
    };
    let mut put = |key: &str, value: Json| metric.insert(key.to_owned(), value);
    put("event_kind", json!(event.kind));
    put("ml_app", json!(ml_app));
    put("timestamp_ms", json!(event.timestamp_ms));
    put("metric_type", json!(signal.metric_type.as_str()));
    put(&value, told(signal)?);
    put("label", json!(signal.label));
    put("tags", json!(tags(event, ml_app, config.span_ids)));
    Ok(Json::Object(metric))
}

type Fields = Result<Map<String, Json>, String>;

/// The fields that feedback alone has.
fn feedback(event: &Event, signal: &Signal, config: &Config) -> Fields {
    let (target, id) = target(&event.target, config.span_ids)?;
    let mut own = vec![(target, json!(id)), ("submitter", submitter(event, config))];
    let assessment = assessment(event, signal, config);
    own.extend(assessment.map(|found| ("assessment", json!(found))));
    Ok(map(own))
}

/// The fields that an evaluation alone has.
fn evaluation(event: &Event, signal: &Signal, config: &Config) -> Fields {
    let mut own = joined(&event.target, config.span_ids)?;
    let assessment = signal.assessment;
    own.extend(assessment.map(|found| ("assessment", json!(found))));
    let reasoning = signal.reasoning.as_ref();
    own.extend(reasoning.map(|words| ("reasoning", json!(words))));
    Ok(map(own))
}

fn map(fields: Vec<(&str, Json)>) -> Map<String, Json> {
    let fields = fields.into_iter();
    fields.map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Exactly one target field; Datadog refuses a metric with two.
fn target(target: &Target, span_ids: SpanIds) -> Result<(&'static str, String), String> {
    Ok(match target {
        Target::Span { span_id, .. } if span_ids == SpanIds::Hex => {
            ("span_id", ids::span_decimal(span_id)?)
        }
        Target::Span { span_id, .. } => ("span_id", span_id.clone()),
        Target::Trace { trace_id } => ("trace_id", trace_id.clone()),
        Target::Session { session_id } => ("session_id", session_id.clone()),
        Target::JoinKey { join_key } => ("feedback_join_key", join_key.clone()),
    })
}

fn told(signal: &Signal) -> Result<Json, String> {
    match (&signal.value, signal.metric_type) {
        (Some(value), _) => Ok(json!(value)),
        (None, MetricType::Categorical) => Ok(json!(WITHDRAWN)),
        (None, MetricType::Text) => Ok(json!(WITHDRAWN_TEXT)),
        (None, MetricType::Boolean) => Ok(json!(false)),
        (None, MetricType::Score | MetricType::Json) => Err(untold(signal)),
    }
}

fn untold(signal: &Signal) -> String {
    format!(
        "Datadog has no value that withdraws the {} signal `{}`: what it stored before stays.",
        signal.metric_type.as_str(),
        signal.label
    )
}

/// An event with a signal that Datadog cannot be told, parted: what can be told, and why the rest
/// cannot.
pub(super) fn parted(event: &Event) -> Option<(Event, String)> {
    let reason = event.signals.iter().find_map(|signal| told(signal).err())?;
    let mut rest = event.clone();
    rest.signals.retain(|signal| told(signal).is_ok());
    Some((rest, reason))
}

fn submitter(event: &Event, config: &Config) -> Json {
    match &event.submitter {
        Some(by) => json!({"id": by.id, "type": by.kind.as_deref().unwrap_or("user")}),
        None => json!({"id": config.submitter_id, "type": "user"}),
    }
}

fn tags(event: &Event, ml_app: &str, span_ids: SpanIds) -> Vec<String> {
    let mut tags: BTreeMap<&str, &str> = event
        .tags
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    tags.insert("ml_app", ml_app);
    tags.insert(said::id_name(event), &event.id);
    tags.remove("revises");
    if let Some(revises) = &event.revises {
        tags.insert("revises", revises);
    }
    if event.kind == EventKind::Evaluation {
        tags.extend(evaluator(event, span_ids));
    }
    let pairs = tags
        .into_iter()
        .map(|(key, value)| format!("{key}:{value}"));
    let mut tags: Vec<String> = pairs.collect();
    // ddtrace sorts the pairs, where "a-b:1" stands before "a:1"; keys alone sort otherwise.
    tags.sort();
    tags
}

fn evaluator(event: &Event, span_ids: SpanIds) -> Vec<(&str, &str)> {
    let by = event.submitter.as_ref();
    let own = [
        ("evaluator", by.map(|by| by.id.as_str())),
        ("evaluator_type", by.and_then(|by| by.kind.as_deref())),
        ("source", (span_ids == SpanIds::Hex).then_some("otel")),
    ];
    let own = own.into_iter();
    own.filter_map(|(key, value)| Some((key, value?))).collect()
}

fn assessment(event: &Event, signal: &Signal, config: &Config) -> Option<&'static str> {
    if signal.metric_type == MetricType::Text {
        signal.value.as_ref()?;
        let others = || event.signals.iter();
        return others()
            .find_map(thumbs)
            .or_else(|| others().find_map(|signal| stars(signal, config)));
    }
    thumbs(signal).or_else(|| stars(signal, config))
}

fn thumbs(signal: &Signal) -> Option<&'static str> {
    match (signal.metric_type, signal.value.as_ref()?) {
        (MetricType::Categorical, Value::Text(word)) if word == "up" => Some("pass"),
        (MetricType::Categorical, Value::Text(word)) if word == "down" => Some("fail"),
        _ => None,
    }
}

fn stars(signal: &Signal, config: &Config) -> Option<&'static str> {
    if signal.label != check::RATING && !config.rating_labels.contains(&signal.label) {
        return None;
    }
    match signal.value.as_ref()? {
        Value::Score(stars) if (4.0..=5.0).contains(stars) => Some("pass"),
        Value::Score(stars) if (1.0..=2.0).contains(stars) => Some("fail"),
        _ => None,
    }
}
