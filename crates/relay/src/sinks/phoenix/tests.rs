use super::client::judge;
use super::{Config, open, request};
use crate::sinks::Sink as _;
use crate::sinks::answer::Purpose;
use crate::sinks::testing::{
    ORDINARY, classes, connection, example, hold_requests, ordinary_but, server,
};
use crate::testing::event;

#[test]
fn requests_are_these() {
    hold_requests("phoenix", request::plan);
}

#[test]
fn answers_mean_this() {
    assert_eq!(classes(judge, Purpose::Tell, ""), ORDINARY);
    let missing = "Spans with IDs ffffffffffffffff do not exist.";
    let not_yet: &[_] = &["404 not yet", "405 pause"];
    let expected = ordinary_but(&[("404-405 pause", not_yet)]);
    assert_eq!(classes(judge, Purpose::Tell, missing), expected);
}

#[test]
fn in_one_batch_a_vote_and_its_revision_are_one_emptied_and_one_full_annotation() {
    let mut first = event(1);
    first.target = example("a thumb on a span").target;
    let mut second = first.clone();
    second.id = event(2).id;
    second.revises = Some(first.id.clone());
    let plan = request::plan(&[first.clone(), second.clone()]).unwrap();
    let body: serde_json::Value = serde_json::from_slice(&plan.calls[0].body).unwrap();
    let data = body["data"].as_array().unwrap();
    let found: Vec<_> = data
        .iter()
        .map(|each| {
            (
                each["identifier"].as_str().unwrap(),
                each["result"] != serde_json::json!({}),
            )
        })
        .collect();
    assert_eq!(
        found,
        [(second.id.as_str(), true), (first.id.as_str(), false)]
    );
}

#[tokio::test]
async fn the_key_goes_as_a_bearers() {
    let (url, seen) = server((200, vec![], "{}".to_owned())).await;
    let at = connection("phoenix", &url);
    let api_key = Some("k3y".into());
    let sink = open(&Config { at, api_key }).unwrap();
    sink.send(&[example("a thumb on a span")]).await.unwrap();
    let seen = seen.0.lock().unwrap();
    assert_eq!(seen[0].0, "/v1/span_annotations?sync=true");
    assert_eq!(seen[0].1["authorization"], "Bearer k3y");
}
