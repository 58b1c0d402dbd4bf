//! What evaluators find, one of each kind, by its name.

use serde_json::json;
use thumbspan_contract::{Assessment, Event, EventKind, MetricType, Signal};
use thumbspan_contract::{Submitter, Target, Value};

use super::examples::{SPAN, TRACE, UUID, bare, changed, on_uuids, span, withdrawn};
use crate::testing::signal;

/// Every example, by its name.
pub(super) fn evaluations() -> Vec<(&'static str, Event)> {
    let all = || found(every_type());
    let of_trace = |id: &str| Target::Trace {
        trace_id: id.to_owned(),
    };
    let session = Target::Session {
        session_id: "chat/7".to_owned(),
    };
    let join_key = Target::JoinKey {
        join_key: "report-9".to_owned(),
    };
    vec![
        ("an evaluation", score()),
        ("an evaluation on UUIDs", on_uuids(score())),
        ("an evaluation of every type", all()),
        ("an evaluation of every type on UUIDs", on_uuids(all())),
        ("an evaluation of a model", by("gemini-judge", "llm")),
        (
            "an evaluation of a model on UUIDs",
            on_uuids(by("gemini-judge", "llm")),
        ),
        ("an evaluation of a reviewer", by("ann", "human")),
        ("a changed evaluation", changed(score())),
        ("an evaluation withdrawn", withdrawn_score()),
        (
            "an evaluation withdrawn on UUIDs",
            on_uuids(withdrawn_score()),
        ),
        ("JSON", found(vec![object()])),
        ("JSON on UUIDs", on_uuids(found(vec![object()]))),
        ("JSON withdrawn", withdrawn(found(vec![object()]))),
        ("an evaluation of a span alone", on(span(SPAN, None))),
        ("an evaluation of a trace", on(of_trace(TRACE))),
        ("an evaluation of a trace by a UUID", on(of_trace(UUID))),
        ("an evaluation of a session", on(session)),
        ("an evaluation by a join key", on(join_key)),
    ]
}

fn on(target: Target) -> Event {
    Event { target, ..score() }
}

fn by(id: &str, kind: &str) -> Event {
    Event {
        submitter: Some(Submitter {
            id: id.to_owned(),
            kind: Some(kind.to_owned()),
        }),
        ..score()
    }
}

fn score() -> Event {
    found(every_type()[..1].to_vec())
}

fn withdrawn_score() -> Event {
    let mut event = withdrawn(score());
    event.signals[0].assessment = None;
    event
}

fn object() -> Signal {
    let fields = json!({"party": 1, "votes": {"missing": [3, null]}});
    let fields = fields.as_object().unwrap().clone();
    signal("field_scores", MetricType::Json, Value::Json(fields))
}

fn every_type() -> Vec<Signal> {
    use MetricType::{Boolean, Categorical, Score};
    let text = |words: &str| Value::Text(words.to_owned());
    let judged = |signal: Signal, assessment, reasoning: &str| Signal {
        assessment: Some(assessment),
        reasoning: (!reasoning.is_empty()).then(|| reasoning.to_owned()),
        ..signal
    };
    let (pass, fail) = (Assessment::Pass, Assessment::Fail);
    let quality = signal("extraction_quality", Score, Value::Score(0.95));
    let class = signal("output_classification", Categorical, text("excellent"));
    let complete = signal("is_complete", Boolean, Value::Flag(false));
    vec![
        judged(quality, pass, "19 of 20 \u{1f44d} \"votes\"."),
        judged(class, pass, ""),
        judged(complete, fail, "Page 3 is missing."),
        signal("golden_dataset_candidate", Categorical, text("approved")),
        object(),
    ]
}

fn found(signals: Vec<Signal>) -> Event {
    Event {
        kind: EventKind::Evaluation,
        signals,
        ml_app: Some("vote-extractor".to_owned()),
        tags: vec![("form_type".to_owned(), "constituency".to_owned())],
        ..bare()
    }
}
