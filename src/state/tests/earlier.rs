//! Votes of an earlier visit.

use super::*;
use crate::state::Earlier;
use Control::{Comment, Correction, Rating, Reasons, Thumbs};

const OLD: &str = "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11";
const NIL: &str = "00000000-0000-0000-0000-000000000000";

fn old(votes: &[(&str, &str)]) -> Vec<Earlier> {
    let of = |(label, value): &(&str, &str)| Earlier {
        label: (*label).to_owned(),
        value: (*value).to_owned(),
        id: OLD.to_owned(),
    };
    votes.iter().map(of).collect()
}

fn restored(options: &str, votes: &[(&str, &str)]) -> Widget {
    let mut widget = Widget::new(options);
    widget.state.restore(&old(votes));
    widget
}

#[test]
fn votes_are_read_three_items_each_and_an_id_that_is_none_is_nil() {
    let text = [
        "+user_thumbs\0+up\0+",
        OLD,
        "\0+user_nps\0+0\0-\0+user_rating\0+4\0+my id\0-\0+x\0-",
    ]
    .concat();
    let read = Earlier::read(&text);
    let brief: Vec<_> = read
        .iter()
        .map(|vote| (vote.label.as_str(), vote.value.as_str(), vote.id.as_str()))
        .collect();
    assert_eq!(
        brief,
        [
            ("user_thumbs", "up", OLD),
            ("user_nps", "0", NIL),
            ("user_rating", "4", NIL)
        ]
    );
    assert_eq!(Earlier::read(""), []);
}

#[test]
fn every_control_shows_what_was_said() {
    let votes = [
        ("user_thumbs", "down"),
        ("user_rating", "2"),
        ("user_comment", "a comment"),
        ("user_correction", "a correction"),
        ("user_reason_slow", "true"),
        ("user_reason_long", "true"),
    ];
    let widget = restored(EVERYTHING, &votes);
    assert_eq!(
        (widget.shown(Thumbs), widget.state.points()),
        ("down", Some(2))
    );
    assert_eq!(
        [0, 1, 2].map(|at| widget.state.has_reason(at)),
        [true, false, true]
    );
    assert_eq!(
        [Comment, Correction].map(|control| widget.state.written(control)),
        ["a comment", "a correction"]
    );
    assert_eq!(
        (
            widget.state.phase,
            widget.state.is_waiting(),
            widget.state.is_open()
        ),
        (Phase::Idle, false, false)
    );
}

#[test]
fn what_is_said_now_revises_what_was_said_then() {
    let mut widget = restored(
        EVERYTHING,
        &[
            ("user_thumbs", "down"),
            ("user_comment", "c"),
            ("user_reason_slow", "true"),
        ],
    );
    let casts = widget.thumb("down");
    assert_eq!(
        brief(&casts),
        [
            (Thumbs, "", "1", OLD),
            (Reasons, "", "2", OLD),
            (Comment, "", "3", OLD)
        ]
    );
}

#[test]
fn reasons_that_are_as_they_were_are_not_said_again() {
    let votes = [
        ("user_thumbs", "down"),
        ("user_reason_slow", "true"),
        ("user_reason_long", "true"),
        ("user_reason_slow", "true"),
    ];
    let mut widget = restored(EVERYTHING, &votes);
    assert_eq!(
        brief(&widget.reason(1)),
        [(Reasons, "long wrong slow", "1", OLD)]
    );
    let back = one(widget.reason(1));
    assert_eq!((back.now.id.as_str(), back.replaced.trim()), ("", "1"));
}

#[test]
fn an_edit_begins_with_what_was_written() {
    let mut widget = restored(
        "+thumbs comment",
        &[("user_thumbs", "up"), ("user_comment", "a comment")],
    );
    widget.state.edit();
    assert_eq!(widget.shown(Comment), "a comment");
    assert_eq!(brief(&widget.comment("")), [(Comment, "", "1", OLD)]);
}

#[test]
fn a_control_that_was_touched_is_left_as_it_is() {
    let mut widget = Widget::new(EVERYTHING);
    widget.thumb("down");
    widget.comment("mine");
    let votes = old(&[
        ("user_thumbs", "up"),
        ("user_comment", "old"),
        ("user_rating", "1"),
    ]);
    widget.state.restore(&votes);
    assert_eq!((widget.shown(Thumbs), widget.shown(Rating)), ("down", "1"));
    assert_eq!(widget.state.phase, Phase::Sending);
    widget.deliver();
    widget.state.restore(&votes);
    assert_eq!(
        (widget.shown(Thumbs), widget.state.written(Comment)),
        ("down", "mine")
    );
}

#[test]
fn a_draft_is_not_lost_to_what_was_written_then() {
    let mut widget = Widget::new("+comment");
    widget.write(Comment, "a draft");
    widget.state.restore(&old(&[("user_comment", "old")]));
    assert_eq!(widget.state.written(Comment), "a draft");
    assert_eq!(brief(&widget.send()), [(Comment, "a draft", "1", OLD)]);
}

#[test]
fn what_no_control_can_show_is_left_out() {
    for (options, label, value) in [
        (EVERYTHING, "user_thumbs", "sideways"),
        (EVERYTHING, "user_thumbs", ""),
        (EVERYTHING, "user_rating", "0"),
        (EVERYTHING, "user_rating", "6"),
        (EVERYTHING, "user_rating", "4.5"),
        (EVERYTHING, "user_nps", "4"),
        ("+rating\0+nps", "user_rating", "4"),
        ("+rating\0+nps", "user_nps", "11"),
        ("+rating\0+nps", "user_nps", "01"),
        (EVERYTHING, "user_reason_slow", "false"),
        (EVERYTHING, "user_reason_unknown", "true"),
        (EVERYTHING, "user_reason_Slow", "true"),
        (EVERYTHING, "user_reason_", "true"),
        (EVERYTHING, "user_reason_long slow", "true"),
        (EVERYTHING, "true", "true"),
        ("+thumbs", "user_rating", "4"),
        ("+thumbs", "user_comment", "a comment"),
        ("+thumbs comment", "user_correction", "a correction"),
    ] {
        let widget = restored(options, &[(label, value)]);
        let has_none =
            widget.state.shown.iter().all(String::is_empty) && !widget.state.has_written();
        assert!(has_none && !widget.state.has_vote(), "{label} {value}");
    }
}

#[test]
fn ten_of_ten_is_shown() {
    let widget = restored("+rating\0+nps", &[("user_nps", "10")]);
    assert_eq!(widget.state.points(), Some(10));
}
