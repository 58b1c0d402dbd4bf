//! What goes with a vote that turns good or is withdrawn.

use super::*;
use Control::{Comment, Correction, Rating, Reasons, Thumbs};

#[test]
fn what_was_said_about_a_bad_answer_goes_when_it_is_good() {
    let mut widget = Widget::new(EVERYTHING);
    widget.thumb("down");
    widget.reason(1);
    widget.write(Comment, "a comment");
    widget.write(Correction, "a correction");
    widget.send();
    widget.deliver();
    let casts = widget.thumb("up");
    let expected = [
        (Thumbs, "up", "5", "1"),
        (Reasons, "", "6", "2"),
        (Correction, "", "7", "4"),
    ];
    assert_eq!(brief(&casts), expected);
    assert_eq!(widget.state.written(Comment), "a comment");
}

#[test]
fn while_another_vote_is_bad_everything_stays() {
    let mut widget = Widget::new(EVERYTHING);
    widget.thumb("down");
    widget.rate("1");
    widget.reason(0);
    assert_eq!(widget.thumb("up").len(), 1);
    assert!(widget.state.has_reason(0));
}

#[test]
fn nothing_outlives_the_last_vote() {
    let mut widget = Widget::new(EVERYTHING);
    widget.thumb("down");
    widget.rate("1");
    widget.reason(1);
    widget.write(Comment, "a comment");
    widget.write(Correction, "a correction");
    widget.send();
    widget.deliver();
    assert_eq!(widget.thumb("down").len(), 1, "the stars are a vote");
    widget.write(Comment, "a draft");
    let casts = widget.rate("1");
    let expected = [
        (Rating, "", "7", "2"),
        (Reasons, "", "8", "3"),
        (Correction, "", "9", "5"),
        (Comment, "", "10", "4"),
    ];
    assert_eq!(brief(&casts), expected);
    assert!(widget.state.shown.iter().all(String::is_empty) && !widget.state.is_open());
    widget.deliver();
    assert!(!widget.state.has_written());
}

#[test]
fn a_comment_that_never_left_goes_with_its_vote_unsent() {
    let mut widget = Widget::new("+thumbs comment");
    widget.thumb("up");
    widget.comment("a comment");
    let casts = widget.thumb("up");
    let said: Vec<_> = casts
        .iter()
        .map(|cast| (cast.now.id.as_str(), cast.replaced.trim()))
        .collect();
    assert_eq!(said, [("", "1"), ("", "2")]);
    assert!(!widget.state.is_waiting());
}

#[test]
fn what_went_since_another_vote_was_chosen_is_no_news() {
    let mut widget = voted();
    widget.write(Correction, "a correction");
    widget.send();
    widget.deliver();
    widget.thumb("up");
    widget.deliver();
    assert_eq!(widget.state.phase, Phase::Thanks);
    widget.thumb("up");
    widget.deliver();
    assert_eq!(widget.state.phase, Phase::Withdrawn);
}
