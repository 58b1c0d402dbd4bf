use super::{Config, open, request};
use crate::sinks::Sink as _;
use crate::sinks::answer::{self, Purpose};
use crate::sinks::testing::{ORDINARY, classes, connection, example, hold_requests, server};

fn config(url: &str) -> Config {
    Config {
        at: connection("opik", url),
        api_key: Some("k3y".into()),
        workspace: Some("team".to_owned()),
        project: "weather".to_owned(),
    }
}

#[test]
fn requests_are_these() {
    hold_requests("opik", |events| request::plan(events, &config("http://x")));
}

#[test]
fn answers_mean_this() {
    assert_eq!(classes(answer::judge, Purpose::Tell, ""), ORDINARY);
    let gone = classes(answer::judge, Purpose::Retire, "");
    assert!(gone.contains(&"404 taken".to_owned()), "{gone:?}");
}

#[tokio::test]
async fn the_key_goes_bare_and_the_workspace_beside_it() {
    let (url, seen) = server((204, vec![], String::new())).await;
    let mut event = example("a thumb on a span");
    event.target = thumbspan_contract::Target::Session {
        session_id: "chat/7".to_owned(),
    };
    open(&config(&url)).unwrap().send(&[event]).await.unwrap();
    let seen = seen.0.lock().unwrap();
    assert_eq!(seen[0].1["authorization"], "k3y");
    assert_eq!(seen[0].1["comet-workspace"], "team");
}
