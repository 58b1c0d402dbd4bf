//! What one kind of event may say and the other may not.

use super::{Checked, refuse, text};
use crate::{Code, Event, EventKind, MetricType, Signal};

/// What an evaluator can be, as a submitter's type: a program, a model, or a person who reviews.
/// The first is meant where none is named.
pub const EVALUATORS: [&str; 3] = ["code", "llm", "human"];

pub(super) fn kind(event: &Event) -> Checked {
    match event.kind {
        EventKind::Feedback => event.signals.iter().try_for_each(said),
        EventKind::Evaluation => evaluation(event),
    }
}

fn said(signal: &Signal) -> Checked {
    #[cfg(feature = "read")]
    if signal.metric_type == MetricType::Json {
        return refuse(
            Code::BadMetricType,
            "Send json to /v1/evaluations: feedback is categorical, score, boolean or text.",
        );
    }
    if signal.assessment.is_some() || signal.reasoning.is_some() {
        return refuse(
            Code::UnknownField,
            "Send `assessment` and `reasoning` to /v1/evaluations: feedback has neither.",
        );
    }
    Ok(())
}

fn evaluation(event: &Event) -> Checked {
    event.signals.iter().try_for_each(found)?;
    if event.ticket.is_some() {
        return refuse(
            Code::UnknownField,
            "Send evaluations without `ticket`: the API key is enough.",
        );
    }
    let by = event.submitter.as_ref().and_then(|by| by.kind.as_deref());
    if by.is_none_or(|kind| EVALUATORS.contains(&kind)) {
        return Ok(());
    }
    refuse(
        Code::BadSubmitter,
        "Make the `submitter.type` of an evaluation code, llm or human.",
    )
}

fn found(signal: &Signal) -> Checked {
    if signal.metric_type == MetricType::Text {
        return refuse(
            Code::BadMetricType,
            "Send text as `reasoning`: an evaluation is categorical, score, boolean or json.",
        );
    }
    if signal.value.is_none() && signal.assessment.is_some() {
        return refuse(
            Code::BadAssessment,
            "Leave `assessment` out of a signal that is withdrawn.",
        );
    }
    signal.reasoning.as_deref().map_or(Ok(()), text)
}
