//! A ticket's text that nobody verified, with more labels than an answer has votes.

use serde_json::json;
use thumbspan_contract::{Event, limits};
use thumbspan_relay::store::Store;

use crate::bench::Database;
use crate::server;
use crate::suite::{Bench, event};

/// What the connections to come do is written to the server's log, step by step.
const EXPLAIN: &str = "
ALTER DATABASE :name SET session_preload_libraries = 'auto_explain';
ALTER DATABASE :name SET auto_explain.log_min_duration = 0;
ALTER DATABASE :name SET auto_explain.log_analyze = on;
ALTER DATABASE :name SET auto_explain.log_timing = off;
";
/// As from before there was a bound: labels that come after all others.
const MANY: &str = "
INSERT INTO thumbspan.vote (ticket, label, event_key, timestamp_ms)
SELECT ticket, 'm' || n, event_key, timestamp_ms
FROM (SELECT * FROM thumbspan.vote LIMIT 1) v, generate_series(1, 300000) n;
ANALYZE thumbspan.vote;
";

/// An event that says something of these labels.
fn said(n: u64, ticket: &str, labels: &[String]) -> Event {
    let signal =
        |label: &String| json!({"label": label, "metric_type": "text", "value": n.to_string()});
    let signals: Vec<_> = labels.iter().map(signal).collect();
    Event {
        ticket: Some(ticket.to_owned()),
        signals: serde_json::from_value(signals.into()).unwrap(),
        ..event(n)
    }
}

fn labels() -> Vec<String> {
    (0..limits::VOTES).map(|n| format!("l{n:03}")).collect()
}

/// The labels of a ticket, each with the event that spoke last.
async fn votes(store: &dyn Store, ticket: &str) -> Vec<(String, String)> {
    let votes = store.votes(ticket).await.unwrap().into_iter();
    votes.map(|vote| (vote.label, vote.id)).collect()
}

/// The most rows that one step of the logged plans went through.
fn most_rows(log: &str) -> u64 {
    let number = |text: &str| {
        let end = text.find(|c: char| !c.is_ascii_digit()).unwrap();
        text[..end].parse::<u64>().unwrap()
    };
    let step = |step: &str| {
        let loops = number(step.split_once(" loops=").unwrap().1);
        let removed = step.split("Rows Removed by ").skip(1);
        let removed = removed.map(|rest| number(rest.split_once(": ").unwrap().1));
        (number(step) + removed.sum::<u64>()) * loops
    };
    let steps = log.split("(actual rows=").skip(1);
    steps.map(step).max().unwrap()
}

#[tokio::test]
async fn a_text_of_many_labels_costs_no_more_than_an_answer_has_votes() {
    let database = Database::new().await;
    let store = database.store();
    store
        .append(vec![said(1, "free", &labels())])
        .await
        .unwrap();
    database.client.batch_execute(MANY).await.unwrap();
    let explain = EXPLAIN.replace(":name", &database.name);
    database.client.batch_execute(&explain).await.unwrap();

    let (relay, _ends) = database.relay().await;
    let (known, new) = ("l000".to_owned(), "a new one".to_owned());
    for n in 2..20 {
        let others = said(100 + n, &format!("other-{n}"), &labels()[..2]);
        let again = said(n, "free", &[known.clone(), new.clone()]);
        assert_eq!(relay.append(vec![others, again]).await, Ok(vec![]));
        let found = votes(&relay, "free").await;
        let found: Vec<_> = found.iter().map(|(label, id)| (&**label, &**id)).collect();
        let (first, changed) = (event(1).id, event(n).id);
        assert_eq!(found[..2], [("l000", &*changed), ("l001", &*first)]);
        assert_eq!(found.len(), limits::VOTES);
        assert_eq!(votes(&relay, &format!("other-{n}")).await.len(), 2);
    }
    let most = most_rows(&server::shared().log());
    assert!((100..1_000).contains(&most), "{most} rows");
}
