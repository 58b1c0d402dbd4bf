//! A request's body: bounded in size and time, and of a type that its end point reads.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use futures_util::StreamExt;
use thumbspan_contract::{Code, limits};

use super::Problem;

/// How much of a body that is too large is read and dropped, so that its sender comes to read the
/// refusal instead of a reset connection.
const DRAIN_BYTES: usize = 8 * 1024 * 1024;

/// What an end point reads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `text/plain` needs no preflight from a page of another origin.
    Json,
    /// What a plain HTML form sends.
    Form,
}

impl Kind {
    fn is(self, essence: &str) -> bool {
        match self {
            Self::Json => matches!(essence, "application/json" | "text/plain"),
            Self::Form => essence == "application/x-www-form-urlencoded",
        }
    }

    fn wrong(self) -> Problem {
        let mend = match self {
            Self::Json => {
                "Send the header Content-Type: application/json (or text/plain) with a JSON body."
            }
            Self::Form => {
                "Send the form as application/x-www-form-urlencoded: give it no enctype of its own."
            }
        };
        Problem::of(Code::WrongContentType, mend)
    }
}

/// The head and the body's bytes: first the size is checked, then the content type.
pub(super) async fn read(
    request: Request,
    kind: Kind,
    timeout: Duration,
) -> Result<(Parts, Vec<u8>), Problem> {
    let (head, body) = request.into_parts();
    if waits_for_continue(&head.headers) && declared(&head.headers) > limits::REQUEST_BYTES {
        return Err(too_large());
    }
    let bytes = tokio::time::timeout(timeout, whole(body))
        .await
        .map_err(|_| too_slow(timeout))??;
    content_type(&head.headers, kind)?;
    content_encoding(&head.headers)?;
    Ok((head, bytes))
}

async fn whole(body: Body) -> Result<Vec<u8>, Problem> {
    let mut stream = body.into_data_stream();
    let mut bytes = Vec::new();
    let mut count = 0;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| cut_off())?;
        count += chunk.len();
        if count <= limits::REQUEST_BYTES {
            bytes.extend_from_slice(&chunk);
        } else if count > DRAIN_BYTES {
            break;
        }
    }
    if count > limits::REQUEST_BYTES {
        return Err(too_large());
    }
    Ok(bytes)
}

// A client that asks first ("Expect: 100-continue") has sent no body yet: there is nothing to drain.
fn waits_for_continue(headers: &HeaderMap) -> bool {
    headers.contains_key(header::EXPECT)
}

fn declared(headers: &HeaderMap) -> usize {
    headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .unwrap_or(0)
}

fn content_type(headers: &HeaderMap, kind: Kind) -> Result<(), Problem> {
    let essence = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .map(|essence| essence.trim().to_ascii_lowercase());
    if essence.is_some_and(|essence| kind.is(&essence)) {
        return Ok(());
    }
    Err(kind.wrong())
}

/// What is small when it arrives must be small when it is read.
fn content_encoding(headers: &HeaderMap) -> Result<(), Problem> {
    let mut encodings = headers.get_all(header::CONTENT_ENCODING).iter();
    if encodings.all(|encoding| encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Ok(());
    }
    Err(Problem::of(
        Code::WrongContentEncoding,
        "Send the body as it is, without the header Content-Encoding.",
    ))
}

fn too_large() -> Problem {
    Problem::of(
        Code::TooLarge,
        format!(
            "Send at most {} KiB in one request: fewer events, or a shorter comment.",
            limits::REQUEST_BYTES / 1024
        ),
    )
}

fn too_slow(timeout: Duration) -> Problem {
    Problem::of(
        Code::TooSlow,
        format!(
            "Send the whole body within {} seconds; send it again with the same ids.",
            timeout.as_secs()
        ),
    )
}

fn cut_off() -> Problem {
    Problem::of(
        Code::NotJson,
        "Send the whole body; it ended before its length.",
    )
}
