//! The store: a restart goes on, a full one refuses and recovers, two relays never share one.

use crate::health::datadog;
use crate::support::client::{self, JSON, post};
use crate::support::intake::{Act, Intake};
use crate::support::process::{Relay, command};
use crate::support::{events, eventually};

/// About 60 KiB of comments.
pub(crate) fn large(batch: u64) -> String {
    let words = "x".repeat(3_900);
    let events: Vec<_> = (0..15)
        .map(|at| events::comment(batch * 100 + at, &words))
        .collect();
    events::body(&events)
}

#[tokio::test]
async fn what_was_accepted_is_delivered_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let intake = Intake::start(|| Act::Status(503)).await;
    let mut relay = Relay::serve(&folder, &datadog(&intake.url())).await;
    let answer = post(
        relay.address,
        "/v1/feedback",
        &events::body(&[events::thumb(1)]),
    )
    .await;
    assert_eq!(answer.status, 202);
    relay.kill().await;
    intake.behave();
    let _again = Relay::serve(&folder, &datadog(&intake.url())).await;
    eventually("the delivery", || async { intake.count() == 1 }).await;
}

#[tokio::test]
async fn a_full_store_refuses_and_takes_again_once_its_events_are_delivered() {
    let folder = tempfile::tempdir().unwrap();
    let intake = Intake::start(|| Act::Status(503)).await;
    let origin = intake.url();
    let mut variables = datadog(&origin);
    variables.push(("THUMBSPAN_STORE_MAX_MIB", "1"));
    let relay = Relay::serve(&folder, &variables).await;
    let mut accepted = 0;
    let refused = loop {
        let answer = post(relay.address, "/v1/feedback", &large(accepted)).await;
        if answer.status != 202 {
            break answer;
        }
        accepted += 1;
        assert!(accepted < 40, "two MiB went into one");
    };
    assert!(accepted > 3);
    assert_eq!((refused.status, &*refused.code()), (503, "store_full"));
    assert!(refused.header("retry-after").parse::<u64>().unwrap() > 0);
    intake.behave();
    eventually("room for the same batch", || async {
        post(relay.address, "/v1/feedback", &large(accepted))
            .await
            .status
            == 202
    })
    .await;
    let all = usize::try_from((accepted + 1) * 15).unwrap();
    eventually("all that was accepted", || async { intake.count() >= all }).await;
}

#[tokio::test]
async fn a_second_relay_on_the_same_store_says_so_and_ends() {
    let folder = tempfile::tempdir().unwrap();
    let first = Relay::serve(&folder, &[]).await;
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (store, lines) = (
        format!("sqlite:{}", path("store.db")),
        path("delivered.jsonl"),
    );
    let variables = [
        ("THUMBSPAN_STORE", &*store),
        ("THUMBSPAN_SINKS", "jsonl"),
        ("THUMBSPAN_JSONL_PATH", &*lines),
    ];
    let second = command(&["serve"], &variables).output().await.unwrap();
    assert_eq!(second.status.code(), Some(1));
    let said = String::from_utf8_lossy(&second.stderr);
    assert!(said.contains("Another relay uses the store"), "{said}");
    let body = events::body(&[events::thumb(1)]);
    let sent = client::request(first.address, "POST", "/v1/feedback", JSON, body.as_bytes());
    assert_eq!(sent.await.unwrap().status, 202);
}
