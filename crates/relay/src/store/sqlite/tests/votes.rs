//! What the holder of a ticket has said, whatever arrives late or with a wrong clock.

use thumbspan_contract::{MetricType, Value, Vote, limits};

use super::*;
use crate::testing::signal;

/// Event `n` of a ticket: what it says under a label, or `None` to withdraw.
fn said(n: u64, ticket: &str, signals: &[(&str, Option<&str>)]) -> Event {
    let signals = signals.iter().map(|(label, value)| {
        let text = Value::Text(value.unwrap_or_default().to_owned());
        let mut signal = signal(label, MetricType::Text, text);
        signal.value = signal.value.filter(|_| value.is_some());
        signal
    });
    Event {
        signals: signals.collect(),
        ticket: Some(ticket.to_owned()),
        ..event(n)
    }
}

fn revising(mut event: Event, earlier: u64, timestamp_ms: u64) -> Event {
    event.revises = Some(super::event(earlier).id);
    event.timestamp_ms = timestamp_ms;
    event
}

async fn votes(journal: &Journal, ticket: &str) -> Vec<(String, String)> {
    let votes = journal.votes(ticket).await.unwrap().into_iter();
    votes
        .map(|vote| match vote.value {
            Value::Text(text) => (vote.label, text),
            other => panic!("{other:?}"),
        })
        .collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let pairs = pairs.iter();
    pairs
        .map(|(label, value)| ((*label).to_owned(), (*value).to_owned()))
        .collect()
}

/// What is left under the label `a` after these events, in this order of arrival.
async fn left(events: &[Event]) -> Option<String> {
    let room = room();
    let (journal, _writer) = room.open(&["sink"]).unwrap();
    for event in events {
        journal.append(vec![event.clone()]).await.unwrap();
    }
    let votes = votes(&journal, "t").await;
    votes
        .into_iter()
        .find_map(|(label, value)| (label == "a").then_some(value))
}

#[tokio::test]
async fn the_newest_value_of_each_label_is_known_to_exactly_its_ticket() {
    let room = room();
    let (journal, writer) = room.open(&["sink"]).unwrap();
    let events = vec![
        said(1, "t", &[("b", Some("1")), ("c", Some("1"))]),
        said(2, "t", &[("b", Some("2")), ("a", Some("2"))]),
        said(3, "T", &[("b", Some("other"))]),
        event(4),
    ];
    journal.append(events).await.unwrap();
    let known = pairs(&[("a", "2"), ("b", "2"), ("c", "1")]);
    assert_eq!(votes(&journal, "t").await, known);
    assert_eq!(votes(&journal, "T").await, pairs(&[("b", "other")]));
    for stranger in ["", "t ", "tt", "'; DROP TABLE vote; --"] {
        assert_eq!(votes(&journal, stranger).await, []);
    }
    close(journal, writer).await;
    let (journal, _writer) = room.open(&["sink"]).unwrap();
    assert_eq!(votes(&journal, "t").await, known, "after a restart");
    let vote = journal.votes("t").await.unwrap().remove(0);
    let whole = Vote {
        id: event(2).id,
        label: "a".to_owned(),
        value: Value::Text("2".to_owned()),
        timestamp_ms: event(2).timestamp_ms,
    };
    assert_eq!(vote, whole);
}

#[tokio::test]
async fn a_withdrawn_vote_is_gone_and_a_new_one_is_back() {
    let up = said(1, "t", &[("a", Some("up"))]);
    let none = revising(said(2, "t", &[("a", None)]), 1, event(2).timestamp_ms);
    let down = revising(
        said(3, "t", &[("a", Some("down"))]),
        2,
        event(3).timestamp_ms,
    );
    assert_eq!(left(&[up.clone(), none.clone()]).await, None);
    let back = left(&[up.clone(), none.clone(), down.clone()]).await;
    assert_eq!(back.as_deref(), Some("down"));
    let late = left(&[up.clone(), down.clone(), none.clone()]).await;
    assert_eq!(late.as_deref(), Some("down"), "the withdrawal came late");
    let first_last = left(&[none.clone(), up.clone()]).await;
    assert_eq!(first_last, None, "the vote came after its withdrawal");
    let other = revising(said(2, "t", &[("b", None)]), 1, event(2).timestamp_ms);
    assert_eq!(left(&[up, other]).await.as_deref(), Some("up"));
}

#[tokio::test]
async fn a_wrong_clock_and_a_late_arrival_change_nothing() {
    let day = |n: u64, value, at| Event {
        timestamp_ms: at,
        ..said(n, "t", &[("a", value)])
    };
    let ahead = day(1, Some("old"), 2 * DAY_MS);
    let corrected = revising(day(2, Some("new"), 0), 1, DAY_MS);
    for order in [[&ahead, &corrected], [&corrected, &ahead]] {
        let left = left(&order.map(Clone::clone)).await;
        assert_eq!(left.as_deref(), Some("new"), "what revises is newer");
    }
    // The withdrawal names another event of the vote than the one with this label.
    let withdrawn = revising(day(3, None, 0), 9, DAY_MS);
    assert_eq!(left(&[ahead, withdrawn]).await, None);
    let (early, late) = (day(4, Some("early"), 5), day(5, Some("late"), 6));
    for order in [[&early, &late], [&late, &early]] {
        let left = left(&order.map(Clone::clone)).await;
        assert_eq!(left.as_deref(), Some("late"), "no word but the clocks'");
    }
    let same = day(6, Some("same"), 6);
    assert_eq!(left(&[late, same]).await.as_deref(), Some("same"));
}

