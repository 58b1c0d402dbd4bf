//! What the relay says of itself.

use serde_json::json;

use crate::support::client::{get, post};
use crate::support::intake::{Act, Intake};
use crate::support::process::{Relay, output};
use crate::support::{events, eventually};

pub(crate) fn datadog(origin: &str) -> Vec<(&str, &str)> {
    vec![
        ("THUMBSPAN_SINKS", "datadog"),
        ("THUMBSPAN_DATADOG_ML_APP", "app"),
        ("THUMBSPAN_DATADOG_API_KEY", "s3cr3t-key"),
        ("THUMBSPAN_PRIVATE_SINKS", "datadog"),
        ("THUMBSPAN_DATADOG_ORIGIN", origin),
        ("THUMBSPAN_RETRY_FIRST_MS", "10"),
        ("THUMBSPAN_RETRY_MOST_S", "1"),
        ("THUMBSPAN_PAUSE_S", "1"),
    ]
}

#[tokio::test]
async fn a_fresh_relay_lives_and_is_ready() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    assert_eq!(get(relay.address, "/healthz").await.status, 200);
    let ready = get(relay.address, "/readyz").await;
    assert_eq!(ready.status, 200);
    let sinks = json!([{"name": "jsonl", "state": "working", "waiting": 0, "dead": 0}]);
    assert_eq!(
        ready.json(),
        json!({"ready": true, "store": "ok", "sinks": sinks})
    );
}

#[tokio::test]
async fn a_sink_that_fails_shows_its_state_and_what_waits_until_it_works() {
    for (status, state) in [(503, "retrying"), (403, "paused")] {
        let folder = tempfile::tempdir().unwrap();
        let intake = Intake::start(move || Act::Status(status)).await;
        let relay = Relay::serve(&folder, &datadog(&intake.url())).await;
        post(
            relay.address,
            "/v1/feedback",
            &events::body(&[events::thumb(1)]),
        )
        .await;
        let sink = async || get(relay.address, "/readyz").await.json()["sinks"][0].clone();
        eventually(state, || async { sink().await["state"] == state }).await;
        let failing = sink().await;
        assert_eq!(failing["waiting"], 1);
        assert!(failing["oldest_waiting_ms"].is_u64());
        assert!(failing["reason"].as_str().unwrap().len() > 10);
        assert_eq!(
            get(relay.address, "/readyz").await.status,
            200,
            "it still takes feedback"
        );
        intake.behave();
        eventually("working", || async { sink().await["state"] == "working" }).await;
        eventually("delivered", || async { sink().await["waiting"] == 0 }).await;
        assert_eq!(intake.count(), 1);
    }
}

#[tokio::test]
async fn the_health_check_fails_once_the_relay_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let mut relay = Relay::serve(&folder, &[]).await;
    let address = relay.address.to_string();
    let check = async || output(&["health-check"], &[("THUMBSPAN_LISTEN", &address)]).await;
    let well = check().await;
    assert!(well.status.success(), "{well:?}");
    assert_eq!(well.stdout, b"ready\n");
    relay.kill().await;
    let gone = check().await;
    assert_eq!(gone.status.code(), Some(1));
    let said = String::from_utf8(gone.stderr).unwrap();
    assert!(
        said.contains(&format!("No relay answers at {address}")),
        "{said}"
    );
}

#[tokio::test]
async fn the_health_check_fails_where_something_else_answers() {
    let intake = Intake::start(|| Act::Status(503)).await;
    let address = intake.url().replace("http://", "");
    let other = output(&["health-check"], &[("THUMBSPAN_LISTEN", &address)]).await;
    assert_eq!(other.status.code(), Some(1));
    assert!(
        String::from_utf8(other.stderr)
            .unwrap()
            .contains("is not ready")
    );
}
