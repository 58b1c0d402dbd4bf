//! The details of DOM events, and the element's value.

use serde_json::{Value as Json, json};

use super::*;
use crate::options::Options;

#[track_caller]
fn read(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn a_change_names_the_label_and_what_it_says_now() {
    for (control, scale, text, expected) in [
        (
            Control::Thumbs,
            Scale::Stars,
            "up",
            json!({"label": "user_thumbs", "value": "up"}),
        ),
        (
            Control::Thumbs,
            Scale::Stars,
            "",
            json!({"label": "user_thumbs", "value": null}),
        ),
        (
            Control::Rating,
            Scale::Faces,
            "4",
            json!({"label": "user_rating", "value": 4}),
        ),
        (
            Control::Rating,
            Scale::Nps,
            "10",
            json!({"label": "user_nps", "value": 10}),
        ),
        (
            Control::Rating,
            Scale::Nps,
            "",
            json!({"label": "user_nps", "value": null}),
        ),
        (
            Control::Reasons,
            Scale::Stars,
            "a b",
            json!({"label": "user_reasons", "value": ["a", "b"]}),
        ),
        (
            Control::Reasons,
            Scale::Stars,
            "",
            json!({"label": "user_reasons", "value": []}),
        ),
        (
            Control::Comment,
            Scale::Stars,
            "7",
            json!({"label": "user_comment", "value": "7"}),
        ),
        (
            Control::Correction,
            Scale::Stars,
            "",
            json!({"label": "user_correction", "value": null}),
        ),
    ] {
        assert_eq!(read(&change(control, scale, &said(text, "1"))), expected);
    }
}

#[test]
fn hostile_texts_survive_in_changes_and_faults() {
    for text in HOSTILE {
        let told = read(&change(Control::Comment, Scale::Stars, &said(text, "1")));
        assert_eq!(told["value"], *text);
        let told = read(&fault(&Fault::passing("network", text)));
        assert_eq!(
            told,
            json!({"code": "network", "message": text, "retryable": true})
        );
    }
}

#[test]
fn a_lasting_fault_is_not_retryable() {
    let told = read(&fault(&Fault::lasting("no_target", "Set span-id.")));
    assert_eq!(told["retryable"], false);
}

fn state(options: &str, shown: [&str; 5]) -> State {
    let mut state = State::default();
    state.options = Options::read(options, &mut |why| panic!("{why}"));
    state.shown = shown.map(str::to_owned);
    state
}

#[test]
fn nothing_chosen_is_null_and_empty() {
    let expected = json!({
        "thumbs": null, "rating": null, "nps": null, "reasons": [], "comment": "", "correction": "",
    });
    assert_eq!(read(&value(&State::default())), expected);
}

#[test]
fn the_value_has_what_every_control_shows() {
    for text in HOSTILE {
        let shown = state("+rating", ["down", "2", "a b ", text, text]);
        let expected = json!({
            "thumbs": "down", "rating": 2, "nps": null, "reasons": ["a", "b"], "comment": text, "correction": text,
        });
        assert_eq!(read(&value(&shown)), expected);
    }
    let shown = read(&value(&state("+rating\0+nps", ["up", "10", "", "", ""])));
    assert_eq!((&shown["rating"], &shown["nps"]), (&Json::Null, &json!(10)));
}

#[test]
fn the_value_has_what_was_written_after_it_was_sent() {
    let mut sent = state("+comment", ["", "", "", " a comment ", ""]);
    assert_eq!(
        sent.send(&mut || "1".to_owned()).map(|casts| casts.len()),
        Ok(1)
    );
    sent.sent("1");
    assert_eq!(read(&value(&sent))["comment"], "a comment");
}
