use thumbspan_contract::{MetricType, Value};

use super::{Config, open, request};
use crate::sinks::answer::{self, Purpose};
use crate::sinks::testing::{ORDINARY, classes, connection, example, hold_requests, server};
use crate::sinks::{Sink as _, SinkError};
use crate::testing::signal;

fn config(url: &str) -> Config {
    Config {
        at: connection("braintrust", url),
        api_key: "k3y".into(),
        project_id: "11111111-2222-4333-8444-555555555555".to_owned(),
    }
}

#[test]
fn requests_are_these() {
    hold_requests("braintrust", |events| {
        request::plan(events, &config("http://x"))
    });
}

#[test]
fn answers_mean_this() {
    assert_eq!(classes(answer::judge, Purpose::Tell, ""), ORDINARY);
}

#[tokio::test]
async fn what_cannot_be_told_is_refused_after_the_rest_was_sent() {
    let (url, seen) = server((200, vec![], "{}".to_owned())).await;
    let sink = open(&config(&url)).unwrap();
    let withdrawn = example("every type withdrawn");
    let error = sink
        .send(std::slice::from_ref(&withdrawn))
        .await
        .unwrap_err();
    assert!(matches!(&error, SinkError::Refused { reason } if reason.contains("user_comment")));
    assert_eq!(seen.0.lock().unwrap().len(), 1);
    assert_eq!(seen.0.lock().unwrap()[0].1["authorization"], "Bearer k3y");
    // In a batch nothing is sent: it is halved until the event stands alone.
    sink.send(&[withdrawn.clone(), withdrawn.clone()])
        .await
        .unwrap_err();
    assert_eq!(seen.0.lock().unwrap().len(), 1);

    let mut alone = withdrawn;
    alone.signals = vec![signal("speed", MetricType::Score, Value::Score(7.0))];
    let error = sink.send(&[alone]).await.unwrap_err();
    assert!(error.to_string().contains("`speed` is 7"), "{error}");
    assert_eq!(seen.0.lock().unwrap().len(), 1, "nothing was left to tell");
}
