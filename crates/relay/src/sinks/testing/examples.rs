//! An event of each kind, by its name.

use thumbspan_contract::{Event, MetricType, Signal, Submitter, Target, Value};

use super::evaluations::evaluations;
use crate::testing::{event, signal};

pub(super) const SPAN: &str = "b7ad6b7169203331";
pub(super) const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
pub(super) const UUID: &str = "6c84fb90-12c4-4d1f-8e0a-1f2b3c4d5e6f";
/// The numbers of the same span and trace.
const DECIMAL: (&str, &str) = (
    "13235353014750950193",
    "14576827793038113322513871894673895836",
);

/// Every example, by its name.
pub(in crate::sinks) fn examples() -> Vec<(&'static str, Event)> {
    let votes = votes().into_iter();
    votes.chain(targets()).chain(evaluations()).collect()
}

/// The example of this name.
pub(in crate::sinks) fn example(name: &str) -> Event {
    let found = examples().into_iter().find(|(each, _)| *each == name);
    found.unwrap_or_else(|| panic!("no example {name}")).1
}

/// Given, changed and withdrawn.
fn votes() -> Vec<(&'static str, Event)> {
    let all = || said(every_type());
    let thumb = || said(every_type()[..1].to_vec());
    let itself = Event {
        revises: Some(thumb().id),
        ..thumb()
    };
    vec![
        ("a thumb on a span", thumb()),
        ("every type", all()),
        ("a changed thumb", changed(thumb())),
        ("every type withdrawn", withdrawn(all())),
        ("a thumb withdrawn", withdrawn(thumb())),
        ("every type on UUIDs", on_uuids(all())),
        ("a changed thumb on UUIDs", on_uuids(changed(thumb()))),
        ("every type withdrawn on UUIDs", on_uuids(withdrawn(all()))),
        ("a thumb that revises itself", itself),
        ("nothing but what is needed", bare()),
    ]
}

/// One thumb on everything that can be rated.
fn targets() -> Vec<(&'static str, Event)> {
    let on = |target| Event {
        target,
        ..said(every_type()[..1].to_vec())
    };
    let trace = |id: &str| Target::Trace {
        trace_id: id.to_owned(),
    };
    let session = Target::Session {
        session_id: "chat/7".to_owned(),
    };
    let join_key = Target::JoinKey {
        join_key: "report-9".to_owned(),
    };
    let (upper_span, upper_trace) = (SPAN.to_uppercase(), TRACE.to_uppercase());
    let (span_number, trace_number) = DECIMAL;
    vec![
        ("a span without its trace", on(span(SPAN, None))),
        ("decimal ids", on(span(span_number, Some(trace_number)))),
        ("upper-case ids", on(span(&upper_span, Some(&upper_trace)))),
        ("UUIDs", on(span(UUID, Some(UUID)))),
        (
            "a span id above 2^64",
            on(span("20245611112024561111", Some(TRACE))),
        ),
        ("a trace", on(trace(TRACE))),
        ("a trace by a UUID", on(trace(UUID))),
        ("a session", on(session)),
        ("a join key", on(join_key)),
    ]
}

fn every_type() -> Vec<Signal> {
    use MetricType::{Boolean, Categorical, Score, Text};
    let text = |words: &str| Value::Text(words.to_owned());
    vec![
        signal("user_thumbs", Categorical, text("down")),
        signal("user_rating", Score, Value::Score(2.0)),
        signal("user_nps", Score, Value::Score(10.0)),
        signal("user_comment", Text, text("Too \u{1f44e} \"long\".")),
        signal("user_correction", Text, text("42")),
        signal("user_reason_too_long", Boolean, Value::Flag(true)),
        signal("mood", Categorical, text("so-so")),
        signal("closeness", Score, Value::Score(0.25)),
    ]
}

pub(super) fn bare() -> Event {
    Event {
        target: span(SPAN, Some(TRACE)),
        ..event(1)
    }
}

fn said(signals: Vec<Signal>) -> Event {
    Event {
        signals,
        submitter: Some(Submitter {
            id: "user-123".to_owned(),
            kind: Some("user".to_owned()),
        }),
        ml_app: Some("weather-bot".to_owned()),
        tags: vec![("prompt_version".to_owned(), "b".to_owned())],
        ticket: Some("a-secret".to_owned()),
        ..bare()
    }
}

pub(super) fn changed(event: Event) -> Event {
    Event {
        revises: Some(crate::testing::event(0).id),
        ..event
    }
}

pub(super) fn withdrawn(mut event: Event) -> Event {
    for signal in &mut event.signals {
        signal.value = None;
    }
    changed(event)
}

pub(super) fn on_uuids(event: Event) -> Event {
    Event {
        target: span(UUID, Some(UUID)),
        ..event
    }
}

pub(super) fn span(span_id: &str, trace_id: Option<&str>) -> Target {
    Target::Span {
        span_id: span_id.to_owned(),
        trace_id: trace_id.map(str::to_owned),
    }
}
