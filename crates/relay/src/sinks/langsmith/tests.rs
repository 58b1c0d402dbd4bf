use super::client::judge;
use super::{Config, open, request};
use crate::sinks::Sink as _;
use crate::sinks::answer::Purpose;
use crate::sinks::testing::{classes, connection, example, hold_requests, ordinary_but, server};

fn config(url: &str) -> Config {
    Config {
        at: connection("langsmith", url),
        api_key: "k3y".into(),
        project_id: Some("11111111-2222-4333-8444-555555555555".to_owned()),
    }
}

#[test]
fn requests_are_these() {
    hold_requests("langsmith", |events| {
        request::plan(events, &config("http://x"))
    });
}

#[test]
fn answers_mean_this() {
    let not_yet: &[_] = &["404 not yet", "405 pause"];
    let conflict: &[_] = &["409 taken", "410-424 never"];
    let expected = ordinary_but(&[("404-405 pause", not_yet), ("409-424 never", conflict)]);
    assert_eq!(classes(judge, Purpose::Tell, ""), expected);
    let gone = classes(judge, Purpose::Retire, "");
    assert!(gone.contains(&"404 taken".to_owned()), "{gone:?}");
    assert!(gone.contains(&"409 never".to_owned()), "{gone:?}");
}

#[tokio::test]
async fn the_key_goes_with_each_request() {
    let (url, seen) = server((200, vec![], "{}".to_owned())).await;
    let event = example("a changed thumb on UUIDs");
    open(&config(&url)).unwrap().send(&[event]).await.unwrap();
    let seen = seen.0.lock().unwrap();
    assert_eq!(
        seen.len(),
        2,
        "the vote, and the deletion of what it revises"
    );
    assert!(
        seen.iter()
            .all(|(_, headers, _)| headers["x-api-key"] == "k3y")
    );
}
