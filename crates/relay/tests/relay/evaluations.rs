//! `/v1/evaluations`: for servers alone, with the promises of feedback.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::client::{self, Answer, JSON, post};
use crate::support::process::{Relay, delivered};
use crate::support::tickets::{TICKETS, ticket};
use crate::support::{events, eventually};

const PATH: &str = "/v1/evaluations";
const KEYS: (&str, &str) = ("THUMBSPAN_API_KEYS", "k1,k2");
const KEY: (&str, &str) = ("x-api-key", "k2");

fn evaluation(number: u64) -> Value {
    json!({
        "id": events::id(number),
        "target": {"kind": "span", "span_id": "20245611112024561111", "trace_id": "7"},
        "signals": [
            {"label": "extraction_quality", "metric_type": "score", "value": 9.5, "assessment": "pass", "reasoning": "Asked ann@example.com."},
            {"label": "field_scores", "metric_type": "json", "value": {"party": 1, "votes": [null, "x"]}},
        ],
        "ml_app": "vote-extractor",
        "submitter": {"id": "vote-rules", "type": "code"},
        "timestamp_ms": 1_765_990_800_016_u64
    })
}

async fn send(relay: &Relay, event: &Value, headers: &[(&str, &str)]) -> Answer {
    let body = events::body(std::slice::from_ref(event));
    let headers = [&JSON[..1], headers].concat();
    let sent = client::request(relay.address, "POST", PATH, &headers, body.as_bytes());
    sent.await.unwrap()
}

/// What was delivered; a line that is being written is none yet.
fn lines(folder: &tempfile::TempDir) -> Vec<Value> {
    let text = delivered(folder);
    let lines = text.lines();
    lines
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}

#[tokio::test]
async fn what_a_server_sends_is_stored_once_survives_a_kill_and_is_delivered_as_it_came() {
    let folder = tempfile::tempdir().unwrap();
    let mut relay = Relay::serve(&folder, &[KEYS]).await;
    for _ in 0..2 {
        let answer = send(&relay, &evaluation(1), &[KEY]).await;
        assert_eq!(answer.status, 202);
        assert_eq!(
            answer.json(),
            json!({"accepted": [events::id(1)], "rejected": []})
        );
    }
    relay.kill().await;
    let relay = Relay::serve(&folder, &[KEYS]).await;
    let bearer = ("authorization", "Bearer k1");
    assert_eq!(send(&relay, &evaluation(2), &[bearer]).await.status, 202);
    for number in [1, 2] {
        let mut expected = evaluation(number);
        expected["kind"] = json!("evaluation");
        expected["tags"] = json!({"verified": "true"});
        // What was delivered when the relay was killed comes again: at least once.
        eventually("the evaluation", || async {
            lines(&folder).contains(&expected)
        })
        .await;
    }
    let known = |line: &Value| line["id"] == events::id(1) || line["id"] == events::id(2);
    assert!(lines(&folder).iter().all(known));
}

#[tokio::test]
async fn no_page_and_no_ticket_can_send_one() {
    let folder = tempfile::tempdir().unwrap();
    let ticketed = Relay::serve(&folder, &[TICKETS, &[KEYS]].concat()).await;
    let refused = send(&ticketed, &evaluation(1), &[]).await;
    assert_eq!((refused.status, &*refused.code()), (401, "bad_api_key"));
    let wrong = send(&ticketed, &evaluation(1), &[("x-api-key", "k3")]).await;
    assert_eq!((wrong.status, &*wrong.code()), (401, "bad_api_key"));
    let mut with_ticket = evaluation(1);
    with_ticket["ticket"] = json!(ticket(1));
    let keyless = send(&ticketed, &with_ticket, &[]).await;
    assert_eq!((keyless.status, &*keyless.code()), (401, "bad_api_key"));
    let both = send(&ticketed, &with_ticket, &[KEY]).await;
    assert_eq!((both.status, &*both.code()), (400, "unknown_field"));
    let page = send(
        &ticketed,
        &evaluation(1),
        &[KEY, ("origin", "https://a.example")],
    )
    .await;
    assert_eq!((page.status, &*page.code()), (403, "origin_refused"));
    let other = tempfile::tempdir().unwrap();
    let open = Relay::serve(&other, &[]).await;
    let refused = send(&open, &evaluation(1), &[KEY]).await;
    assert_eq!((refused.status, &*refused.code()), (401, "bad_api_key"));
    assert_eq!(delivered(&folder) + &delivered(&other), "");
}

