//! Texts that mean something to a database, a log or a decompressor.

use serde_json::json;

use crate::access::send;
use crate::support::client::{self, get, post};
use crate::support::process::{Relay, delivered};
use crate::support::tickets::{TICKETS, signed, thumb};
use crate::support::{events, eventually, tickets};

const SQL: &str = "x'); DROP TABLE event; DELETE FROM delivery; --";

#[tokio::test]
async fn sql_is_text_wherever_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, TICKETS).await;
    let mut claims = tickets::claims(1);
    claims.sub = SQL.to_owned();
    claims.iss = "x';DROP/**/TABLE/**/vote;--".to_owned();
    claims.jti = "'/**/OR/**/1=1/**/--".to_owned();
    let ticket = signed(&claims, tickets::KEY);
    let mut event = thumb(1, &ticket);
    event["tags"] = json!({ SQL: SQL });
    event["signals"] = json!([{"label": "user_comment", "metric_type": "text", "value": SQL}]);
    assert_eq!(send(&relay, &event).await.status, 202);
    eventually("the line", || async { delivered(&folder).ends_with('\n') }).await;
    let line: serde_json::Value = serde_json::from_str(delivered(&folder).trim_end()).unwrap();
    assert_eq!(
        (&line["submitter"]["id"], &line["tags"][SQL]),
        (&json!(SQL), &json!(SQL))
    );
    for ticket in ["' OR '1'='1", SQL] {
        let ask = json!({"ticket": ticket}).to_string();
        let answer = post(relay.address, "/v1/feedback/restore", &ask).await;
        assert!(answer.status == 400 || answer.status == 403, "{answer:?}");
    }
    let ask = json!({"ticket": ticket}).to_string();
    let votes = post(relay.address, "/v1/feedback/restore", &ask)
        .await
        .json();
    assert_eq!(votes["votes"][0]["value"], SQL);
    assert_eq!(get(relay.address, "/readyz").await.status, 200);
}

#[tokio::test]
async fn no_input_writes_a_line_of_the_log_and_no_address_stands_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let own = [
        ("THUMBSPAN_LOG", "trace"),
        ("THUMBSPAN_TRUSTED_PROXIES", "127.0.0.1"),
    ];
    let mut relay = Relay::serve(&folder, &[TICKETS, &own].concat()).await;
    let line = "FORGED ERROR thumbspan_relay: the store failed";
    let text = format!("a\r\n{line}\u{1b}[2J");
    let mut claims = tickets::claims(1);
    claims.sub.clone_from(&text);
    let secret = signed(&claims, tickets::KEY);
    let mut event = thumb(1, &secret);
    event["tags"] = json!({ text.replace(':', ""): text });
    event["signals"] = json!([{"label": "user_comment", "metric_type": "text", "value": text}]);
    let headers = [
        ("content-type", "application/json"),
        ("x-forwarded-for", "198.51.100.77"),
        ("user-agent", line),
        ("referer", line),
    ];
    let body = events::body(&[event.clone()]);
    let sent = client::request(
        relay.address,
        "POST",
        "/v1/feedback",
        &headers,
        body.as_bytes(),
    );
    assert_eq!(sent.await.unwrap().status, 202);
    event["signals"][0]["label"] = json!(text);
    assert_eq!(send(&relay, &event).await.status, 400);
    let path = format!("/{}", line.replace(' ', "%20"));
    assert_eq!(get(relay.address, &path).await.status, 404);
    eventually("the line", || async { delivered(&folder).ends_with('\n') }).await;
    relay.terminate();
    relay.exit().await;
    eventually("the log", || async { relay.output().contains("stopping") }).await;
    let log = relay.output();
    for hidden in ["FORGED", "198.51.100.77", &secret, "user-17"] {
        assert!(!log.contains(hidden), "{hidden}: {log}");
    }
}

#[tokio::test]
async fn nothing_is_unpacked() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let body = events::body(&[events::thumb(1)]);
    for encoding in [
        "gzip",
        "deflate",
        "br",
        "zstd",
        "gzip, gzip, gzip",
        "identity, gzip",
    ] {
        let headers = [
            ("content-type", "application/json"),
            ("content-encoding", encoding),
        ];
        let sent = client::request(
            relay.address,
            "POST",
            "/v1/feedback",
            &headers,
            body.as_bytes(),
        );
        let answer = sent.await.unwrap();
        assert_eq!(
            (answer.status, &*answer.code()),
            (415, "wrong_content_encoding")
        );
    }
    let headers = [
        ("content-type", "application/json"),
        ("content-encoding", "identity"),
    ];
    let sent = client::request(
        relay.address,
        "POST",
        "/v1/feedback",
        &headers,
        body.as_bytes(),
    );
    assert_eq!(sent.await.unwrap().status, 202);
    // A deep nest is small on the wire and large on the stack.
    let nest = format!("{{\"events\": [{}]}}", "[".repeat(30_000));
    assert_eq!(
        post(relay.address, "/v1/feedback", &nest).await.code(),
        "not_json"
    );
    let nest = format!(
        "{{\"events\": [{}{}]}}",
        "[".repeat(30_000),
        "]".repeat(30_000)
    );
    assert_eq!(post(relay.address, "/v1/feedback", &nest).await.status, 400);
    assert_eq!(get(relay.address, "/healthz").await.status, 200);
}
