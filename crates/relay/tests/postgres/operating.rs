//! The real binary on a database: its commands, and its answers while the database is away.

use secrecy::ExposeSecret;

use crate::server::{self, Server};
use crate::support::client::post;
use crate::support::process::{Relay, Variables, output};
use crate::support::{events, eventually};

/// What a command says, once it has done all that it was asked.
async fn said(arguments: &[&str], variables: Variables<'_>) -> String {
    let output = output(arguments, variables).await;
    let notes = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {notes}");
    String::from_utf8(output.stdout).unwrap() + &notes
}

#[tokio::test]
async fn an_operator_s_commands_work_on_the_database_beside_its_relay() {
    let folder = tempfile::tempdir().unwrap();
    let name = server::shared().database().await;
    let url = server::shared().url(&name);
    let store = [("THUMBSPAN_STORE", url.expose_secret())];
    // Nobody listens there: what the sink should have waits.
    let mut failing = store.to_vec();
    failing.push(("THUMBSPAN_SINKS", "webhook"));
    failing.push(("THUMBSPAN_WEBHOOK_URL", "http://127.0.0.1:9/"));
    failing.push((
        "THUMBSPAN_WEBHOOK_SECRETS",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    ));
    failing.push(("THUMBSPAN_PRIVATE_SINKS", "*"));
    let relay = Relay::serve(&folder, &failing).await;
    let mut event = events::comment(7, "Bold words.");
    event["submitter"] = serde_json::json!({"id": "user-7"});
    let body = events::body(&[event, events::thumb(8)]);
    assert_eq!(post(relay.address, "/v1/feedback", &body).await.status, 202);
    eventually("a failed try", || async {
        said(&["deliveries"], &store).await.contains("sink_retry")
    })
    .await;
    let waiting = said(&["deliveries"], &store).await;
    assert!(waiting.contains("webhook: 2 waiting, 0 dead"), "{waiting}");
    let exported = said(&["export", "--submitter", "user-7"], &store).await;
    assert!(
        exported.contains("Bold words.") && exported.lines().count() == 1,
        "{exported}"
    );
    assert_eq!(said(&["export"], &store).await.lines().count(), 2);
    let erased = said(&["erase", "--submitter", "user-7"], &store).await;
    assert!(erased.contains("1 event erased"), "{erased}");
    assert_eq!(said(&["export"], &store).await.lines().count(), 1);
    let letters = said(&["dead-letters", "list"], &store).await;
    assert!(letters.contains("no such dead letters"), "{letters}");
    let unknown = output(&["dead-letters", "replay", &events::id(9)], &store).await;
    assert_eq!(unknown.status.code(), Some(1));
}

#[tokio::test]
async fn while_the_database_is_away_the_answer_is_to_come_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(false);
    drop(server.client("postgres").await);
    let url = server.url("postgres");
    let store = [("THUMBSPAN_STORE", url.expose_secret())];
    let relay = Relay::serve(&folder, &store).await;
    let send = async |n| {
        let body = events::body(&[events::thumb(n)]);
        post(relay.address, "/v1/feedback", &body).await
    };
    assert_eq!(send(1).await.status, 202);
    server.end("INT");
    let refused = send(2).await;
    assert_eq!((refused.status, &*refused.code()), (503, "store_failed"));
    assert!(refused.header("retry-after").parse::<u64>().unwrap() > 0);
    server.begin();
    eventually("the database", || async { send(2).await.status == 202 }).await;
    eventually("both lines", || async {
        let lines = crate::support::process::delivered(&folder);
        lines.contains(&events::id(1)) && lines.contains(&events::id(2))
    })
    .await;
}
