//! The relay's own traces, as an OTLP receiver gets them.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::routing::post as posted;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message as _;
use serde_json::json;
use tokio::net::TcpListener;

use crate::health::datadog;
use crate::support::client::post;
use crate::support::intake::{Act, Intake};
use crate::support::process::Relay;
use crate::support::{events, eventually};

const PATH: &str = "/v1/traces";

type Told = Arc<Mutex<Vec<(HeaderMap, Bytes)>>>;

async fn receiver() -> (String, Told) {
    let told = Told::default();
    let kept = Arc::clone(&told);
    let take = move |headers: HeaderMap, body: Bytes| {
        kept.lock().unwrap().push((headers, body));
        std::future::ready(())
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}{PATH}", listener.local_addr().unwrap());
    let router = Router::new().route(PATH, posted(take));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, told)
}

fn spans(told: &Told) -> Vec<Span> {
    let told = told.lock().unwrap();
    let bodies = told.iter().map(|(_, body)| body.clone());
    let requests = bodies.map(|body| ExportTraceServiceRequest::decode(body).unwrap());
    let resources = requests.flat_map(|request| request.resource_spans);
    let scopes = resources.flat_map(|resource| resource.scope_spans);
    scopes.flat_map(|scope| scope.spans).collect()
}

fn named<'a>(spans: &'a [Span], name: &str) -> Vec<&'a Span> {
    spans.iter().filter(|span| span.name == name).collect()
}

fn said(span: &Span, key: &str) -> Option<String> {
    let attribute = span.attributes.iter().find(|one| one.key == key)?;
    Some(format!("{:?}", attribute.value.as_ref()?.value.as_ref()?))
}

#[tokio::test]
async fn a_submission_and_its_delivery_are_spans_with_links_to_the_rated_one() {
    let folder = tempfile::tempdir().unwrap();
    let (url, told) = receiver().await;
    let intake = Intake::start(|| Act::Status(503)).await;
    let backend = intake.url();
    let mut own = datadog(&backend);
    let variables = [
        ("THUMBSPAN_TRACES_URL", &*url),
        // A log that says nothing leaves the traces as they are.
        ("THUMBSPAN_LOG", "error"),
        ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "x-key=s3cr3t-header"),
        ("OTEL_BSP_SCHEDULE_DELAY", "50"),
    ];
    own.extend(variables);
    let mut relay = Relay::serve(&folder, &own).await;
    let mut event = events::comment(1, "a-comment-of-mine");
    event["target"]["span_id"] = json!("1266335871546727255");
    event["target"]["trace_id"] = json!("7aa74c2a2f1e4a0f9f6c5a0d3c1b2e4f");
    let body = events::body(&[event, events::thumb(2)]);
    post(relay.address, "/v1/feedback", &body).await;
    eventually("a failed delivery is told", || async {
        named(&spans(&told), "deliver")
            .iter()
            .any(|span| said(span, "error.type").is_some())
    })
    .await;
    intake.behave();
    eventually("both are delivered", || async { intake.count() == 2 }).await;
    relay.terminate();
    relay.exit().await;

    let spans = spans(&told);
    let (accepts, delivers) = (named(&spans, "accept"), named(&spans, "deliver"));
    assert_eq!(accepts.len(), 1);
    assert_eq!(
        said(accepts[0], "thumbspan.accepted").unwrap(),
        "IntValue(2)"
    );
    assert!(delivers.len() >= 2, "one failed, one did not");
    assert_eq!(
        said(delivers[0], "error.type").unwrap(),
        "StringValue(\"sink_retry\")"
    );
    assert_eq!(
        said(delivers[0], "thumbspan.sink").unwrap(),
        "StringValue(\"datadog\")"
    );
    assert!(
        delivers
            .iter()
            .any(|span| said(span, "error.type").is_none())
    );
    for span in [accepts[0], delivers[0]] {
        let links: Vec<_> = span
            .links
            .iter()
            .map(|link| (&*link.trace_id, &*link.span_id))
            .collect();
        let trace = 0x7aa7_4c2a_2f1e_4a0f_9f6c_5a0d_3c1b_2e4f_u128.to_be_bytes();
        let rated = 1_266_335_871_546_727_255_u64.to_be_bytes();
        assert_eq!(links, [(&trace[..], &rated[..])]);
        assert!(span.end_time_unix_nano > span.start_time_unix_nano);
    }
    let told = told.lock().unwrap();
    assert!(
        told.iter()
            .all(|(headers, _)| headers["x-key"] == "s3cr3t-header")
    );
    for (_, body) in told.iter() {
        let text = String::from_utf8_lossy(body);
        for secret in ["a-comment-of-mine", "s3cr3t", "127.0.0.1"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
}

#[tokio::test]
async fn a_receiver_that_is_away_costs_no_vote_and_no_stop() {
    let folder = tempfile::tempdir().unwrap();
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}{PATH}", gone.local_addr().unwrap());
    drop(gone);
    let mut relay = Relay::serve(&folder, &[("THUMBSPAN_TRACES_URL", &url)]).await;
    let answer = post(
        relay.address,
        "/v1/feedback",
        &events::body(&[events::thumb(1)]),
    )
    .await;
    assert_eq!(answer.status, 202);
    relay.terminate();
    assert!(relay.exit().await.success());
}
