//! The log's lines, and what stands neither in them nor in the figures.

use std::net::SocketAddr;

use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpSocket;

use crate::metrics::{METRICS, figures, metrics_of, serve};
use crate::support::client::{self, JSON, get, post};
use crate::support::intake::{Act, Intake};
use crate::support::process::Relay;
use crate::support::{events, eventually};

#[tokio::test]
async fn in_json_every_line_about_an_event_has_its_ids() {
    let folder = tempfile::tempdir().unwrap();
    let intake = Intake::start(|| Act::Status(400)).await;
    let json = [("THUMBSPAN_LOG_FORMAT", "json"), ("THUMBSPAN_LOG", "debug")];
    let relay = serve(&folder, &intake.url(), &json).await;
    let mut event = events::thumb(1);
    event["target"]["trace_id"] = "6959432000000000d1f51f98d49b97c8".into();
    post(relay.address, "/v1/feedback", &events::body(&[event])).await;
    let lines = || -> Vec<Value> {
        let output = relay.output();
        output
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let of_event = || -> Vec<Value> {
        let lines = lines().into_iter();
        lines
            .filter(|line| line.to_string().contains(&events::id(1)))
            .collect()
    };
    let buried = |line: &Value| line["code"] == "sink_refused" && line["level"] == "WARN";
    // Intake and delivery write side by side: either line can be the first.
    eventually("the lines of acceptance and of burial", || async {
        let found = of_event();
        found.len() >= 2 && found.iter().any(buried)
    })
    .await;
    for line in of_event() {
        assert_eq!(line["event_id"], events::id(1), "{line}");
        assert_eq!(line["span_id"], "20245611112024561111", "{line}");
        assert_eq!(
            line["trace_id"], "6959432000000000d1f51f98d49b97c8",
            "{line}"
        );
        assert!(
            line["timestamp"].is_string() && line["message"].is_string(),
            "{line}"
        );
    }
}

/// Posts from another address of this machine, which the relay sees as the client's.
async fn post_from(address: SocketAddr, headers: client::Headers<'_>, body: &str) -> u16 {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.77:0".parse().unwrap()).unwrap();
    let mut stream = socket.connect(address).await.unwrap();
    let head = client::head("POST", "/v1/feedback", headers, Some(body.len()));
    let request = [head.as_bytes(), body.as_bytes()].concat();
    stream.write_all(&request).await.unwrap();
    client::answer(&mut stream, false).await.unwrap().status
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn no_comment_no_secret_and_no_address_is_in_the_log_or_in_the_figures() {
    let secrets = ["m4rker-words", "m4rker-ticket", "m4rker-key", "s3cr3t-key"];
    let addresses = ["127.0.0.77", "203.0.113.77", "m4rker-agent"];
    for (format, status) in [("text", 400), ("json", 400), ("json", 403), ("json", 503)] {
        let folder = tempfile::tempdir().unwrap();
        let intake = Intake::start(move || Act::Status(status)).await;
        let log = [
            ("THUMBSPAN_LOG", "trace"),
            ("THUMBSPAN_LOG_FORMAT", format),
            ("THUMBSPAN_API_KEYS", "m4rker-key"),
            METRICS,
        ];
        let relay = serve(&folder, &intake.url(), &log).await;
        let metrics = metrics_of(&relay).await;
        let headers = [
            JSON,
            &[
                ("x-forwarded-for", "203.0.113.77"),
                ("forwarded", "for=203.0.113.77"),
                ("user-agent", "m4rker-agent"),
                ("x-api-key", "m4rker-key"),
                ("authorization", "Bearer m4rker-key"),
            ],
        ]
        .concat();
        let mut event = events::comment(1, "m4rker-words");
        event["ticket"] = "m4rker-ticket".into();
        let good = events::body(&[event.clone()]);
        assert_eq!(post_from(relay.address, &headers, &good).await, 202);
        event["signals"][0]["label"] = "m4rker-words".into();
        for bad in [
            &events::body(&[event]),
            "{\"m4rker-words\": ",
            "m4rker-words",
        ] {
            assert_eq!(post_from(relay.address, &headers, bad).await, 400);
        }
        let path = "/m4rker-words?m4rker-ticket";
        assert_eq!(get(relay.address, path).await.status, 404);
        let told = |relay: &Relay| {
            relay.output().contains("elivery") || relay.output().contains("dead letters")
        };
        eventually("a word about the delivery", || async { told(&relay) }).await;
        let seen = relay.output() + &figures(metrics).await;
        assert!(seen.contains("An event was accepted."), "{seen}");
        for marker in secrets.iter().chain(&addresses) {
            assert!(!seen.contains(marker), "{marker}: {seen}");
        }
    }
}
