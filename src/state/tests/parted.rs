//! Votes that a reset parts from what is shown.

use super::*;
use Control::{Comment, Thumbs};

#[test]
fn a_reset_forgets_what_is_shown_and_what_was_cast_is_still_sent() {
    let mut widget = Widget::new("+thumbs comment");
    widget.thumb("up");
    widget.write(Comment, "a draft");
    widget.state.reset();
    assert!(widget.state.shown.iter().all(String::is_empty) && !widget.state.is_open());
    assert_eq!(
        (widget.state.phase, widget.state.is_waiting()),
        (Phase::Idle, true)
    );
    assert!(
        widget.state.options.has(Comment),
        "the attributes are as they were"
    );
    let cast = one(widget.thumb("up"));
    assert_eq!(
        (
            cast.now.id.as_str(),
            cast.before.id.as_str(),
            cast.replaced.as_str()
        ),
        ("2", "", "")
    );
    widget.state.sent("1");
    assert_eq!(
        widget.state.phase,
        Phase::Sending,
        "nothing of the new answer is thanked yet"
    );
    widget.state.sent("2");
    assert_eq!(
        (widget.state.phase, widget.shown(Thumbs)),
        (Phase::Thanks, "up")
    );
}

#[test]
fn what_becomes_of_an_earlier_answers_vote_is_shown_nowhere() {
    for finish in [State::sent, State::taken, State::refused] {
        let mut widget = Widget::new("+thumbs");
        widget.thumb("up");
        widget.state.reset();
        for happens in [State::tried, State::failed, finish] {
            happens(&mut widget.state, "1");
            assert_eq!(
                (widget.state.phase, widget.shown(Thumbs)),
                (Phase::Idle, "")
            );
        }
        assert!(!widget.state.is_waiting());
    }
}

#[test]
fn a_press_taken_back_beside_an_earlier_answers_vote_leaves_nothing_on_its_way() {
    for finish in [State::sent, State::taken, State::refused] {
        let mut widget = Widget::new("+thumbs");
        widget.thumb("up");
        widget.state.reset();
        widget.thumb("up");
        widget.thumb("up");
        finish(&mut widget.state, "1");
        assert_eq!(
            (widget.state.phase, widget.state.is_waiting()),
            (Phase::Idle, false)
        );
    }
}
