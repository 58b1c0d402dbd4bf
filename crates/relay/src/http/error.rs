//! Every refusal, and the one place that turns it into a response.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use thumbspan_contract::{Code, Refusal, Rejected};

use crate::journal::JournalError;

/// Why a request was not answered with success.
#[derive(Debug)]
pub enum Problem {
    /// The request as a whole is refused.
    Refused(Refusal),
    /// The request was read, and each of its events is refused: never empty.
    NoneAccepted(Vec<Rejected>),
    /// The store did not take the events: none of them is accepted.
    Store(JournalError),
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<[String; 0]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rejected: Option<&'a [Rejected]>,
    code: &'a str,
    message: &'a str,
}

impl Problem {
    /// A refusal of the whole request.
    pub fn of(code: Code, message: impl Into<String>) -> Self {
        Self::Refused(Refusal::new(code, message))
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<JournalError> for Problem {
    fn from(error: JournalError) -> Self {
        Self::Store(error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(refusal) => respond(status(refusal.code), None, None, &refusal),
            Self::NoneAccepted(rejected) => none_accepted(&rejected),
            Self::Store(error) => {
                let (refusal, seconds) = store(&error);
                tracing::error!(code = refusal.code.as_str(), %error, "the store took no events");
                respond(status(refusal.code), None, Some(seconds), &refusal)
            }
        }
    }
}

fn none_accepted(rejected: &[Rejected]) -> Response {
    let (code, message) = rejected
        .first()
        .map_or(("no_events", ""), |first| (&first.code, &first.message));
    tracing::debug!(code, count = rejected.len(), "every event refused");
    let body = Body {
        accepted: Some([]),
        rejected: Some(rejected),
        code,
        message,
    };
    (StatusCode::BAD_REQUEST, Json(body)).into_response()
}

fn respond(
    status: StatusCode,
    rejected: Option<&[Rejected]>,
    retry_after_s: Option<u64>,
    refusal: &Refusal,
) -> Response {
    let code = refusal.code.as_str();
    // Messages can quote a client's label, so the log gets the code alone.
    if status.is_server_error() {
        tracing::error!(code, status = status.as_u16(), "request failed");
    } else {
        tracing::debug!(code, status = status.as_u16(), "request refused");
    }
    let body = Body {
        accepted: None,
        rejected,
        code,
        message: &refusal.message,
    };
    let mut response = (status, Json(body)).into_response();
    if let Some(seconds) = retry_after_s {
        let value = HeaderValue::from(seconds);
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    // What is left of the body will not be read.
    if matches!(refusal.code, Code::TooSlow | Code::TooLarge) {
        let close = HeaderValue::from_static("close");
        response.headers_mut().insert(header::CONNECTION, close);
    }
    response
}

fn status(code: Code) -> StatusCode {
    match code {
        Code::BadApiKey => StatusCode::UNAUTHORIZED,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Code::TooSlow => StatusCode::REQUEST_TIMEOUT,
        Code::TooLarge | Code::TooManyEvents => StatusCode::PAYLOAD_TOO_LARGE,
        Code::WrongContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        Code::Busy | Code::StoreFull | Code::StoreFailed => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::BAD_REQUEST,
    }
}

/// The refusal of a store's error, and the seconds after which to try again.
fn store(error: &JournalError) -> (Refusal, u64) {
    let (code, why, seconds) = match error {
        JournalError::Busy => (Code::Busy, "More events wait than the relay holds.", 1),
        JournalError::Full => (Code::StoreFull, "The relay's store has no room.", 30),
        _ => (Code::StoreFailed, "The relay's store failed.", 5),
    };
    let message = format!(
        "{why} Nothing of this request was stored: send it again later, with the same ids."
    );
    (Refusal::new(code, message), seconds)
}
