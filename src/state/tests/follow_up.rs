//! What is asked after a vote, and what goes with it.

use super::*;
use Control::{Comment, Correction, Rating, Reasons, Thumbs};

#[test]
fn the_follow_up_opens_after_the_votes_that_ask_names() {
    for (ask, good, bad) in [
        ("always", true, true),
        ("down", false, true),
        ("never", false, false),
    ] {
        for (control, up, down) in [(Thumbs, "up", "down"), (Rating, "3", "2")] {
            for (choice, is_open) in [(up, good), (down, bad)] {
                let mut widget = Widget::new(&["+thumbs rating comment\0-\0+", ask].concat());
                widget.choose(control, choice);
                assert_eq!(widget.state.is_open(), is_open, "{ask} {choice}");
            }
        }
    }
}

#[test]
fn a_better_vote_closes_what_only_a_bad_one_opens_and_a_withdrawal_closes_all() {
    let mut widget = Widget::new("+thumbs comment\0-\0+down");
    for (choice, is_open) in [
        ("down", true),
        ("up", false),
        ("down", true),
        ("down", false),
    ] {
        widget.thumb(choice);
        assert_eq!(widget.state.is_open(), is_open);
    }
}

#[test]
fn where_it_never_opens_by_itself_it_stays_as_the_person_left_it() {
    let mut widget = Widget::new("+thumbs comment\0-\0+never");
    widget.thumb("down");
    widget.state.edit();
    widget.thumb("up");
    assert!(widget.state.is_open());
    widget.thumb("up");
    assert!(!widget.state.is_open(), "there is nothing to ask");
}

#[test]
fn nothing_opens_where_nothing_is_asked() {
    for options in ["+thumbs", "+thumbs reasons", "+thumbs reasons\0-\0-\0+"] {
        let mut widget = Widget::new(options);
        widget.thumb("down");
        assert!(
            !widget.state.open && !widget.state.has_follow_up(),
            "{options:?}"
        );
    }
}

#[test]
fn a_vote_is_bad_up_to_two_of_five_and_six_of_ten() {
    for (scale, digits, last_bad) in [("stars", 1..=5, 2), ("faces", 1..=5, 2), ("nps", 0..=10, 6)]
    {
        for points in digits {
            let mut widget = Widget::new(&["+rating\0+", scale].concat());
            widget.rate(DIGITS[points]);
            assert_eq!(
                widget.state.is_negative(),
                points <= last_bad,
                "{points} {scale}"
            );
        }
    }
    assert!(
        !Widget::new("+rating\0+nps").state.is_negative(),
        "none is not zero"
    );
}

#[test]
fn a_bad_vote_is_asked_for_more_than_a_good_one() {
    let mut widget = Widget::new(EVERYTHING);
    let asked =
        |widget: &Widget| [Reasons, Comment, Correction].map(|control| widget.state.asks(control));
    assert_eq!(asked(&widget), [false; 3]);
    widget.thumb("up");
    assert_eq!(asked(&widget), [false, true, false]);
    widget.rate("1");
    assert_eq!(asked(&widget), [true; 3]);
}

#[test]
fn boxes_alone_wait_for_no_vote() {
    let widget = Widget::new("+comment correction");
    assert!(widget.state.is_open() && widget.state.asks(Comment) && widget.state.asks(Correction));
}

#[test]
fn reasons_are_said_in_the_order_of_the_page() {
    let mut widget = Widget::new(EVERYTHING);
    widget.thumb("down");
    widget.deliver();
    for (at, said, id, before) in [
        (2, "slow", "2", ""),
        (0, "long slow", "3", "2"),
        (2, "long", "4", "3"),
        (0, "", "5", "4"),
    ] {
        let cast = one(widget.reason(at));
        assert_eq!(brief(&[cast]), [(Reasons, said, id, before)]);
        widget.deliver();
    }
    assert!((0..4).all(|at| !widget.state.has_reason(at)));
}

#[test]
fn a_reason_that_is_not_there_changes_nothing() {
    let mut widget = Widget::new(EVERYTHING);
    widget.thumb("down");
    assert_eq!(widget.reason(3), []);
    assert!(!widget.state.has_reason(3));
}
