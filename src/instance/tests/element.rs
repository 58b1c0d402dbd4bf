//! What the element's own methods and attributes do.

use super::*;
use Control::{Comment, Rating, Thumbs};

#[test]
fn retry_flushes() {
    let host = Host::new("+thumbs", &span("42"));
    host.instance.retry();
    assert_eq!(
        host.told(),
        [("flush".to_owned(), String::new(), String::new())]
    );
}

#[test]
fn the_follow_up_is_opened_and_closed() {
    let host = Host::new("+thumbs comment\0-\0+never", &span("42"));
    host.instance.choose(Thumbs, "up");
    let is_open = || host.instance.state.with_untracked(State::is_open);
    host.instance.edit();
    assert!(is_open());
    host.instance.close();
    assert!(!is_open());
}

#[test]
fn votes_of_an_earlier_visit_are_shown_and_revised() {
    const OLD: &str = "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11";
    let host = Host::new("+rating", &span("42"));
    host.instance
        .restore(&["+user_rating\0+4\0+", OLD].concat());
    assert_eq!(
        (host.shown(Rating).as_str(), host.told()),
        ("4", Vec::new())
    );
    host.instance.choose(Rating, "5");
    assert_eq!(host.submitted()[0]["revises"], OLD);
}

#[test]
fn points_of_another_scale_are_not_shown() {
    let host = Host::new("+rating", &span("42"));
    host.instance.choose(Rating, "5");
    host.instance.configure("+rating comment");
    assert_eq!(host.shown(Rating), "5", "the scale is the same");
    host.instance.configure("+rating\0+nps");
    assert_eq!(host.shown(Rating), "");
    assert!(
        host.instance.state.with_untracked(State::is_waiting),
        "it is still sent"
    );
}

#[test]
fn nonsense_in_options_is_a_warning() {
    let host = Host::new("+smiley", &span("42"));
    let [(what, message, _)] = host.told().try_into().unwrap();
    assert!(what == WARN && message.contains("smiley"), "{message}");
}

#[test]
fn submit_sends_what_is_written_and_chosen_and_flushes_what_failed() {
    let host = Host::new("+rating comment", &span("42"));
    assert!(!host.instance.submit());
    assert_eq!(host.names(), ["flush"]);
    host.update(|state| {
        state.preview("4");
        "a comment".clone_into(&mut state.shown[Comment as usize]);
    });
    assert!(host.instance.submit());
    let told = host.told();
    assert_eq!(told.last().map(|(what, ..)| what.as_str()), Some("flush"));
    let submits = told.iter().filter(|(what, ..)| what == SUBMIT.name);
    let labels: Vec<_> = submits
        .map(|(_, json, _)| read(json)["signals"][0]["label"].clone())
        .collect();
    assert_eq!(labels, ["user_rating", "user_comment"]);
}
