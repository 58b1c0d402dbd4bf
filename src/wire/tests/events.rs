//! Events on the wire.

use thumbspan_contract::{Event, Signal, Value, limits, read};

use super::*;
use Control::{Comment, Correction, Rating, Reasons, Thumbs};

const ID: &str = "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11";
const OLD: &str = "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c10";

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

fn cast(control: Control, text: &str, before: &str) -> Cast {
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
fn written(cast: &Cast, scale: Scale) -> Event {
    read_back(&event(cast, scale, &context(span()), 7))
}

fn signal(label: &str, metric_type: MetricType, value: Option<Value>) -> Signal {
    Signal {
        label: label.to_owned(),
        metric_type,
        value,
    }
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
fn each_control_has_its_label_type_and_value() {
    let word = |text: &str| Some(Value::Text(text.to_owned()));
    for (control, scale, text, label, metric_type, value) in [
        (
            Thumbs,
            Scale::Stars,
            "up",
            "user_thumbs",
            MetricType::Categorical,
            word("up"),
        ),
        (
            Rating,
            Scale::Stars,
            "1",
            "user_rating",
            MetricType::Score,
            Some(Value::Score(1.0)),
        ),
        (
            Rating,
            Scale::Faces,
            "5",
            "user_rating",
            MetricType::Score,
            Some(Value::Score(5.0)),
        ),
        (
            Rating,
            Scale::Nps,
            "0",
            "user_nps",
            MetricType::Score,
            Some(Value::Score(0.0)),
        ),
        (
            Rating,
            Scale::Nps,
            "10",
            "user_nps",
            MetricType::Score,
            Some(Value::Score(10.0)),
        ),
        (
            Comment,
            Scale::Stars,
            "null",
            "user_comment",
            MetricType::Text,
            word("null"),
        ),
        (
            Correction,
            Scale::Stars,
            "7",
            "user_correction",
            MetricType::Text,
            word("7"),
        ),
    ] {
        let expected = signal(label, metric_type, value);
        assert_eq!(written(&cast(control, text, ""), scale).signals, [expected]);
        let withdrawn = written(&cast(control, "", text), scale);
        assert_eq!(withdrawn.signals, [signal(label, metric_type, None)]);
        assert_eq!(withdrawn.revises.as_deref(), Some(OLD));
    }
}

#[test]
fn reasons_are_true_while_chosen_false_when_not_and_null_when_all_are_withdrawn() {
    let (yes, no) = (Some(Value::Flag(true)), Some(Value::Flag(false)));
    for (now, before, expected) in [
        ("a b_2", "", vec![("a", yes.clone()), ("b_2", yes.clone())]),
        (
            "b_2",
            "a b_2",
            vec![("b_2", yes.clone()), ("a", no.clone())],
        ),
        (
            "c",
            "a b_2",
            vec![("c", yes), ("a", no.clone()), ("b_2", no)],
        ),
        ("", "a b_2", vec![("a", None), ("b_2", None)]),
    ] {
        let event = written(&cast(Reasons, now, before), Scale::Stars);
        let signals: Vec<_> = expected
            .into_iter()
            .map(|(code, value)| {
                signal(&["user_reason_", code].concat(), MetricType::Boolean, value)
            })
            .collect();
        assert_eq!(event.signals, signals, "{before} to {now}");
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