#[tokio::test]
async fn a_key_of_one_application_evaluates_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let games = [
        KEYS,
        ("THUMBSPAN_APPS", "games"),
        ("THUMBSPAN_APP_GAMES_ACCESS", "open"),
        ("THUMBSPAN_APP_GAMES_ALLOWED_ORIGINS", "*"),
        ("THUMBSPAN_APP_GAMES_API_KEYS", "games-key"),
    ];
    let relay = Relay::serve(&folder, &[&games[..]].concat()).await;
    let mut of_games = evaluation(2);
    of_games["ml_app"] = json!("games");
    let refused = send(&relay, &of_games, &[KEY]).await;
    assert_eq!((refused.status, &*refused.code()), (401, "bad_api_key"));
    let games_key = ("x-api-key", "games-key");
    let refused = send(&relay, &evaluation(1), &[games_key]).await;
    assert_eq!((refused.status, &*refused.code()), (401, "bad_api_key"));
    assert_eq!(send(&relay, &of_games, &[games_key]).await.status, 202);
}

#[tokio::test]
async fn a_page_of_another_origin_may_not_even_ask() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[KEYS]).await;
    let asks = [
        ("origin", "https://a.example"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "x-api-key"),
    ];
    for (path, allowed) in [(PATH, ""), ("/v1/feedback", "*")] {
        let sent = client::request(relay.address, "OPTIONS", path, &asks, b"").await;
        let answer = sent.unwrap();
        assert_eq!(answer.header("access-control-allow-origin"), allowed);
    }
}

#[tokio::test]
async fn each_kind_has_its_end_point() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[KEYS]).await;
    let body = events::body(&[evaluation(1)]);
    let refused = post(relay.address, "/v1/feedback", &body).await;
    assert_eq!((refused.status, &*refused.code()), (400, "unknown_field"));
    let refused = send(&relay, &events::comment(1, "Fine."), &[KEY]).await;
    assert_eq!((refused.status, &*refused.code()), (400, "bad_metric_type"));
}

#[tokio::test]
async fn the_contracts_fixtures_meet_the_same_verdict_over_http() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[KEYS]).await;
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../contract/fixtures/evaluations");
    for (kind, least) in [("valid", 9), ("invalid", 20)] {
        let files: Vec<_> = std::fs::read_dir(fixtures.join(kind)).unwrap().collect();
        assert!(files.len() > least);
        for file in files {
            let fixture = std::fs::read(file.unwrap().path()).unwrap();
            let fixture: Value = serde_json::from_slice(&fixture).unwrap();
            let body = fixture.get("body").unwrap_or(&fixture);
            let answer = send(&relay, &body["events"][0], &[KEY]).await;
            match fixture["code"].as_str() {
                Some(code) => assert_eq!((answer.status, &*answer.code()), (400, code)),
                None => assert_eq!(answer.status, 202, "{fixture}"),
            }
        }
    }
}

#[tokio::test]
async fn reasoning_is_scrubbed_as_comments_are() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[KEYS, ("THUMBSPAN_SCRUB", "email")]).await;
    assert_eq!(send(&relay, &evaluation(1), &[KEY]).await.status, 202);
    eventually("the line", || async { !lines(&folder).is_empty() }).await;
    let line = lines(&folder).remove(0);
    assert_eq!(line["signals"][0]["reasoning"], "Asked [email].");
}
