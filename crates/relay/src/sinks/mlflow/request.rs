//! Events to assessments. Pure.

use reqwest::Method;
use serde_json::{Map, Value as Json, json};
use thumbspan_contract::{Event, EventKind, Signal, Target};

use super::Config;
use crate::sinks::http::{Call, Plan};
use crate::sinks::ids;
use crate::sinks::said::{self, Said};
use crate::sinks::source::Source;

/// Characters of a source's id, as MLflow's table has them (`source_id`):
/// <https://github.com/mlflow/mlflow/blob/master/mlflow/store/tracking/dbmodels/models.py>.
const SOURCE_CHARS: usize = 250;
/// MLflow's own name for a source that has none (`AssessmentSource`):
/// <https://mlflow.org/docs/latest/api_reference/python_api/mlflow.entities.html>.
const NAMELESS: &str = "default";

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
    let nobody = match event.kind {
        EventKind::Feedback => config.submitter_id.as_str(),
        EventKind::Evaluation => NAMELESS,
    };
    let source = event.submitter.as_ref().map_or(nobody, |by| &by.id);
    // A longer one stands whole in the metadata.
    let source: String = source.chars().take(SOURCE_CHARS).collect();
    let kind = match Source::of(event) {
        Source::Human => "HUMAN",
        Source::Code => "CODE",
        Source::Model => "LLM_JUDGE",
    };
    let mut assessment = json!({
        "assessment_id": ids::of_signal(&event.id, &signal.label),
        "assessment_name": signal.label,
        "source": {
            "source_type": kind,
            "source_id": source,
        },
        "feedback": {"value": value(Said::of(signal))},
        "metadata": said::about(event, signal),
    });
    if let Some(reasoning) = &signal.reasoning {
        assessment["rationale"] = json!(reasoning);
    }
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
        Said::Object(map) => json!(map),
        Said::Withdrawn => Json::Null,
    }
}
