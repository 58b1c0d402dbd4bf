//! Events to feedback. Pure.

use reqwest::Method;
use serde_json::{Map, Value as Json, json};
use thumbspan_contract::{Assessment, Event, Signal, Target, check};

use super::Config;
use crate::sinks::http::{Call, Plan};
use crate::sinks::said::{self, Said};

/// What is told of one event.
#[derive(Default)]
struct Feedback {
    scores: Map<String, Json>,
    comment: Option<String>,
    expected: Option<Json>,
    untold: Option<String>,
}

/// The requests for some events, one each.
///
/// # Errors
/// Which target Braintrust does not have.
pub(super) fn plan(events: &[Event], config: &Config) -> Result<Plan, String> {
    let mut plan = Plan::default();
    for event in events {
        let row = row(&event.target)?;
        let mut feedback = Feedback::default();
        let (signals, reason) = said::without_objects(event, "Braintrust");
        feedback.untold = reason;
        for signal in signals {
            feedback.add(signal);
            feedback.explain(signal);
        }
        plan.untold = plan.untold.or(feedback.untold.take());
        if let Some(mut body) = feedback.body(event) {
            body["id"] = json!(row);
            let path = format!("/v1/project_logs/{}/feedback", config.project_id);
            let body = json!({"feedback": [body]});
            plan.calls.push(Call::tell(Method::POST, path, &body));
        }
    }
    Ok(plan)
}

fn row(target: &Target) -> Result<&str, String> {
    match target {
        Target::Span { span_id, .. } => Ok(span_id),
        Target::Trace { .. } => {
            Err("Braintrust takes feedback on one row: send the span's id.".to_owned())
        }
        Target::Session { .. } => Err("Braintrust takes no feedback on sessions.".to_owned()),
        Target::JoinKey { .. } => Err("Braintrust has no join keys.".to_owned()),
    }
}

impl Feedback {
    fn add(&mut self, signal: &Signal) {
        let label = signal.label.as_str();
        let said = Said::of(signal);
        match said {
            Said::Words(words) if label == check::CORRECTION => self.expected = Some(json!(words)),
            Said::Words(words) if label == check::COMMENT => self.comment(words.to_owned()),
            Said::Words(words) => self.comment(format!("{label}: {words}")),
            Said::Withdrawn => self.withdraw(signal),
            _ => match scaled(label, said) {
                Some(Ok(score)) => drop(self.scores.insert(label.to_owned(), score)),
                Some(Err(reason)) => drop(self.untold.get_or_insert(reason)),
                None => self.comment(format!("{label}: {}", said.word().unwrap_or_default())),
            },
        }
    }

    /// An evaluator's assessment and reasoning, which have no field of their own.
    fn explain(&mut self, signal: &Signal) {
        let assessment = signal.assessment.map(Assessment::as_str);
        let reasoning = signal.reasoning.as_deref();
        let found: Vec<_> = assessment.into_iter().chain(reasoning).collect();
        if signal.value.is_some() && !found.is_empty() {
            self.comment(format!("{}: {}", signal.label, found.join(": ")));
        }
    }

    /// All that is said in words goes as one comment: a second would need a second feedback.
    fn comment(&mut self, words: String) {
        match &mut self.comment {
            Some(comment) => *comment = format!("{comment}\n\n{words}"),
            None => self.comment = Some(words),
        }
    }

    fn withdraw(&mut self, signal: &Signal) {
        use thumbspan_contract::MetricType::{Categorical, Text};
        let label = signal.label.clone();
        match signal.metric_type {
            Text if label == check::CORRECTION => self.expected = Some(Json::Null),
            Categorical if label == check::THUMBS => drop(self.scores.insert(label, Json::Null)),
            Text | Categorical => {
                let reason = format!(
                    "Braintrust cannot take back the comment `{label}`: what it stored before stays."
                );
                self.untold.get_or_insert(reason);
            }
            _ => drop(self.scores.insert(label, Json::Null)),
        }
    }

    /// Nothing, when nothing can be told.
    fn body(self, event: &Event) -> Option<Json> {
        let silent = self.scores.is_empty() && self.comment.is_none() && self.expected.is_none();
        if silent {
            return None;
        }
        let mut body = json!({"metadata": said::metadata(event), "source": "external"});
        if !self.scores.is_empty() {
            body["scores"] = Json::Object(self.scores);
        }
        if let Some(comment) = self.comment {
            body["comment"] = json!(comment);
        }
        if let Some(expected) = self.expected {
            body["expected"] = expected;
        }
        Some(body)
    }
}

/// A number from 0 to 1; nothing for a word that has none.
fn scaled(label: &str, said: Said<'_>) -> Option<Result<Json, String>> {
    let score = said.score()?;
    let scaled = match label {
        check::RATING => (score - 1.0) / 4.0,
        check::NPS => score / 10.0,
        _ => score,
    };
    Some(if (0.0..=1.0).contains(&scaled) {
        Ok(said::number(scaled))
    } else {
        Err(format!(
            "Braintrust takes scores from 0 to 1, and `{label}` is {score}."
        ))
    })
}
