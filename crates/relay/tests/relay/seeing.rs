//! What an operator sees of a running relay: figures and log lines, and what stands in none.

use std::net::SocketAddr;

use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpSocket;

use crate::health::datadog;
use crate::support::client::{self, JSON, get, post};
use crate::support::intake::{Act, Intake};
use crate::support::process::{Relay, Variables, delivered};
use crate::support::{events, eventually};

const METRICS: (&str, &str) = ("THUMBSPAN_METRICS_LISTEN", "127.0.0.1:0");

/// Where the relay says that its figures are.
async fn metrics_of(relay: &Relay) -> SocketAddr {
    let find = || {
        let output = relay.output();
        let line = output
            .lines()
            .find_map(|line| line.strip_prefix("Metrics on http://"));
        line.and_then(|line| line.strip_suffix("/metrics")?.parse().ok())
    };
    eventually("the metrics' address", || async { find().is_some() }).await;
    find().unwrap()
}

async fn figures(address: SocketAddr) -> String {
    let answer = get(address, "/metrics").await;
    assert_eq!(answer.status, 200);
    assert!(
        answer
            .header("content-type")
            .starts_with("text/plain; version=0.0.4")
    );
    String::from_utf8(answer.body).unwrap()
}

fn has(figures: &str, line: &str) -> bool {
    figures.lines().any(|each| each == line)
}

async fn serve(folder: &tempfile::TempDir, origin: &str, more: Variables<'_>) -> Relay {
    let variables = [&datadog(origin), more].concat();
    Relay::serve(folder, &variables).await
}

#[tokio::test]
async fn the_figures_tell_what_was_accepted_refused_delivered_retried_and_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let intake = Intake::start(|| Act::Status(503)).await;
    let relay = serve(&folder, &intake.url(), &[METRICS]).await;
    let address = metrics_of(&relay).await;
    let fresh = figures(address).await;
    assert!(has(&fresh, "thumbspan_events_accepted_total 0"), "{fresh}");
    assert!(has(
        &fresh,
        "thumbspan_deliveries_succeeded_total{sink=\"datadog\"} 0"
    ));
    assert!(has(
        &fresh,
        "thumbspan_deliveries_oldest_waiting_age_seconds{sink=\"datadog\"} 0"
    ));
    assert!(has(&fresh, "thumbspan_store_queue_limit_requests 8192"));

    let mut bad = events::thumb(2);
    bad["signals"][0]["value"] = "sideways".into();
    let both = events::body(&[events::thumb(1), bad.clone()]);
    assert_eq!(post(relay.address, "/v1/feedback", &both).await.status, 202);
    post(relay.address, "/v1/feedback", &events::body(&[bad])).await;
    post(relay.address, "/v1/feedback", "{").await;
    get(relay.address, "/nowhere").await;
    let retried = "thumbspan_deliveries_retried_total{sink=\"datadog\",code=\"sink_retry\"} ";
    eventually("a retry", || async {
        figures(address).await.contains(retried)
    })
    .await;
    let waiting = figures(address).await;
    for line in [
        "thumbspan_events_accepted_total 1",
        "thumbspan_events_rejected_total{code=\"bad_value\"} 2",
        "thumbspan_requests_refused_total{code=\"not_json\"} 1",
        "thumbspan_requests_refused_total{code=\"not_found\"} 1",
        "thumbspan_deliveries_waiting{sink=\"datadog\"} 1",
        "thumbspan_dead_letters{sink=\"datadog\"} 0",
        "thumbspan_store_up 1",
    ] {
        assert!(has(&waiting, line), "{line}: {waiting}");
    }
    let value = |name: &str| {
        let line = waiting.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap().trim().parse::<f64>().unwrap()
    };
    assert!(value("thumbspan_deliveries_oldest_waiting_age_seconds{sink=\"datadog\"}") > 0.0);
    assert!(value("thumbspan_store_commit_duration_seconds_count") >= 2.0);
    assert!(value("thumbspan_store_commit_duration_seconds_sum") > 0.0);

    intake.behave();
    let delivered = "thumbspan_deliveries_succeeded_total{sink=\"datadog\"} 1";
    eventually("the delivery", || async {
        has(&figures(address).await, delivered)
    })
    .await;
    assert!(has(
        &figures(address).await,
        "thumbspan_deliveries_waiting{sink=\"datadog\"} 0"
    ));
}

#[tokio::test]
async fn the_figures_of_a_dead_letter_have_its_code_and_stand_on_no_public_path() {
    let folder = tempfile::tempdir().unwrap();
    let intake = Intake::start(|| Act::Status(400)).await;
    let relay = serve(&folder, &intake.url(), &[METRICS]).await;
    let address = metrics_of(&relay).await;
    post(
        relay.address,
        "/v1/feedback",
        &events::body(&[events::thumb(1)]),
    )
    .await;
    let dead = "thumbspan_deliveries_dead_total{sink=\"datadog\",code=\"sink_refused\"} 1";
    eventually("a dead letter", || async {
        has(&figures(address).await, dead)
    })
    .await;
    assert!(has(
        &figures(address).await,
        "thumbspan_dead_letters{sink=\"datadog\"} 1"
    ));
    assert_eq!(get(relay.address, "/metrics").await.status, 404);
    assert_eq!(get(address, "/v1/feedback").await.status, 404);
}

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
    eventually("the dead letter's line", || async {
        of_event().iter().any(buried)
    })
    .await;
    let found = of_event();
    assert!(found.len() >= 2, "accepted and buried: {found:?}");
    for line in found {
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

#[tokio::test]
async fn comments_are_scrubbed_before_they_are_stored_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("relay.toml");
    let settings = "scrub = [\"email\", \"card\"]\nscrub_patterns = ['ACME-\\d{2,4}', 'x,y']\n";
    std::fs::write(&file, settings).unwrap();
    let file = file.display().to_string();
    let relay = Relay::serve(&folder, &[METRICS, ("THUMBSPAN_CONFIG", &*file)]).await;
    let metrics = metrics_of(&relay).await;
    let words = "ann@example.com pays 4111111111111111 for ACME-123 or x,y, call +49 30 1234567";
    let event = events::comment(1, words);
    post(relay.address, "/v1/feedback", &events::body(&[event])).await;
    let older = "{\"span_id\": \"1\", \"comment\": \"ann@example.com\"}";
    assert_eq!(
        post(relay.address, "/api/v1/feedback", older).await.status,
        200
    );
    let form = b"span_id=1&user_comment=ann%40example.com";
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let sent = client::request(relay.address, "POST", "/v1/feedback/form", &kind, form).await;
    assert_eq!(sent.unwrap().status, 200);
    eventually("three lines", || async {
        delivered(&folder).lines().count() == 3
    })
    .await;
    let lines = delivered(&folder);
    let expected = "[email] pays [card] for [redacted] or [redacted], call +49 30 1234567";
    assert!(lines.contains(expected), "{lines}");
    assert!(!lines.contains("ann@") && !relay.output().contains("ann@"));
    for name in ["store.db", "store.db-wal"] {
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        assert!(!bytes.windows(4).any(|window| window == b"ann@"), "{name}");
    }
    let figures = figures(metrics).await;
    for line in [
        "thumbspan_scrubbed_total{kind=\"email\"} 3",
        "thumbspan_scrubbed_total{kind=\"card\"} 1",
        "thumbspan_scrubbed_total{kind=\"own\"} 2",
    ] {
        assert!(has(&figures, line), "{line}: {figures}");
    }
}
