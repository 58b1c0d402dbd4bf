//! Labels, types and values of each control.

use thumbspan_contract::Value;

use super::events::{OLD, cast, signal, written};
use super::*;
use Control::{Comment, Correction, Rating, Reasons, Thumbs};

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