#[tokio::test]
async fn a_vote_goes_with_its_event_and_an_older_one_never_comes_back() {
    let room = room();
    let (journal, _writer) = room.open(&["sink"]).unwrap();
    let vote = said(1, "t", &[("a", Some("up")), ("b", Some("stays"))]);
    let withdrawn = revising(said(2, "t", &[("a", None)]), 1, event(2).timestamp_ms);
    journal.append(vec![vote, withdrawn]).await.unwrap();
    let dead = Settlement::Dead {
        seq: 1.into(),
        code: "sink_refused",
        reason: "no".into(),
    };
    let settled = vec![dead, Settlement::Delivered { seq: 2.into() }];
    journal.settle("sink", settled).await.unwrap();
    assert_eq!(votes(&journal, "t").await, pairs(&[("b", "stays")]));
    room.clock.set(DAY_MS + 120_000);
    journal.settle("sink", vec![]).await.unwrap();
    journal.settle("sink", vec![]).await.unwrap();
    let count = |sql: &str| {
        let count = room.raw().query_row(sql, [], |row| row.get::<_, i64>(0));
        count.unwrap()
    };
    assert_eq!(
        count("SELECT COUNT(*) FROM event"),
        1,
        "the withdrawal went"
    );
    assert_eq!(count("SELECT COUNT(*) FROM vote"), 1);
    assert_eq!(votes(&journal, "t").await, pairs(&[("b", "stays")]));
}

#[tokio::test]
async fn an_answer_has_an_end_and_no_event_hides_another() {
    let room = room();
    let (journal, _writer) = room.open(&["sink"]).unwrap();
    let labels: Vec<_> = (0..limits::VOTES + 20)
        .map(|n| format!("l{n:03}"))
        .collect();
    for (n, labels) in (0..).zip(labels.chunks(20)) {
        let signals: Vec<_> = labels.iter().map(|label| (&**label, Some("x"))).collect();
        journal.append(vec![said(n, "t", &signals)]).await.unwrap();
    }
    let found = votes(&journal, "t").await;
    assert_eq!(found.len(), limits::VOTES);
    assert_eq!(found[0].0, "l000");
    let break_one = "UPDATE event SET body = '{' WHERE seq = 1";
    room.raw().execute_batch(break_one).unwrap();
    assert_eq!(votes(&journal, "t").await.len(), limits::VOTES - 20);
}

#[tokio::test]
async fn a_ticket_has_no_more_labels_in_the_index_than_an_answer_has_votes() {
    let room = room();
    let (journal, _writer) = room.open(&["sink"]).unwrap();
    for n in 0..limits::VOTES + 20 {
        let (label, n) = (format!("l{n:03}"), u64::try_from(n).unwrap());
        let event = said(n, "t", &[(&*label, Some("x"))]);
        journal.append(vec![event]).await.unwrap();
    }
    let rows = || {
        let count = "SELECT COUNT(*) FROM vote";
        let count = room.raw().query_row(count, [], |row| row.get::<_, i64>(0));
        usize::try_from(count.unwrap()).unwrap()
    };
    assert_eq!(rows(), limits::VOTES);
    let again = [("l000", Some("y")), ("a new one", Some("y"))];
    journal.append(vec![said(200, "t", &again)]).await.unwrap();
    assert_eq!(votes(&journal, "t").await[0], pairs(&[("l000", "y")])[0]);
    let other = [("a new one", Some("y"))];
    journal
        .append(vec![said(201, "other", &other)])
        .await
        .unwrap();
    assert_eq!(votes(&journal, "other").await, pairs(&[("a new one", "y")]));
    assert_eq!(rows(), limits::VOTES + 1);
}

#[tokio::test]
async fn a_ticket_is_found_by_its_index_and_stands_nowhere_in_it() {
    let room = room();
    let (journal, _writer) = room.open(&["sink"]).unwrap();
    let event = said(1, "t", &[("a", Some("up"))]);
    journal.append(vec![event]).await.unwrap();
    let raw = room.raw();
    let plan = |sql: &str| {
        let sql = sql.replace("?1", "x''").replace("?2", "1");
        let mut statement = raw.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let steps = statement.query_map([], |row| row.get::<_, String>(3));
        steps.unwrap().collect::<Result<Vec<_>, _>>().unwrap()
    };
    for (sql, index) in [
        (
            crate::store::sqlite::votes::BY_TICKET,
            "PRIMARY KEY (ticket=?)",
        ),
        // What SQLite looks for when an event is deleted.
        (
            "SELECT 1 FROM vote WHERE event_seq = ?1",
            "vote_event (event_seq=?)",
        ),
    ] {
        let steps = plan(sql);
        assert!(steps[0].contains(index), "{steps:?}");
        assert!(!steps.concat().contains("SCAN"), "{steps:?}");
    }
    let ticket: Vec<u8> = raw
        .query_row("SELECT ticket FROM vote", [], |row| row.get(0))
        .unwrap();
    assert_eq!(ticket.len(), 32);
}
