//! `/metrics`: what was counted, on a listener of its own.

use std::net::SocketAddr;

use crate::health::datadog;
use crate::support::client::{get, post};
use crate::support::intake::{Act, Intake};
use crate::support::process::{Relay, Variables};
use crate::support::{events, eventually};

pub(crate) const METRICS: (&str, &str) = ("THUMBSPAN_METRICS_LISTEN", "127.0.0.1:0");

/// Where the relay says that its figures are.
pub(crate) async fn metrics_of(relay: &Relay) -> SocketAddr {
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

pub(crate) async fn figures(address: SocketAddr) -> String {
    let answer = get(address, "/metrics").await;
    assert_eq!(answer.status, 200);
    assert!(
        answer
            .header("content-type")
            .starts_with("text/plain; version=0.0.4")
    );
    String::from_utf8(answer.body).unwrap()
}

pub(crate) fn has(figures: &str, line: &str) -> bool {
    figures.lines().any(|each| each == line)
}

pub(crate) async fn serve(folder: &tempfile::TempDir, origin: &str, more: Variables<'_>) -> Relay {
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
    // What waits is counted once a second.
    let counted = "thumbspan_deliveries_waiting{sink=\"datadog\"} 1";
    eventually("the count", || async {
        has(&figures(address).await, counted)
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
    let counted = "thumbspan_deliveries_waiting{sink=\"datadog\"} 0";
    eventually("the count", || async {
        has(&figures(address).await, counted)
    })
    .await;
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
    let counted = "thumbspan_dead_letters{sink=\"datadog\"} 1";
    eventually("the count", || async {
        has(&figures(address).await, counted)
    })
    .await;
    assert_eq!(get(relay.address, "/metrics").await.status, 404);
    assert_eq!(get(address, "/v1/feedback").await.status, 404);
}

#[tokio::test]
async fn the_page_for_operators_names_every_figure() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[METRICS]).await;
    let figures = figures(metrics_of(&relay).await).await;
    let page = include_str!("../../../../docs/operating.md");
    let rows = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `thumbspan_"));
    let mut told: Vec<_> = rows
        .map(|row| row.split(['`', '{']).next().unwrap())
        .collect();
    let types = figures
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE thumbspan_"));
    let mut shown: Vec<_> = types.map(|row| row.split(' ').next().unwrap()).collect();
    told.sort_unstable();
    shown.sort_unstable();
    assert_eq!(
        told, shown,
        "docs/operating.md lists other figures than /metrics"
    );
}
