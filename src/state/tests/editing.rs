//! Texts that were sent: edited, emptied, withdrawn.

use super::*;
use Control::{Comment, Correction};

#[test]
fn what_was_sent_can_be_edited() {
    let mut widget = voted();
    widget.comment("a comment");
    widget.deliver();
    assert!(widget.state.has_written());
    widget.state.edit();
    assert_eq!(
        (widget.shown(Comment), widget.state.is_open()),
        ("a comment", true)
    );
    assert_eq!(
        brief(&widget.comment("another")),
        [(Comment, "another", "3", "2")]
    );
    widget.deliver();
    assert_eq!(
        (widget.state.phase, widget.state.is_open()),
        (Phase::Thanks, false)
    );
}

#[test]
fn a_text_that_arrives_during_an_edit_is_not_withdrawn_by_the_next_send() {
    let mut widget = voted();
    widget.comment("one");
    widget.deliver();
    widget.state.edit();
    widget.comment("two");
    widget.write(Correction, "It is 41.");
    widget.deliver();
    assert_eq!(brief(&widget.send()), [(Correction, "It is 41.", "4", "")]);
    widget.deliver();
    assert!(!widget.state.is_open());
}

#[test]
fn an_edited_text_that_is_emptied_is_withdrawn() {
    let mut widget = voted();
    widget.write(Comment, "a comment");
    widget.write(Correction, "a correction");
    widget.send();
    widget.deliver();
    widget.state.edit();
    assert_eq!(brief(&widget.comment("")), [(Comment, "", "4", "2")]);
    widget.deliver();
    assert_eq!(
        (widget.state.phase, widget.state.is_open()),
        (Phase::Withdrawn, false)
    );
    assert_eq!(
        [Comment, Correction].map(|control| widget.state.written(control)),
        ["", "a correction"]
    );
}

#[test]
fn a_box_that_is_empty_since_its_text_was_sent_withdraws_nothing() {
    let mut widget = voted();
    widget.comment("a comment");
    widget.deliver();
    widget.state.open = true;
    assert_eq!(widget.send(), []);
    widget.write(Correction, "a correction");
    assert_eq!(
        brief(&widget.send()),
        [(Correction, "a correction", "3", "")]
    );
    widget.deliver();
    assert!(!widget.state.is_open());
}

#[test]
fn an_edit_is_not_ended_by_what_arrives_meanwhile() {
    let mut widget = voted();
    widget.comment("a comment");
    widget.state.close();
    widget.state.edit();
    widget.write(Comment, "");
    widget.deliver();
    assert!(widget.state.is_open());
    assert_eq!(brief(&widget.send()), [(Comment, "", "3", "2")]);
}

#[test]
fn a_draft_survives_closing_and_is_not_what_edit_replaces() {
    let mut widget = voted();
    widget.comment("a comment");
    widget.deliver();
    widget.state.edit();
    widget.write(Comment, "a draft");
    widget.state.close();
    assert!(!widget.state.is_open());
    widget.state.edit();
    assert_eq!(
        (widget.shown(Comment), widget.state.written(Comment)),
        ("a draft", "a draft")
    );
}
