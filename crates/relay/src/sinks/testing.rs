//! What the tests of several sinks need: servers, events of every kind, and the two tables that
//! each sink is held by: its requests and its answers.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, Uri};
use serde_json::{Value as Json, json};
use thumbspan_contract::Event;
use tokio::net::TcpListener;

use super::answer::{Answer, Judge, Purpose, Verdict};
use super::http::{Call, Connection, Plan};

mod evaluations;
mod examples;

pub(super) use examples::{example, examples};

/// The requests that a server has got.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen(pub(super) Arc<Mutex<Vec<(Uri, HeaderMap, Bytes)>>>);

type Answered = (u16, Vec<(&'static str, String)>, String);

/// A server that gives every request the same answer; it ends with the test's runtime.
pub(super) async fn server((status, headers, said): Answered) -> (String, Seen) {
    let seen = Seen::default();
    let kept = seen.clone();
    let answer = move |uri: Uri, got: HeaderMap, body: Bytes| {
        kept.0.lock().unwrap().push((uri, got, body));
        let mut map = HeaderMap::new();
        for (name, value) in &headers {
            map.insert(*name, value.parse().unwrap());
        }
        let status = StatusCode::from_u16(status).unwrap();
        std::future::ready((status, map, said.clone()))
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(answer);
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, seen)
}

/// A listener whose connections are taken and then treated by `treat`.
pub(super) async fn raw(treat: impl Fn(tokio::net::TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            treat(stream);
        }
    });
    url
}

/// A way to a server of the test.
pub(super) fn connection(name: &str, url: &str) -> Connection {
    Connection {
        name: name.to_owned(),
        url: url.to_owned(),
        timeout: Duration::from_secs(30),
        allow_private: true,
    }
}

/// Compares what a sink makes of every example with the tracked file of its name.
pub(super) fn hold_requests(sink: &str, plan: impl Fn(&[Event]) -> Result<Plan, String>) {
    let of = |events: &[Event]| match plan(events) {
        Ok(plan) => json!({
            "calls": plan.calls.iter().map(shown).collect::<Vec<_>>(),
            "untold": plan.untold,
        }),
        Err(reason) => json!({"refused": reason}),
    };
    let mut all = serde_json::Map::new();
    for (name, event) in examples() {
        let found = of(std::slice::from_ref(&event));
        assert!(
            !found.to_string().contains("a-secret"),
            "{name}: the ticket stays here"
        );
        all.insert(name.to_owned(), found);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/requests/{sink}.json"));
    let text = format!("{:#}\n", Json::Object(all));
    hold(&path, &text, "cargo test -p thumbspan-relay --lib sinks::");
}

/// Compares a text with a tracked file, which `UPDATE=1` renews.
pub(super) fn hold(path: &Path, text: &str, command: &str) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let tracked = std::fs::read_to_string(path).unwrap_or_default();
    let path = path.display();
    assert!(
        tracked == text,
        "{path} differs: run `UPDATE=1 {command}` and look at it\n{text}"
    );
}

fn shown(call: &Call) -> Json {
    let body = serde_json::from_slice::<Json>(&call.body).unwrap_or_default();
    json!({
        "request": format!("{} {}", call.method, call.path),
        "type": call.content_type,
        "headers": call.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>(),
        "body": body,
        "confirm": call.confirm,
    })
}

/// Every status from 200 to 599 by its verdict, for an answer with this body, as ranges:
/// `200-299 taken`.
pub(super) fn classes(judge: Judge, purpose: Purpose, body: &str) -> Vec<String> {
    let mut ranges: Vec<(u16, u16, Verdict)> = Vec::new();
    for status in 200..600 {
        let body = body.as_bytes();
        let verdict = judge(Answer {
            purpose,
            status,
            body,
        });
        match ranges.last_mut() {
            Some((_, last, same)) if *same == verdict => *last = status,
            _ => ranges.push((status, status, verdict)),
        }
    }
    let range = |(first, last, verdict): (u16, u16, Verdict)| {
        let word = match verdict {
            Verdict::Taken => "taken",
            Verdict::NotNow => "later",
            Verdict::NotYet => "not yet",
            Verdict::WrongKey | Verdict::WrongAddress => "pause",
            Verdict::Never => "never",
        };
        if first == last {
            format!("{first} {word}")
        } else {
            format!("{first}-{last} {word}")
        }
    };
    // A wrong key and a wrong address pause alike, and are told apart by the sentence.
    let mut named: Vec<String> = ranges.into_iter().map(range).collect();
    named.dedup();
    named
}

/// The ranges of an answer that a sink reads as all do.
pub(super) const ORDINARY: &[&str] = &[
    "200-299 taken",
    "300-399 pause",
    "400 never",
    "401 pause",
    "402 never",
    "403 pause",
    "404-405 pause",
    "406 never",
    "407 pause",
    "408 later",
    "409-424 never",
    "425 later",
    "426-428 never",
    "429 later",
    "430-499 never",
    "500-599 later",
];

/// The ordinary ranges, with some replaced.
pub(super) fn ordinary_but(replaced: &[(&str, &[&str])]) -> Vec<String> {
    let own = |range: &&&str| -> Vec<String> {
        let found = replaced.iter().find(|(name, _)| name == *range);
        found.map_or_else(
            || vec![(**range).to_owned()],
            |(_, ranges)| ranges.iter().map(|each| (*each).to_owned()).collect(),
        )
    };
    for (name, _) in replaced {
        assert!(
            ORDINARY.contains(name),
            "{name} is none of the ordinary ranges"
        );
    }
    ORDINARY.iter().flat_map(|range| own(&range)).collect()
}
