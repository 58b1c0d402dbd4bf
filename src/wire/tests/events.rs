//! Events on the wire.

use thumbspan_contract::{Event, EventKind, Signal, Value, limits, read};

use super::*;
use Control::{Comment, Thumbs};

const ID: &str = "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11";
pub(super) const OLD: &str = "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c10";

fn span() -> Target {
    Target::Span {
        span_id: "20245611112024561111".to_owned(),
        trace_id: None,
    }
}

fn context(target: Target) -> Context {
    Context {
        target,
        ticket: None,
        ml_app: None,
        submitter: None,
        tags: Vec::new(),
    }
}

pub(super) fn cast(control: Control, text: &str, before: &str) -> Cast {
    let id = if before.is_empty() { "" } else { OLD };
    Cast {
        control,
        now: said(text, ID),
        before: said(before, id),
        replaced: String::new(),
    }
}

#[track_caller]
fn read_back(json: &str) -> Event {
    let body = crate::fields::join(&["{\"events\":[", json, "]}"]);
    let events = read::submission(body.as_bytes()).unwrap();
    let [event] = events.try_into().unwrap();
    event.unwrap_or_else(|refusal| panic!("{refusal:?}\n{json}"))
}

#[track_caller]
pub(super) fn written(cast: &Cast, scale: Scale) -> Event {
    read_back(&event(cast, scale, &context(span()), 7))
}

pub(super) fn signal(label: &str, metric_type: MetricType, value: Option<Value>) -> Signal {
    Signal::new(label, metric_type, value)
}

#[test]
fn every_field_is_read_back() {
    let context = Context {
        ticket: Some("eyJ.e30.x".to_owned()),
        ml_app: Some("vote-extractor".to_owned()),
        submitter: Some(Submitter {
            id: "user-123".to_owned(),
            kind: Some("user".to_owned()),
        }),
        tags: vec![
            ("a".to_owned(), "b".to_owned()),
            ("c".to_owned(), String::new()),
        ],
        ..context(span())
    };
    let json = event(
        &cast(Thumbs, "down", "up"),
        Scale::Stars,
        &context,
        1_765_990_800_016,
    );
    let expected = Event {
        id: ID.to_owned(),
        kind: EventKind::Feedback,
        target: context.target,
        signals: vec![signal(
            "user_thumbs",
            MetricType::Categorical,
            Some(Value::Text("down".to_owned())),
        )],
        ml_app: context.ml_app,
        submitter: context.submitter,
        timestamp_ms: 1_765_990_800_016,
        tags: context.tags,
        revises: Some(OLD.to_owned()),
        ticket: context.ticket,
    };
    assert_eq!(read_back(&json), expected);
}

#[test]
fn what_is_absent_is_left_out() {
    let json = event(&cast(Thumbs, "up", ""), Scale::Stars, &context(span()), 0);
    for field in [
        "ml_app",
        "submitter",
        "tags",
        "revises",
        "ticket",
        "trace_id",
    ] {
        assert!(!json.contains(field), "{json}");
    }
    assert_eq!(read_back(&json).revises, None);
}

#[test]
fn every_kind_of_target_is_read_back() {
    let text = |text: &str| text.to_owned();
    for target in [
        Target::Span {
            span_id: text("1"),
            trace_id: Some(text("a/\"\\b")),
        },
        Target::Trace {
            trace_id: text("6959432000000000d1f51f98d49b97c8"),
        },
        Target::Session {
            session_id: text("{\"}"),
        },
        Target::JoinKey {
            join_key: text("~!@#$%^&*()"),
        },
    ] {
        let json = event(
            &cast(Thumbs, "up", ""),
            Scale::Stars,
            &context(target.clone()),
            0,
        );
        assert_eq!(read_back(&json).target, target);
    }
}

#[test]
fn hostile_texts_survive_wherever_they_stand() {
    for text in HOSTILE {
        let tags = vec![
            ("key".to_owned(), text.to_owned()),
            (text.replace(':', ""), "value".to_owned()),
        ];
        let submitter = Submitter {
            id: text.to_owned(),
            kind: None,
        };
        let context = Context {
            tags: tags.clone(),
            submitter: Some(submitter.clone()),
            ..context(span())
        };
        let event = read_back(&event(&cast(Comment, text, ""), Scale::Stars, &context, 0));
        assert_eq!(event.signals[0].value, Some(Value::Text(text.to_owned())));
        assert_eq!((event.submitter, event.tags.len()), (Some(submitter), 2));
        assert!(tags.iter().all(|tag| event.tags.contains(tag)), "{text:?}");
    }
}

#[test]
fn times_are_written_to_the_digit() {
    for now_ms in [0, 9, 10, 1_765_990_800_016, limits::TIMESTAMP_MS] {
        let json = event(
            &cast(Thumbs, "up", ""),
            Scale::Stars,
            &context(span()),
            now_ms,
        );
        assert_eq!(read_back(&json).timestamp_ms, now_ms);
    }
    let mut text = String::new();
    digits(&mut text, u64::MAX);
    assert_eq!(text, u64::MAX.to_string());
}
