//! Comments and corrections: written, sent, edited, withdrawn.

use super::*;
use Control::{Comment, Correction};

fn alone() -> Widget {
    Widget::new("+comment correction")
}

#[test]
fn a_text_is_sent_without_the_white_space_around_it_and_cleared_when_it_arrived() {
    let mut widget = voted();
    assert_eq!(one(widget.comment("  too\0 long \n")).now.text, "too long");
    widget.state.failed("2");
    assert_eq!(
        (widget.shown(Comment), widget.state.is_open()),
        ("  too\0 long \n", true)
    );
    widget.deliver();
    assert_eq!((widget.shown(Comment), widget.state.is_open()), ("", false));
    assert_eq!(widget.state.written(Comment), "too long");
}

#[test]
fn both_boxes_are_sent_at_once_and_stay_open_until_both_arrived() {
    let mut widget = voted();
    widget.write(Comment, "a comment");
    widget.write(Correction, "a correction");
    let casts = widget.send();
    assert_eq!(
        brief(&casts),
        [
            (Comment, "a comment", "2", ""),
            (Correction, "a correction", "3", "")
        ]
    );
    widget.state.sent("2");
    assert!(widget.state.is_open());
    widget.state.sent("3");
    assert!(!widget.state.is_open());
}

#[test]
fn nothing_written_is_nothing_sent() {
    let mut widget = voted();
    let phase = widget.state.phase;
    assert_eq!(widget.comment(" \0\n "), []);
    assert_eq!((widget.state.phase, widget.state.is_open()), (phase, true));
}

#[test]
fn four_thousand_characters_are_the_limit_and_what_is_longer_stays() {
    let mut widget = alone();
    widget.write(Correction, "short");
    widget.write(Comment, &"👎".repeat(4_001));
    let fault = widget.act(|state, id| state.send(id)).unwrap_err();
    assert_eq!(
        (fault.code.as_str(), fault.retryable),
        (TEXT_TOO_LONG, false)
    );
    assert_eq!(
        (widget.state.phase, widget.state.is_waiting()),
        (Phase::TooLong, false)
    );
    assert_eq!(widget.shown(Comment).chars().count(), 4_001);
    widget.write(Comment, &format!(" {} ", "👎".repeat(4_000)));
    assert_eq!(widget.send().len(), 2);
}

#[test]
fn the_same_words_are_thanked_again_and_not_sent_again() {
    let mut widget = voted();
    widget.comment("same");
    widget.deliver();
    widget.state.phase = Phase::Idle;
    widget.state.open = true;
    assert_eq!(widget.comment(" same "), []);
    assert_eq!(
        (widget.state.phase, widget.state.is_open()),
        (Phase::Thanks, false)
    );
    assert_eq!(widget.shown(Comment), "");
}

#[test]
fn the_same_words_while_they_are_on_their_way_are_not_sent_twice() {
    let mut widget = alone();
    widget.comment("same");
    assert_eq!(widget.send(), []);
    assert_eq!(
        (widget.state.phase, widget.shown(Comment)),
        (Phase::Sending, "same")
    );
}

#[test]
fn what_is_typed_while_a_text_is_on_its_way_stays() {
    let mut widget = alone();
    widget.comment("first");
    widget.write(Comment, "first, and more");
    widget.deliver();
    assert_eq!(widget.shown(Comment), "first, and more");
    assert_eq!(
        brief(&widget.send()),
        [(Comment, "first, and more", "2", "1")]
    );
}
