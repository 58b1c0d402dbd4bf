//! The client against servers that answer, hang, close and are not there.

use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use secrecy::SecretString;
use thumbspan_contract::{Event, MetricType, Signal, Value};
use tokio::net::TcpListener;

use super::super::client::INTAKE;
use super::super::{Config, Route, open};
use super::direct;
use crate::sinks::testing::{raw, server};
use crate::sinks::{Sink as _, SinkError, SinkOpenError, answer};
use crate::testing::{event, signal};

async fn send(config: &Config) -> Result<(), SinkError> {
    let sink = open(config).unwrap();
    sink.send(&[event(1)]).await
}

async fn answered(status: u16, headers: Vec<(&'static str, String)>) -> Result<(), SinkError> {
    let said = r#"{"errors": ["bad span"]}"#.to_owned();
    let (url, seen) = server((status, headers, said)).await;
    let sent = send(&direct(&url)).await;
    assert_eq!(
        seen.0.lock().unwrap().len(),
        1,
        "one request, no redirect followed"
    );
    sent
}

#[tokio::test]
async fn direct_sends_the_key_and_through_an_agent_the_subdomain_instead() {
    let (url, seen) = server((202, vec![], String::new())).await;
    send(&direct(&format!("{url}/"))).await.unwrap();
    let agent = Config::new(Route::Agent { url }, "weather-bot");
    send(&agent).await.unwrap();
    let seen = seen.0.lock().unwrap();
    let [(direct_uri, direct, body), (agent_uri, agent, same)] = &seen[..] else {
        panic!("{seen:?}")
    };
    assert_eq!(direct_uri, "/api/intake/llm-obs/v2/eval-metric");
    assert_eq!(direct["dd-api-key"], "k3y");
    assert!(!direct.contains_key("x-datadog-evp-subdomain"));
    assert_eq!(agent_uri, "/evp_proxy/v2/api/intake/llm-obs/v2/eval-metric");
    assert_eq!(agent["x-datadog-evp-subdomain"], "api");
    assert!(!agent.contains_key("dd-api-key"));
    for headers in [direct, agent] {
        assert_eq!(headers["content-type"], "application/json");
        assert!(!headers.contains_key("content-encoding"));
    }
    assert_eq!(body, same);
    let body: serde_json::Value = serde_json::from_slice(body).unwrap();
    assert_eq!(
        body["data"]["attributes"]["metrics"][0]["span_id"],
        "20245611112024560001"
    );
}

#[tokio::test]
async fn every_status_has_its_class() {
    for status in [200, 202, 204] {
        assert_eq!(answered(status, vec![]).await, Ok(()), "{status}");
    }
    for status in [408, 429, 500, 502, 503, 504, 599] {
        let error = answered(status, vec![]).await.unwrap_err();
        assert!(error.retryable(), "{status} {error:?}");
        assert!(
            !error.to_string().contains("bad span"),
            "answers stay out of the log"
        );
    }
    for status in [401, 403, 301, 302, 307, 308, 404, 405] {
        let error = answered(status, vec![("location", "/elsewhere".to_owned())]).await;
        let error = error.unwrap_err();
        assert!(
            matches!(error, SinkError::Pause { .. }),
            "{status} {error:?}"
        );
        assert!(error.to_string().contains(&status.to_string()), "{error}");
        assert!(!error.to_string().contains("k3y"), "{error}");
    }
    for status in [400, 402, 409, 413, 415, 422, 451] {
        let error = answered(status, vec![]).await.unwrap_err();
        let expected = format!("Datadog answered {status}: {{\"errors\": [\"bad span\"]}}");
        assert_eq!(error, SinkError::Refused { reason: expected });
    }
}

#[tokio::test]
async fn retry_after_is_read_in_seconds_and_as_a_date() {
    let now = "Sun, 06 Nov 1994 08:49:37 GMT".to_owned();
    let later = "Sun, 06 Nov 1994 08:50:07 GMT".to_owned();
    for headers in [
        vec![("retry-after", "30".to_owned())],
        vec![("retry-after", later), ("date", now)],
    ] {
        let Err(SinkError::Retry { after, .. }) = answered(429, headers).await else {
            panic!("429 is retried");
        };
        assert_eq!(after, Some(Duration::from_secs(30)));
    }
}

#[test]
fn retry_after_is_clamped_and_nonsense_is_none() {
    let wait = |value| {
        answer::retry_after(
            value,
            SystemTime::UNIX_EPOCH + Duration::from_secs(2_000_000_000),
        )
    };
    let seconds = |seconds| Some(Duration::from_secs(seconds));
    let table = [
        ("0", seconds(0)),
        (" 7 ", seconds(7)),
        ("99999999999", seconds(3_600)),
        ("Sun, 06 Nov 1994 08:49:37 GMT", seconds(0)),
        ("Fri, 31 Dec 2100 00:00:00 GMT", seconds(3_600)),
        ("-1", None),
        ("soon", None),
        ("", None),
    ];
    for (value, expected) in table {
        assert_eq!(wait(value), expected, "{value:?}");
    }
}

#[tokio::test]
async fn a_long_refusal_is_cut() {
    let (url, _) = server((400, vec![], "x".repeat(1_000_000))).await;
    let error = send(&direct(&url)).await.unwrap_err();
    assert!(error.to_string().len() < 600, "{}", error.to_string().len());
}

async fn failed(url: &str, timeout: Duration) -> String {
    let mut config = direct(url);
    config.timeout = timeout;
    let error = send(&config).await.unwrap_err();
    assert!(
        matches!(error, SinkError::Retry { after: None, .. }),
        "{error:?}"
    );
    assert!(!error.to_string().contains("k3y"), "{error}");
    error.to_string()
}

#[tokio::test]
async fn a_server_that_hangs_closes_or_is_not_there_is_tried_again() {
    let held = Mutex::new(Vec::new());
    let hangs = raw(move |stream| held.lock().unwrap().push(stream)).await;
    let said = failed(&hangs, Duration::from_millis(50)).await;
    assert!(said.contains("did not answer within 50ms"), "{said}");

    let closes = raw(drop).await;
    let said = failed(&closes, Duration::from_secs(30)).await;
    assert!(said.contains("cannot be reached"), "{said}");

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let gone = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let said = failed(&gone, Duration::from_secs(30)).await;
    assert!(said.contains("refused"), "{said}");
}

#[tokio::test]
async fn a_batch_that_cannot_be_told_is_refused_without_a_request() {
    let (url, seen) = server((202, vec![], String::new())).await;
    let mut config = direct(&url);
    config.max_bytes = 10;
    let error = send(&config).await.unwrap_err();
    assert!(matches!(error, SinkError::Refused { .. }), "{error:?}");
    assert!(seen.0.lock().unwrap().is_empty());
}

fn withdrawn_stars(others: &[Signal]) -> Event {
    let mut event = event(1);
    event.revises = Some(event.id.clone());
    event.signals = vec![signal("user_rating", MetricType::Score, Value::Score(1.0))];
    event.signals.extend_from_slice(others);
    event
        .signals
        .iter_mut()
        .for_each(|signal| signal.value = None);
    event
}

#[tokio::test]
async fn a_withdrawn_score_is_refused_after_the_other_signals_were_sent() {
    let (url, seen) = server((202, vec![], String::new())).await;
    let sink = open(&direct(&url)).unwrap();
    let comment = signal(
        "user_comment",
        MetricType::Text,
        Value::Text("Hm.".to_owned()),
    );
    let event = withdrawn_stars(&[comment]);
    for events in [
        &[event.clone()][..],
        // In a batch nothing is sent: it is halved until the event stands alone.
        &[event.clone(), event],
        &[withdrawn_stars(&[])],
    ] {
        let error = sink.send(events).await.unwrap_err();
        assert!(matches!(error, SinkError::Refused { .. }), "{error:?}");
        assert!(error.to_string().contains("`user_rating`"), "{error}");
    }
    let seen = seen.0.lock().unwrap();
    let [(_, _, body)] = &seen[..] else {
        panic!("{seen:?}")
    };
    let body: serde_json::Value = serde_json::from_slice(body).unwrap();
    let metrics = body["data"]["attributes"]["metrics"].as_array().unwrap();
    assert_eq!(metrics.len(), 1);
    assert_eq!(metrics[0]["text_value"], "[withdrawn]");
}

#[tokio::test]
async fn what_cannot_be_told_in_full_is_tried_again_while_datadog_is_down() {
    let (url, _) = server((503, vec![], String::new())).await;
    let sink = open(&direct(&url)).unwrap();
    let comment = signal(
        "user_comment",
        MetricType::Text,
        Value::Text("Hm.".to_owned()),
    );
    let error = sink.send(&[withdrawn_stars(&[comment])]).await.unwrap_err();
    assert!(error.retryable(), "{error:?}");
}

#[test]
fn wrong_settings_are_found_when_opening() {
    let bad_urls = [
        "ftp://x",
        "x",
        "",
        "http://",
        "http://u:p@x",
        "http://x/path",
        "http://x?q",
        "http://x#f",
    ];
    for url in bad_urls {
        let error = open(&direct(url)).err();
        assert!(
            matches!(error, Some(SinkOpenError::BadUrl { .. })),
            "{url} {error:?}"
        );
    }
    let mut config = direct("https://127.0.0.1");
    assert!(open(&config).is_ok(), "TLS can be set up");
    let Route::Direct { api_key, .. } = &mut config.route else {
        panic!("direct");
    };
    *api_key = SecretString::from("two\nlines");
    assert!(!format!("{config:?}").contains("lines"));
    let error = open(&config).err();
    assert!(
        matches!(error, Some(SinkOpenError::BadKey { .. })),
        "{error:?}"
    );
}

#[test]
fn a_site_becomes_its_api_host() {
    let route = Route::Direct {
        site: "us5.datadoghq.com".to_owned(),
        api_key: SecretString::from("k"),
        origin: None,
    };
    let sink = open(&Config::new(route, "app")).unwrap();
    let expected = "https://api.us5.datadoghq.com/api/intake/llm-obs/v2/eval-metric";
    assert_eq!(sink.http.url(INTAKE).as_str(), expected);
}
