//! What the page says: targets, faults, disabled.

use super::*;
use Control::{Rating, Thumbs};

#[test]
fn nothing_is_cast_while_disabled_or_without_a_target() {
    for page in [
        DISABLED,
        NOWHERE,
        "+The relay is no URL.\0-\0-\0+42",
        &span("a b"),
    ] {
        let host = Host::new("+thumbs rating comment", page);
        host.instance.choose(Thumbs, "up");
        host.update(|state| state.preview("4"));
        host.instance.rest();
        host.instance.send();
        assert_eq!(host.submitted(), Vec::<Json>::new(), "{page:?}");
        assert_eq!(
            [Thumbs, Rating].map(|control| host.shown(control)),
            ["", ""]
        );
    }
}

#[test]
fn disabled_is_no_fault() {
    let host = Host::new("+thumbs", DISABLED);
    assert!(host.instance.refresh().is_none());
    assert!(host.instance.has_target());
    assert_eq!(host.told(), []);
}

#[test]
fn a_fault_is_told_once_until_it_is_mended() {
    let host = Host::new("+thumbs", NOWHERE);
    for _ in 0..3 {
        assert!(host.instance.refresh().is_none() && !host.instance.has_target());
    }
    let told = host.told();
    let names: Vec<_> = told.iter().map(|(what, ..)| what.as_str()).collect();
    assert_eq!(names, ["warn", "feedback-error"]);
    assert_eq!(read(&told[1].1)["code"], "no_target");
    host.page(&span("42"));
    assert!(host.instance.refresh().is_some() && host.instance.has_target());
    assert_eq!(host.told(), []);
    host.page(NOWHERE);
    assert!(host.instance.refresh().is_none());
    assert_eq!(host.names(), ["warn", "feedback-error"]);
}

#[test]
fn another_fault_is_told_too() {
    let host = Host::new("+thumbs", NOWHERE);
    for (page, code) in [
        (NOWHERE, "no_target"),
        ("+No URL.", "bad_relay"),
        ("-\0-\0+No JSON.", "bad_context"),
    ] {
        host.page(page);
        assert!(host.instance.refresh().is_none());
        assert_eq!(read(&host.told()[1].1)["code"], code);
    }
}

#[test]
fn a_listener_that_makes_the_page_be_read_again_hears_a_fault_once() {
    let (instance, told) = (
        Rc::<RefCell<Option<Instance>>>::default(),
        Rc::<Cell<u32>>::default(),
    );
    let (listener, heard) = (instance.clone(), told.clone());
    let world = World {
        look: Box::new(|| NOWHERE.to_owned()),
        tell: Box::new(move |_, _, _| {
            heard.set(heard.get() + 1);
            assert!(heard.get() < 9, "told again and again");
            let instance = listener.borrow().clone();
            instance.is_none_or(|instance| instance.refresh().is_none())
        }),
        now_ms: || 0,
        random: counted,
    };
    instance.replace(Some(Instance::new(world)));
    let own = instance.borrow().clone().unwrap();
    assert!(own.refresh().is_none());
    assert_eq!(told.get(), 2);
}

#[test]
fn another_target_is_another_answer() {
    let host = Host::new("+thumbs", &span("42"));
    host.instance.choose(Thumbs, "up");
    let first = host.submitted();
    host.page(&span("43"));
    assert!(host.instance.refresh().is_some());
    assert_eq!(host.shown(Thumbs), "");
    assert!(
        host.instance.state.with_untracked(State::is_waiting),
        "the first answer's vote is still sent"
    );
    host.instance.choose(Thumbs, "up");
    let [second] = host.submitted().try_into().unwrap();
    assert_eq!(
        (&second["target"]["span_id"], second.get("revises")),
        (&Json::from("43"), None)
    );
    assert_ne!(second["id"], first[0]["id"]);
}

#[test]
fn a_span_whose_trace_is_named_later_is_the_same_answer() {
    let host = Host::new("+thumbs", &span("42"));
    host.instance.choose(Thumbs, "up");
    let traced = [&span("42"), "\0+7"].concat();
    for (page, shown) in [
        (&traced, "up"),
        (&span("42"), "up"),
        (&traced, "up"),
        (&[&span("42"), "\0+8"].concat(), ""),
    ] {
        host.page(page);
        assert!(host.instance.refresh().is_some());
        assert_eq!(host.shown(Thumbs), shown, "{page:?}");
    }
}

#[test]
fn what_keys_chose_is_the_vote_of_the_answer_that_was_shown() {
    for later in [&span("43"), NOWHERE, DISABLED] {
        let host = Host::new("+rating", &span("42"));
        assert!(host.instance.refresh().is_some());
        host.instance.point("4");
        host.page(later);
        let _ = host.instance.refresh();
        host.instance.rest();
        let [event] = host.submitted().try_into().unwrap();
        assert_eq!(event["target"]["span_id"], "42", "{later:?}");
    }
}

#[test]
fn a_target_that_goes_and_comes_back_is_the_same_answer() {
    let host = Host::new("+thumbs", &span("42"));
    host.instance.choose(Thumbs, "up");
    for page in [NOWHERE, &span("42")] {
        host.page(page);
        let _ = host.instance.refresh();
        assert_eq!(host.shown(Thumbs), "up");
    }
}

#[test]
fn a_press_after_the_page_changed_is_for_what_it_shows_now() {
    let host = Host::new("+thumbs", &span("42"));
    host.instance.choose(Thumbs, "up");
    host.told();
    host.page(&span("43"));
    host.instance.choose(Thumbs, "up");
    let [event] = host.submitted().try_into().unwrap();
    assert_eq!(
        (&event["target"]["span_id"], &event["signals"][0]["value"]),
        (&Json::from("43"), &Json::from("up"))
    );
}

#[test]
fn tags_that_cannot_be_sent_are_warned_of_and_left_out() {
    let host = Host::new("+thumbs", "-\0-\0-\0+42\0-\0-\0-\0-\0-\0-\0+a:b\u{1}c");
    host.instance.choose(Thumbs, "up");
    let told = host.told();
    assert_eq!(told[0].0, "warn");
    assert_eq!(read(&told[2].1).get("tags"), None);
}

#[test]
fn a_reset_forgets_what_is_shown_and_the_keys_that_have_not_rested() {
    let host = Host::new("+thumbs rating", &span("42"));
    host.instance.choose(Thumbs, "up");
    host.update(|state| state.preview("4"));
    host.told();
    host.instance.reset();
    host.instance.rest();
    assert_eq!(
        [Thumbs, Rating].map(|control| host.shown(control)),
        ["", ""]
    );
    assert_eq!(host.told(), []);
}
