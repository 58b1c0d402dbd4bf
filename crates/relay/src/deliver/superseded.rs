//! What is left to say of an event that was revised before it was delivered. Pure.

use thumbspan_contract::{Event, Signal, Target};

use crate::sinks::Keeps;
use crate::store::Due;

/// The event as a sink should be told it, given those that revise it, the newest last; nothing when
/// they say it all. So the newest wins, whatever the order in which they came.
///
/// What revises nothing need not be told at all. What revises something must be: it takes the place
/// of an earlier one that the sink may have, and does so without a value of its own, or with the
/// newest where a sink has but one place for all of them.
pub(super) fn apply(mut event: Event, newer: &[Event], keeps: Keeps) -> Option<Event> {
    if keeps == Keeps::Log || newer.is_empty() {
        return Some(event);
    }
    let revises = event.revises.as_ref().is_some_and(|id| *id != event.id);
    let target = event.target.clone();
    event.signals.retain_mut(|signal| {
        let Some(newest) = newest(&signal.label, &target, newer) else {
            return true;
        };
        match keeps {
            Keeps::ByName => signal.clone_from(newest),
            Keeps::ById | Keeps::Log => signal.value = None,
        }
        revises
    });
    (!event.signals.is_empty()).then_some(event)
}

/// Those of which something is left, and those of which nothing is.
pub(super) fn parted(all: Vec<Due>, keeps: Keeps) -> (Vec<Due>, Vec<Due>) {
    let (mut left, mut over) = (Vec::new(), Vec::new());
    for mut due in all {
        // Nearly all: no copy of these.
        if due.newer.is_empty() {
            left.push(due);
            continue;
        }
        match apply(due.event.clone(), &due.newer, keeps) {
            Some(event) => {
                due.event = event;
                left.push(due);
            }
            None => over.push(due),
        }
    }
    (left, over)
}

/// A revision that is about something else says nothing of this.
fn newest<'a>(label: &str, target: &Target, newer: &'a [Event]) -> Option<&'a Signal> {
    let newer = newer.iter().rev();
    let mut newer = newer.filter(|event| is_same(&event.target, target));
    newer.find_map(|event| event.signals.iter().find(|signal| signal.label == label))
}

/// A span is the same with its trace and without.
fn is_same(one: &Target, other: &Target) -> bool {
    match (one, other) {
        (Target::Span { span_id: one, .. }, Target::Span { span_id: other, .. }) => one == other,
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{event, signal};
    use thumbspan_contract::{MetricType, Value};

    fn said(n: u64, earlier: Option<u64>, signals: &[(&str, Option<&str>)]) -> Event {
        let signals = signals.iter().map(|(label, value)| {
            let text = Value::Text(value.unwrap_or_default().to_owned());
            let mut signal = signal(label, MetricType::Categorical, text);
            signal.value = signal.value.filter(|_| value.is_some());
            signal
        });
        Event {
            target: event(0).target,
            signals: signals.collect(),
            revises: earlier.map(|earlier| event(earlier).id),
            ..event(n)
        }
    }

    /// What is left of an event, label by label.
    fn left(event: &Event, newer: &[Event], keeps: Keeps) -> Option<Vec<String>> {
        let event = apply(event.clone(), newer, keeps)?;
        let shown = |signal: &Signal| match &signal.value {
            Some(Value::Text(text)) => format!("{} {text}", signal.label),
            other => format!("{} {other:?}", signal.label),
        };
        Some(event.signals.iter().map(shown).collect())
    }

    #[test]
    fn each_kind_of_backend_is_told_what_leaves_it_with_the_newest() {
        let first = said(1, None, &[("a", Some("1")), ("b", Some("1"))]);
        let second = said(2, Some(1), &[("a", Some("2")), ("b", Some("2"))]);
        let third = said(3, Some(2), &[("a", Some("3"))]);
        let gone = said(4, Some(3), &[("a", None)]);
        let all = |first: &str, second: &str| Some(vec![first.to_owned(), second.to_owned()]);
        let (both, one) = ([second.clone(), third.clone()], [third.clone()]);
        let to_gone = [third, gone];
        for (keeps, of_first, of_second, of_gone) in [
            (
                Keeps::Log,
                all("a 1", "b 1"),
                all("a 2", "b 2"),
                all("a 2", "b 2"),
            ),
            (
                Keeps::ById,
                None,
                all("a None", "b 2"),
                all("a None", "b 2"),
            ),
            (Keeps::ByName, None, all("a 3", "b 2"), all("a None", "b 2")),
        ] {
            assert_eq!(left(&first, &both, keeps), of_first, "{keeps:?}");
            assert_eq!(left(&second, &one, keeps), of_second, "{keeps:?}");
            assert_eq!(left(&second, &to_gone, keeps), of_gone, "{keeps:?}");
            assert_eq!(left(&second, &[], keeps), all("a 2", "b 2"), "{keeps:?}");
        }
        let rest = left(&first, &one, Keeps::ByName);
        assert_eq!(rest, Some(vec!["b 1".to_owned()]), "another label stays");
    }

    #[test]
    fn what_is_said_of_another_span_or_by_an_event_of_itself_changes_nothing() {
        let first = said(1, None, &[("a", Some("1"))]);
        let mut second = said(2, Some(1), &[("a", Some("2"))]);
        let Target::Span { trace_id, .. } = &mut second.target else {
            panic!("{:?}", second.target)
        };
        *trace_id = None;
        assert_eq!(left(&first, &[second.clone()], Keeps::ByName), None);
        second.target = event(9).target;
        let stays = Some(vec!["a 1".to_owned()]);
        for keeps in [Keeps::ById, Keeps::ByName] {
            assert_eq!(left(&first, &[second.clone()], keeps), stays);
        }
        let of_itself = said(1, Some(1), &[("a", Some("1"))]);
        let newer = said(3, Some(1), &[("a", Some("3"))]);
        assert_eq!(left(&of_itself, &[newer], Keeps::ById), None);
    }
}
