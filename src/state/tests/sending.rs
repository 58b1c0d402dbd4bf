//! What becomes of votes: tried, sent, failed, refused, taken over, parted.

use super::*;
use Control::{Comment, Rating, Reasons, Thumbs};

#[test]
fn what_failed_is_said_until_it_is_tried_again() {
    let mut widget = Widget::new("+thumbs");
    widget.thumb("up");
    widget.state.tried("1");
    widget.state.failed("1");
    assert_eq!(
        (widget.state.phase, widget.shown(Thumbs)),
        (Phase::Failed, "up")
    );
    assert!(widget.state.is_waiting());
    widget.state.tried("1");
    assert_eq!(widget.state.phase, Phase::Sending);
    widget.state.sent("1");
    assert_eq!(widget.state.phase, Phase::Thanks);
}

#[test]
fn thanks_wait_for_the_last_vote() {
    let mut widget = Widget::new("+thumbs rating");
    widget.thumb("up");
    widget.rate("5");
    widget.state.sent("1");
    assert_eq!(widget.state.phase, Phase::Sending);
    widget.state.sent("2");
    assert_eq!(widget.state.phase, Phase::Thanks);
}

#[test]
fn a_refused_vote_shows_again_what_the_relay_has() {
    let mut widget = Widget::new(EVERYTHING);
    widget.thumb("down");
    widget.rate("1");
    widget.reason(0);
    widget.deliver();
    widget.thumb("up");
    widget.rate("2");
    widget.reason(1);
    for id in ["4", "5", "6"] {
        widget.state.tried(id);
        widget.state.refused(id);
    }
    assert_eq!(widget.state.phase, Phase::Refused);
    let shown = [Thumbs, Rating, Reasons].map(|control| widget.shown(control));
    assert_eq!(shown, ["down", "1", "long"]);
    assert!(!widget.state.is_waiting());
}

#[test]
fn a_refused_first_vote_closes_what_it_opened() {
    let mut widget = Widget::new("+thumbs comment");
    widget.thumb("up");
    assert!(widget.state.is_open());
    widget.state.refused("1");
    assert_eq!((widget.shown(Thumbs), widget.state.is_open()), ("", false));
}

#[test]
fn a_refused_vote_does_not_undo_a_newer_one() {
    let mut widget = Widget::new("+thumbs");
    widget.thumb("up");
    widget.state.tried("1");
    widget.thumb("down");
    widget.state.refused("1");
    assert_eq!(widget.shown(Thumbs), "down");
    widget.deliver();
    assert_eq!(widget.state.phase, Phase::Thanks);
}

#[test]
fn a_refused_text_stays_to_be_mended() {
    let mut widget = Widget::new("+comment");
    widget.comment("a comment");
    widget.state.refused("1");
    assert_eq!(
        (widget.shown(Comment), widget.state.phase),
        ("a comment", Phase::Refused)
    );
    assert_eq!(brief(&widget.send()), [(Comment, "a comment", "2", "")]);
}

#[test]
fn what_the_host_takes_over_is_settled_and_not_thanked() {
    let mut widget = Widget::new("+thumbs comment");
    widget.thumb("up");
    widget.state.taken("1");
    assert_eq!(
        (widget.state.phase, widget.shown(Thumbs)),
        (Phase::Idle, "up")
    );
    assert_eq!(one(widget.thumb("down")).before.id, "1");
    widget.state.taken("2");
    widget.comment("a comment");
    widget.state.taken("3");
    assert_eq!((widget.shown(Comment), widget.state.is_open()), ("", false));
}

#[test]
fn ids_that_are_not_waiting_change_nothing() {
    let mut widget = Widget::new("+thumbs");
    widget.thumb("up");
    for id in ["", "2", "1 ", "\0"] {
        widget.state.sent(id);
        widget.state.failed(id);
        widget.state.refused(id);
        widget.state.taken(id);
        widget.state.tried(id);
    }
    assert_eq!(
        (widget.state.phase, widget.shown(Thumbs)),
        (Phase::Sending, "up")
    );
    assert_eq!(
        one(widget.thumb("down")).replaced.trim(),
        "1",
        "it was never tried"
    );
}
