//! What an evaluation is joined to. Pure.
//!
//! <https://docs.datadoghq.com/llm_observability/instrumentation/api/#evaluations-api>; ddtrace's
//! `submit_evaluation` writes the same.

use serde_json::{Value as Json, json};
use thumbspan_contract::Target;

use super::SpanIds;
use crate::sinks::ids;

/// The tag that spans carry whose feedback and evaluations come by a key of the customer's own.
const JOIN_TAG: &str = "feedback_join_key";

/// The fields that say what it is about.
///
/// # Errors
/// Why Datadog has nothing to join it to.
pub(super) fn joined(
    target: &Target,
    span_ids: SpanIds,
) -> Result<Vec<(&'static str, Json)>, String> {
    match target {
        Target::Span {
            span_id,
            trace_id: Some(trace_id),
        } => {
            let span_id = match span_ids {
                SpanIds::AsIs => span_id.clone(),
                SpanIds::Hex => ids::span_decimal(span_id)?,
            };
            let span = json!({"span": {"span_id": span_id, "trace_id": trace_id}});
            Ok(vec![("join_on", span), ("eval_scope", json!("span"))])
        }
        Target::Span { trace_id: None, .. } => Err(
            "The span comes without its trace_id, and Datadog joins evaluations by both."
                .to_owned(),
        ),
        Target::Trace { .. } => Err(
            "Datadog joins an evaluation of a trace to its root span: send that span as the target."
                .to_owned(),
        ),
        Target::Session { session_id } => Ok(vec![
            ("session_id", json!(session_id)),
            ("eval_scope", json!("session")),
        ]),
        Target::JoinKey { join_key } => {
            let tag = json!({"tag": {"key": JOIN_TAG, "value": join_key}});
            Ok(vec![("join_on", tag), ("eval_scope", json!("span"))])
        }
    }
}
