//! Thumbs and points: chosen, changed, withdrawn.

use super::*;
use Control::{Rating, Thumbs};

#[test]
fn a_vote_is_thanked_only_when_the_relay_has_it() {
    let mut widget = Widget::new("+thumbs");
    let cast = one(widget.thumb("up"));
    assert_eq!(brief(&[cast]), [(Thumbs, "up", "1", "")]);
    assert_eq!(widget.state.phase, Phase::Sending);
    widget.state.tried("1");
    assert_eq!(widget.state.phase, Phase::Sending);
    widget.state.sent("1");
    assert_eq!(
        (widget.state.phase, widget.state.is_waiting()),
        (Phase::Thanks, false)
    );
}

#[test]
fn another_choice_changes_and_the_same_withdraws() {
    for (control, first, second) in [(Thumbs, "up", "down"), (Rating, "5", "2")] {
        let mut widget = Widget::new("+thumbs rating");
        for (choice, said, id, before) in [
            (first, first, "1", ""),
            (second, second, "2", "1"),
            (second, "", "3", "2"),
            (first, first, "4", "3"),
        ] {
            let cast = one(widget.choose(control, choice));
            assert_eq!(brief(&[cast]), [(control, said, id, before)]);
            assert_eq!(widget.shown(control), said);
            widget.deliver();
            let phase = if said.is_empty() {
                Phase::Withdrawn
            } else {
                Phase::Thanks
            };
            assert_eq!(widget.state.phase, phase);
        }
    }
}

#[test]
fn controls_do_not_revise_each_other() {
    let mut widget = Widget::new("+thumbs rating");
    widget.rate("4");
    assert_eq!(brief(&widget.thumb("up")), [(Thumbs, "up", "2", "")]);
    assert_eq!((widget.shown(Thumbs), widget.shown(Rating)), ("up", "4"));
}

#[test]
fn a_vote_that_was_never_tried_is_replaced() {
    let mut widget = Widget::new("+thumbs");
    assert_eq!(one(widget.thumb("up")).replaced, "");
    let change = one(widget.thumb("down"));
    assert_eq!(
        (change.replaced.trim(), change.before.id.as_str()),
        ("1", "")
    );
    let back = one(widget.thumb("down"));
    assert_eq!((back.replaced.trim(), back.now), ("2", Said::default()));
    assert_eq!(
        (widget.state.phase, widget.state.is_waiting()),
        (Phase::Idle, false)
    );
}

#[test]
fn a_vote_that_was_tried_keeps_its_id_and_is_revised_once() {
    let mut widget = Widget::new("+thumbs");
    widget.thumb("up");
    widget.state.tried("1");
    for (choice, id, replaced) in [("down", "2", ""), ("down", "3", "2"), ("down", "4", "3")] {
        let cast = one(widget.thumb(choice));
        assert_eq!((cast.now.id.as_str(), cast.before.id.as_str()), (id, "1"));
        assert_eq!(cast.replaced.trim(), replaced);
    }
    // Back to what the relay may have already: there is nothing to say.
    let back = one(widget.thumb("up"));
    assert_eq!((back.now.id.as_str(), back.now.text.as_str()), ("", "up"));
    assert_eq!(back.replaced.trim(), "4");
    widget.deliver();
    assert_eq!(
        (widget.shown(Thumbs), widget.state.phase),
        ("up", Phase::Thanks)
    );
}

#[test]
fn keys_become_a_vote_only_when_they_rest() {
    let mut widget = Widget::new("+rating");
    widget.state.preview("3");
    widget.state.preview("5");
    assert_eq!(
        (widget.state.points(), widget.state.is_waiting()),
        (Some(5), false)
    );
    let cast = one(widget.act(State::rest));
    assert_eq!(cast.now.text, "5");
    assert_eq!(widget.act(State::rest), [], "they rest once");
}

#[test]
fn keys_that_return_to_what_was_said_say_nothing() {
    let mut widget = Widget::new("+rating");
    widget.rate("4");
    widget.deliver();
    widget.state.preview("3");
    widget.state.preview("4");
    assert_eq!(widget.act(State::rest), []);
    assert_eq!(widget.state.points(), Some(4));
}

#[test]
fn a_click_on_what_keys_just_chose_does_not_withdraw_it() {
    let mut widget = Widget::new("+rating");
    widget.state.preview("5");
    assert_eq!(one(widget.rate("5")).now.text, "5");
    assert_eq!(widget.act(State::rest), []);
    assert_eq!(one(widget.rate("5")).now.text, "");
}

#[test]
fn a_thumb_between_the_keys_and_their_rest_takes_nothing_from_them() {
    let mut widget = Widget::new("+thumbs rating");
    widget.state.preview("5");
    assert_eq!(brief(&widget.thumb("up")), [(Thumbs, "up", "1", "")]);
    assert_eq!(brief(&widget.act(State::rest)), [(Rating, "5", "2", "")]);
}

#[test]
fn keys_that_cannot_become_a_vote_are_taken_back() {
    let mut widget = Widget::new("+rating");
    widget.rate("5");
    widget.deliver();
    widget.state.preview("2");
    widget.state.unpreview();
    assert_eq!(
        (widget.state.points(), widget.act(State::rest)),
        (Some(5), Vec::new())
    );
    widget.state.preview("2");
    widget.state.reset();
    assert_eq!(
        (widget.state.points(), widget.act(State::rest)),
        (None, Vec::new())
    );
}

#[test]
fn points_are_numbers() {
    let mut widget = Widget::new("+rating\0+nps");
    assert_eq!(widget.state.points(), None);
    for (at, digits) in (0..).zip(DIGITS) {
        widget.rate(digits);
        assert_eq!(widget.state.points(), Some(at));
    }
}
