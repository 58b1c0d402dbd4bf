use thumbspan_contract::Target;

use super::*;

fn context() -> Context {
    Context {
        target: Target::Span {
            span_id: "20245611112024561111".into(),
            trace_id: None,
        },
        ticket: None,
        ml_app: Some("bot".into()),
        submitter: None,
        tags: Vec::new(),
    }
}

fn stamp(id: &str) -> Stamp {
    Stamp {
        id: id.into(),
        now_ms: 7,
    }
}

fn drafting(text: &str) -> State {
    State {
        draft: text.into(),
        ..State::default()
    }
}

fn passing() -> Fault {
    Fault::passing("network", "no network")
}

fn value(event: &Event) -> Option<&str> {
    match event.signals[0].value.as_ref()? {
        Value::Text(text) => Some(text),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_vote_is_sent_and_only_then_thanked() {
    let mut state = State::default();
    state.press(Thumb::Up, &context(), stamp("1"));
    assert_eq!((state.phase, state.comment_open), (Phase::Sending, true));
    let event = state.begin().unwrap();
    assert_eq!(
        (value(&event), event.ml_app.as_deref()),
        (Some("up"), Some("bot"))
    );
    assert_eq!((event.timestamp_ms, &event.target), (7, &context().target));
    assert_eq!(state.phase, Phase::Sending);
    state.sent();
    assert_eq!(state.phase, Phase::Thanks);
    assert!(!state.is_waiting());
}

#[test]
fn the_other_thumb_changes_and_the_same_withdraws() {
    let mut state = State::default();
    let mut cast = |thumb, id| {
        state.press(thumb, &context(), stamp(id));
        let event = state.begin().unwrap();
        state.sent();
        (value(&event).map(str::to_owned), event.revises.clone())
    };
    assert_eq!(cast(Thumb::Up, "1"), (Some("up".into()), None));
    assert_eq!(
        cast(Thumb::Down, "2"),
        (Some("down".into()), Some("1".into()))
    );
    assert_eq!(cast(Thumb::Down, "3"), (None, Some("2".into())));
    assert_eq!(cast(Thumb::Up, "4"), (Some("up".into()), Some("3".into())));
}

#[test]
fn a_withdrawal_is_not_thanked() {
    let mut state = State::default();
    for (id, phase) in [("1", Phase::Thanks), ("2", Phase::Withdrawn)] {
        state.press(Thumb::Up, &context(), stamp(id));
        state.begin();
        state.sent();
        assert_eq!(state.phase, phase);
    }
}

#[test]
fn a_withdrawn_vote_closes_the_comment_box() {
    let mut state = State::default();
    state.press(Thumb::Up, &context(), stamp("1"));
    state.press(Thumb::Up, &context(), stamp("2"));
    assert!(!state.comment_open && state.thumb.is_none());
}

#[test]
fn presses_during_a_send_become_one_revision_of_it() {
    let mut state = State::default();
    state.press(Thumb::Up, &context(), stamp("1"));
    assert_eq!(state.begin().unwrap().id, "1");
    for (thumb, id) in [(Thumb::Down, "2"), (Thumb::Up, "3"), (Thumb::Down, "4")] {
        state.press(thumb, &context(), stamp(id));
    }
    state.sent();
    assert_eq!(state.phase, Phase::Sending);
    let event = state.begin().unwrap();
    assert_eq!(
        (event.id.as_str(), event.revises.as_deref(), value(&event)),
        ("4", Some("1"), Some("down"))
    );
    state.sent();
    assert!(state.begin().is_none());
}

#[test]
fn a_change_of_mind_before_anything_was_sent_sends_nothing() {
    let mut state = State::default();
    state.press(Thumb::Up, &context(), stamp("1"));
    state.press(Thumb::Up, &context(), stamp("2"));
    assert!(state.begin().is_none());
    assert_eq!(state.phase, Phase::Idle);
}

#[test]
fn a_retry_carries_the_same_id_and_comes_before_what_was_cast_since() {
    let mut state = State::default();
    state.press(Thumb::Up, &context(), stamp("1"));
    let first = state.begin().unwrap();
    state.failed(&passing());
    assert_eq!(state.phase, Phase::Failed);
    state.press(Thumb::Down, &context(), stamp("2"));
    assert_eq!(state.begin().unwrap(), first);
    state.sent();
    assert_eq!(state.begin().unwrap().revises.as_deref(), Some("1"));
}

#[test]
fn a_refused_vote_is_taken_back() {
    let mut state = State::default();
    state.press(Thumb::Up, &context(), stamp("1"));
    state.begin();
    state.sent();
    state.press(Thumb::Down, &context(), stamp("2"));
    state.begin();
    state.press(Thumb::Down, &context(), stamp("3"));
    state.failed(&Fault::lasting("bad_id", ""));
    assert_eq!(
        (state.phase, state.thumb),
        (Phase::Refused, Some(Thumb::Up))
    );
    assert!(!state.is_waiting());
}

#[test]
fn refused_stars_are_taken_back() {
    let mut state = State::default();
    for (stars, id) in [(4, "1"), (2, "2")] {
        state.rate(stars, &context(), stamp(id));
        state.begin();
        if stars == 4 {
            state.sent();
        }
    }
    state.failed(&Fault::lasting("bad_id", ""));
    assert_eq!(state.stars, Some(4));
}

#[test]
fn a_comment_is_trimmed_sent_and_cleared_only_when_it_arrived() {
    let mut state = drafting("  too\0 long \n");
    state.send_comment(&context(), stamp("1")).unwrap();
    assert_eq!(value(&state.begin().unwrap()), Some("too long"));
    state.failed(&passing());
    assert!(!state.draft.is_empty());
    state.begin();
    state.sent();
    assert_eq!((state.draft.as_str(), state.comment_open), ("", false));
}

#[test]
fn an_empty_comment_is_not_sent_and_a_long_one_stays() {
    let mut state = drafting(" \n");
    state.send_comment(&context(), stamp("1")).unwrap();
    assert!(!state.is_waiting());
    state.draft = "👎".repeat(5_000);
    let fault = state.send_comment(&context(), stamp("1")).unwrap_err();
    assert_eq!(
        (fault.code.as_str(), state.phase),
        ("text_too_long", Phase::TooLong)
    );
    assert!(!state.is_waiting() && state.draft.chars().count() == 5_000);
    state.draft = "👎".repeat(4_000);
    state.send_comment(&context(), stamp("1")).unwrap();
    assert!(state.is_waiting());
}

#[test]
fn controls_do_not_revise_each_other() {
    let mut state = State::default();
    state.rate(4, &context(), stamp("1"));
    state.press(Thumb::Up, &context(), stamp("2"));
    assert_eq!(
        state.begin().unwrap().signals[0].value,
        Some(Value::Score(4.0))
    );
    state.sent();
    assert_eq!(state.begin().unwrap().revises, None);
}

#[test]
fn an_event_that_the_host_takes_is_not_thanked() {
    let mut state = State::default();
    state.press(Thumb::Up, &context(), stamp("1"));
    state.begin();
    state.taken();
    assert_eq!((state.phase, state.thumb), (Phase::Idle, Some(Thumb::Up)));
}

#[test]
fn a_reset_forgets_what_is_shown_and_still_sends_what_was_cast() {
    let mut state = State::default();
    state.press(Thumb::Up, &context(), stamp("1"));
    state.begin();
    state.press(Thumb::Down, &context(), stamp("2"));
    state.reset();
    assert_eq!((state.thumb, state.phase), (None, Phase::Idle));
    state.press(Thumb::Up, &context(), stamp("3"));
    state.sent();
    assert_eq!(state.begin().unwrap().revises.as_deref(), Some("1"));
    state.sent();
    assert_eq!(
        state.phase,
        Phase::Sending,
        "nothing of the new answer is thanked yet"
    );
    let event = state.begin().unwrap();
    assert_eq!((event.id.as_str(), event.revises.as_deref()), ("3", None));
    state.sent();
    assert_eq!((state.phase, state.thumb), (Phase::Thanks, Some(Thumb::Up)));
}

#[test]
fn what_is_typed_while_a_comment_is_on_its_way_stays() {
    let mut state = drafting("first");
    state.send_comment(&context(), stamp("1")).unwrap();
    state.begin();
    state.draft = "first, and more".into();
    state.sent();
    assert_eq!(state.draft, "first, and more");
}

#[test]
fn keys_become_a_vote_only_when_they_rest() {
    let mut state = State::default();
    state.preview(3);
    state.preview(5);
    assert_eq!((state.stars, state.is_waiting()), (Some(5), false));
    assert!(state.rest(&context(), stamp("1")).is_some());
    assert!(
        state.rest(&context(), stamp("2")).is_none(),
        "they rest once"
    );
    state.begin();
    state.sent();
    state.preview(2);
    state.unpreview();
    assert_eq!(state.stars, Some(5));
    state.preview(2);
    state.reset();
    assert!(state.rest(&context(), stamp("3")).is_none());
    assert_eq!(state.stars, None);
}

#[test]
fn what_changes_nothing_is_no_vote() {
    let mut state = State::default();
    assert!(state.rate(4, &context(), stamp("1")).is_some());
    assert!(state.rate(4, &context(), stamp("2")).is_none());
    let withdrawn = [Thumb::Up, Thumb::Up].map(|thumb| state.press(thumb, &context(), stamp("3")));
    assert_eq!(
        withdrawn.map(|signal| signal.unwrap().value.is_some()),
        [true, false]
    );
}

#[test]
fn the_same_comment_again_is_thanked_and_not_sent() {
    let mut state = State::default();
    for (id, is_sent) in [("1", true), ("2", false)] {
        state.draft = "same".into();
        state.comment_open = true;
        let signal = state.send_comment(&context(), stamp(id)).unwrap();
        assert_eq!(
            (signal.is_some(), state.begin().is_some()),
            (is_sent, is_sent)
        );
        state.sent();
        assert_eq!((state.phase, state.comment_open), (Phase::Thanks, false));
    }
}
