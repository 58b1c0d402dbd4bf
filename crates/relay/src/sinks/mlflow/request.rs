//! Events to assessments. Pure.

use reqwest::Method;
use serde_json::{Map, Value as Json, json};
use thumbspan_contract::{Event, Signal, Target};

use super::Config;
use crate::sinks::http::{Call, Plan};
use crate::sinks::ids;
use crate::sinks::said::{self, Said};

/// Characters of a source's id, as MLflow's table has them (`source_id`):
/// <https://github.com/mlflow/mlflow/blob/master/mlflow/store/tracking/dbmodels/models.py>.
const SOURCE_CHARS: usize = 250;

/// The requests for some events: one for each signal, and one for each that they revise.
///
/// # Errors
/// Which target MLflow does not have.
pub(super) fn plan(events: &[Event], config: &Config) -> Result<Plan, String> {
    let mut calls = Vec::new();
    for event in events {
        let (trace, span) = target(&event.target)?;
        let path = format!("/api/3.0/mlflow/traces/{trace}/assessments");
        let told = event.signals.iter().filter(|signal| signal.value.is_some());
        for signal in told {
            let mut assessment = assessment(event, signal, config);
            assessment.insert("trace_id".to_owned(), json!(trace));
            if let Some(span) = &span {
                assessment.insert("span_id".to_owned(), json!(span));
            }
            let id = ids::of_signal(&event.id, &signal.label);
            calls.push(Call {
                confirm: Some(format!("{path}/{id}")),
                ..Call::tell(
                    Method::POST,
                    path.as_str(),
                    &json!({"assessment": assessment}),
                )
            });
        }
        calls.extend(said::retired(event).map(|id| Call::delete(format!("{path}/{id}"))));
    }
    Ok(calls.into())
}

fn target(target: &Target) -> Result<(String, Option<String>), String> {
    let trace = |id| Ok::<_, String>(format!("tr-{}", ids::trace_hex(id)?));
    match target {
        Target::Span {
            span_id,
            trace_id: Some(trace_id),
        } => Ok((trace(trace_id)?, Some(ids::span_hex(span_id)?))),
        Target::Span { trace_id: None, .. } => Err(
            "The span comes without its trace_id, and MLflow finds spans by their trace."
                .to_owned(),
        ),
        Target::Trace { trace_id } => Ok((
            trace(trace_id.strip_prefix("tr-").unwrap_or(trace_id))?,
            None,
        )),
        Target::Session { .. } => Err("MLflow assesses no sessions.".to_owned()),
        Target::JoinKey { .. } => Err("MLflow has no join keys.".to_owned()),
    }
}

fn assessment(event: &Event, signal: &Signal, config: &Config) -> Map<String, Json> {
    let by = event.submitter.as_ref();
    let source = by.map_or(config.submitter_id.as_str(), |by| &by.id);
    // A longer one stands whole in the metadata.
    let source: String = source.chars().take(SOURCE_CHARS).collect();
    let assessment = json!({
        "assessment_id": ids::of_signal(&event.id, &signal.label),
        "assessment_name": signal.label,
        "source": {
            "source_type": "HUMAN",
            "source_id": source,
        },
        "feedback": {"value": value(Said::of(signal))},
        "metadata": said::metadata(event),
    });
    match assessment {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}

fn value(said: Said<'_>) -> Json {
    match said {
        Said::Category("up") => json!(true),
        Said::Category("down") => json!(false),
        Said::Category(word) | Said::Words(word) => json!(word),
        Said::Flag(flag) => json!(flag),
        Said::Number(number) => said::number(number),
        Said::Withdrawn => Json::Null,
    }
}
