//! Two readings of one head, which a proxy and the relay would take apart differently.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::process::{Relay, delivered};
use crate::support::{DEADLINE, events};

/// Everything that the relay says to these bytes until it closes.
async fn said(relay: &Relay, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(relay.address).await.unwrap();
    let _ = stream.write_all(bytes).await;
    let mut all = Vec::new();
    let reading = stream.read_to_end(&mut all);
    let ended = tokio::time::timeout(DEADLINE, reading).await;
    // A reset is an end as well.
    assert!(
        ended.is_ok(),
        "still open: {}",
        String::from_utf8_lossy(&all)
    );
    String::from_utf8_lossy(&all).into_owned()
}

fn inner() -> String {
    let body = events::body(&[events::thumb(666)]);
    let length = body.len();
    format!(
        "POST /v1/feedback HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}

#[tokio::test]
async fn a_head_with_two_readings_is_refused_and_carries_no_second_request() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[("THUMBSPAN_BODY_TIMEOUT_S", "1")]).await;
    let inner = inner();
    let length = inner.len() + 5;
    let start = "POST /v1/feedback HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
    for (what, bytes) in [
        (
            "two lengths",
            format!("{start}content-length: 0\r\ncontent-length: {length}\r\n\r\n{inner}"),
        ),
        (
            "a list of lengths",
            format!("{start}content-length: 0, {length}\r\n\r\n{inner}"),
        ),
        (
            "a signed length",
            format!("{start}content-length: +0\r\n\r\n{inner}"),
        ),
        (
            "length and chunks",
            format!(
                "{start}content-length: {length}\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n{inner}"
            ),
        ),
        (
            "chunks and length",
            format!(
                "{start}transfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n0\r\n\r\n{inner}"
            ),
        ),
        (
            "an unknown coding",
            format!("{start}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n{inner}"),
        ),
        (
            "chunked not last",
            format!("{start}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n{inner}"),
        ),
        (
            "two codings",
            format!(
                "{start}transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n\r\n0\r\n\r\n{inner}"
            ),
        ),
        (
            "a folded line",
            format!("{start}x: 1\r\n content-length: {length}\r\n\r\n{inner}"),
        ),
        (
            "a folded length",
            format!("{start}content-length:\r\n 0\r\n\r\n{inner}"),
        ),
        (
            "a space before the colon",
            format!("{start}content-length : 0\r\n\r\n{inner}"),
        ),
        (
            "a bare carriage return",
            format!("{start}x: 1\rcontent-length: 0\r\n\r\n{inner}"),
        ),
        ("a NUL", format!("{start}x: 1\0\r\n\r\n{inner}")),
        (
            "a bad chunk size",
            format!("{start}transfer-encoding: chunked\r\n\r\n0x0\r\n\r\n{inner}"),
        ),
    ] {
        let answer = said(&relay, bytes.as_bytes()).await;
        assert!(answer.matches("HTTP/1.1 ").count() <= 1, "{what}: {answer}");
        assert!(!answer.contains("202 Accepted"), "{what}: {answer}");
        assert!(!answer.contains(&events::id(666)), "{what}: {answer}");
    }
    assert_eq!(delivered(&folder), "");
}

#[tokio::test]
async fn a_head_without_end_is_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let start = "POST /v1/feedback HTTP/1.1\r\nhost: x\r\n";
    let line = format!("x: {}\r\n", "y".repeat(1 << 20));
    let many = "x: y\r\n".repeat(20_000);
    for head in [line, many] {
        let answer = said(&relay, format!("{start}{head}\r\n").as_bytes()).await;
        // The answer may be lost in the reset of what was not read.
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
            "{answer}"
        );
    }
    let uri = format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "y".repeat(1 << 20));
    let answer = said(&relay, uri.as_bytes()).await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 4"),
        "{answer}"
    );
}
