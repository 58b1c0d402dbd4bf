//! Presses in, DOM events out.

use serde_json::json;

use super::*;
use Control::{Comment, Thumbs};

#[test]
fn a_press_tells_the_change_and_then_the_event() {
    let host = Host::new(
        "+thumbs",
        "-\0-\0-\0+42\0+7\0-\0-\0+eyJ.e30.x\0+bot\0+user-1\0+version\u{1}b",
    );
    host.instance.choose(Thumbs, "up");
    let [(change, detail, _), (submit, event, replaced)] = host.told().try_into().unwrap();
    assert_eq!(
        (change.as_str(), submit.as_str()),
        ("feedback-change", "feedback-submit")
    );
    assert_eq!(
        read(&detail),
        json!({"label": "user_thumbs", "value": "up"})
    );
    let event = read(&event);
    let id = event["id"].as_str().unwrap();
    assert!(uuid::is_canonical(id) && id.starts_with("019b2"), "{id}");
    let expected = json!({
        "id": id, "target": {"kind": "span", "span_id": "42", "trace_id": "7"},
        "signals": [{"label": "user_thumbs", "metric_type": "categorical", "value": "up"}],
        "ml_app": "bot", "submitter": {"id": "user-1", "type": "user"}, "timestamp_ms": NOW_MS,
        "tags": {"version": "b"}, "ticket": "eyJ.e30.x",
    });
    assert_eq!((event, replaced.as_str()), (expected, ""));
}

#[test]
fn a_change_revises_and_names_what_it_replaces() {
    let host = Host::new("+thumbs", &span("42"));
    host.instance.choose(Thumbs, "up");
    let [first] = host.submitted().try_into().unwrap();
    let first = first["id"].as_str().unwrap();
    host.instance.choose(Thumbs, "down");
    let [_, (_, event, replaced)] = host.told().try_into().unwrap();
    assert_eq!(
        (replaced.as_str(), read(&event).get("revises")),
        (first, None)
    );
    host.update(|state| state.sent(read(&event)["id"].as_str().unwrap()));
    host.instance.choose(Thumbs, "down");
    let [withdrawal] = host.submitted().try_into().unwrap();
    assert_eq!(withdrawal["revises"], read(&event)["id"]);
    assert_eq!(withdrawal["signals"][0]["value"], Json::Null);
}

#[test]
fn a_press_taken_back_before_it_left_has_no_event() {
    let host = Host::new("+thumbs", &span("42"));
    host.instance.choose(Thumbs, "up");
    let [first] = host.submitted().try_into().unwrap();
    host.instance.choose(Thumbs, "up");
    let [(_, detail, _), (submit, event, replaced)] = host.told().try_into().unwrap();
    assert_eq!((submit.as_str(), event.as_str()), ("feedback-submit", ""));
    assert_eq!(
        (Json::from(replaced), read(&detail)["value"].clone()),
        (first["id"].clone(), Json::Null)
    );
}

#[test]
fn each_control_that_a_vote_changes_is_told_by_itself() {
    let host = Host::new("+thumbs comment", &span("42"));
    host.instance.choose(Thumbs, "up");
    host.update(|state| "a comment".clone_into(&mut state.shown[Comment as usize]));
    host.instance.send();
    for event in host.submitted() {
        host.update(|state| state.sent(event["id"].as_str().unwrap()));
    }
    host.instance.choose(Thumbs, "up");
    assert_eq!(
        host.names(),
        [
            "feedback-change",
            "feedback-submit",
            "feedback-change",
            "feedback-submit"
        ]
    );
}

#[test]
fn what_changes_nothing_is_not_told() {
    let host = Host::new("+rating comment", &span("42"));
    host.instance.send();
    host.instance.rest();
    host.instance.toggle_reason(0);
    assert_eq!(host.told(), []);
}

#[test]
fn keys_are_told_when_they_rest() {
    let host = Host::new("+thumbs rating", &span("42"));
    host.update(|state| state.preview("4"));
    host.instance.choose(Thumbs, "up");
    host.instance.rest();
    let labels: Vec<_> = host
        .submitted()
        .iter()
        .map(|event| event["signals"][0]["label"].clone())
        .collect();
    assert_eq!(labels, ["user_thumbs", "user_rating"]);
}

#[test]
fn an_event_that_the_host_takes_over_is_settled() {
    let host = Host::new("+thumbs", &span("42"));
    host.takes.set(true);
    host.instance.choose(Thumbs, "up");
    assert!(!host.instance.state.with_untracked(State::is_waiting));
    assert_eq!(host.shown(Thumbs), "up");
    let [taken] = host.submitted().try_into().unwrap();
    host.instance.choose(Thumbs, "down");
    assert_eq!(host.submitted()[0]["revises"], taken["id"]);
}

#[test]
fn a_text_above_the_limit_is_a_fault_and_no_event() {
    let host = Host::new("+comment", &span("42"));
    host.update(|state| state.shown[Comment as usize] = "x".repeat(4_001));
    host.instance.send();
    let [(what, fault, _)] = host.told().try_into().unwrap();
    assert_eq!(
        (what.as_str(), read(&fault)["code"].as_str()),
        ("feedback-error", Some("text_too_long"))
    );
}
