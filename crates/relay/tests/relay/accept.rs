//! What is accepted, and what a browser needs around it.

use serde_json::{Value, json};

use crate::support::client::{self, post};
use crate::support::process::{Relay, delivered};
use crate::support::{events, eventually};

const BOTH_TYPES: [&str; 4] = [
    "application/json",
    "application/json; charset=utf-8",
    "text/plain",
    "Text/Plain;charset=UTF-8",
];

#[tokio::test]
async fn each_content_type_is_taken_and_delivered_once() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    for (number, content_type) in (0..).zip(BOTH_TYPES) {
        let body = events::body(&[events::thumb(number)]);
        let headers = [("content-type", content_type)];
        let sent = client::request(
            relay.address,
            "POST",
            "/v1/feedback",
            &headers,
            body.as_bytes(),
        );
        let answer = sent.await.unwrap();
        assert_eq!(answer.status, 202, "{content_type}");
        assert_eq!(
            answer.json(),
            json!({"accepted": [events::id(number)], "rejected": []})
        );
    }
    eventually("four lines", || async {
        delivered(&folder).lines().count() == 4
    })
    .await;
    let first: Value = serde_json::from_str(delivered(&folder).lines().next().unwrap()).unwrap();
    assert_eq!(first["target"]["span_id"], "20245611112024561111");
}

#[tokio::test]
async fn a_repeat_is_accepted_again_and_delivered_once() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    for _ in 0..3 {
        let answer = post(
            relay.address,
            "/v1/feedback",
            &events::body(&[events::thumb(1)]),
        )
        .await;
        assert_eq!(answer.json()["accepted"], json!([events::id(1)]));
    }
    post(
        relay.address,
        "/v1/feedback",
        &events::body(&[events::thumb(2)]),
    )
    .await;
    eventually("the last", || async {
        delivered(&folder).contains(&events::id(2))
    })
    .await;
    assert_eq!(delivered(&folder).lines().count(), 2);
}

#[tokio::test]
async fn good_events_of_a_mixed_batch_are_taken_and_bad_ones_named() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let mut bad = events::thumb(2);
    bad["signals"][0]["label"] = json!("user.thumbs");
    let body = events::body(&[events::thumb(1), bad, json!(3), events::thumb(4)]);
    let answer = post(relay.address, "/v1/feedback", &body).await;
    assert_eq!(answer.status, 202);
    let json = answer.json();
    assert_eq!(json["accepted"], json!([events::id(1), events::id(4)]));
    let named: Vec<_> = json["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|each| (each["id"].clone(), each["code"].clone()))
        .collect();
    assert_eq!(
        named,
        [
            (json!(events::id(2)), json!("bad_label")),
            (json!(""), json!("wrong_type"))
        ]
    );
    assert!(json.get("code").is_none());
}

#[tokio::test]
async fn text_arrives_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let html = "<script>alert(\"1\")</script> & \u{1F469}\u{200D}\u{1F680} \u{2028} \\ \u{7f}";
    let answer = post(
        relay.address,
        "/v1/feedback",
        &events::body(&[events::comment(1, html)]),
    )
    .await;
    assert_eq!(answer.status, 202);
    eventually("the line", || async { delivered(&folder).ends_with('\n') }).await;
    let line: Value = serde_json::from_str(delivered(&folder).trim_end()).unwrap();
    assert_eq!(line["signals"][0]["value"], html);
}

#[tokio::test]
async fn a_page_of_any_origin_may_post_and_read_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let asks = [
        ("origin", "https://app.example"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type,x-api-key"),
    ];
    let sent = client::request(relay.address, "OPTIONS", "/v1/feedback", &asks, b"");
    let preflight = sent.await.unwrap();
    assert_eq!(preflight.status, 200);
    assert_eq!(preflight.header("access-control-allow-origin"), "*");
    assert_eq!(
        preflight.header("access-control-allow-headers"),
        "content-type,x-api-key"
    );
    assert!(
        preflight
            .header("access-control-allow-methods")
            .contains("POST")
    );
    assert_eq!(preflight.header("access-control-max-age"), "86400");
    assert_eq!(preflight.header("access-control-allow-credentials"), "");
    let headers = [
        ("origin", "https://app.example"),
        ("content-type", "text/plain"),
    ];
    let refused = client::request(relay.address, "POST", "/v1/feedback", &headers, b"{")
        .await
        .unwrap();
    assert_eq!(refused.status, 400);
    assert_eq!(refused.header("access-control-allow-origin"), "*");
    assert_eq!(
        refused.header("access-control-expose-headers"),
        "retry-after"
    );
}

#[tokio::test]
async fn only_listed_origins_may_read_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let listed = (
        "THUMBSPAN_ALLOWED_ORIGINS",
        "https://a.example, https://b.example:8443",
    );
    let relay = Relay::serve(&folder, &[listed]).await;
    for (origin, allowed) in [
        ("https://a.example", "https://a.example"),
        ("https://b.example:8443", "https://b.example:8443"),
        ("https://b.example", ""),
        ("https://a.example.evil.example", ""),
    ] {
        let answer = client::get_with(relay.address, "/healthz", &[("origin", origin)]).await;
        assert_eq!(
            answer.header("access-control-allow-origin"),
            allowed,
            "{origin}"
        );
    }
}
