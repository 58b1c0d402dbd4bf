//! Every refusal, and the one place that turns it into a response.

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use thumbspan_contract::{Code, Refusal, Rejected};

use crate::store::StoreError;

/// Why a request was not answered with success.
#[derive(Debug)]
pub enum Problem {
    /// The request as a whole is refused.
    Refused(Refusal),
    /// The request was read, and each of its events is refused: never empty.
    NoneAccepted(Vec<Rejected>),
    /// Too much has come from there: again after this time.
    Limited(Duration),
    /// The store did not take the events: none of them is accepted.
    Store(StoreError),
}

#[derive(Serialize)]
struct Body<'a> {
    code: &'a str,
    message: &'a str,
}

/// As [`Body`], with the verdict on each event.
#[derive(Serialize)]
struct Verdicts<'a> {
    accepted: [String; 0],
    rejected: &'a [Rejected],
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

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What a response refuses, for the relay's figures; no client sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// The request as a whole, with this code.
    Request(&'static str),
    /// These events, each with its code.
    Events(Vec<String>),
}

impl Refused {
    pub(super) fn events(rejected: &[Rejected]) -> Self {
        Self::Events(rejected.iter().map(|each| each.code.clone()).collect())
    }
}

/// What a client is told of a problem, in whatever form it reads.
#[derive(Debug)]
pub(super) struct Told {
    status: StatusCode,
    code: String,
    pub(super) message: String,
    retry_after_s: Option<u64>,
    /// What is left of the body will not be read.
    close: bool,
    counted: Refused,
}

impl Told {
    /// The answer with this body: its status, and the headers that say when to come again.
    pub(super) fn with(&self, body: impl IntoResponse) -> Response {
        let mut response = (self.status, body).into_response();
        response.extensions_mut().insert(self.counted.clone());
        let headers = response.headers_mut();
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.close {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let told = self.told();
        let (code, message) = (told.code.as_str(), told.message.as_str());
        match &self {
            Self::NoneAccepted(rejected) => told.with(Json(Verdicts {
                accepted: [],
                rejected,
                code,
                message,
            })),
            _ => told.with(Json(Body { code, message })),
        }
    }
}

impl Problem {
    /// Tells the log, and says what the client is told.
    pub(super) fn told(&self) -> Told {
        match self {
            Self::Refused(refusal) => refused(refusal),
            Self::NoneAccepted(rejected) => none_accepted(rejected),
            Self::Limited(wait) => limited(*wait),
            Self::Store(error) => not_stored(error),
        }
    }
}

// Messages can quote a client's label, so the log gets the code alone.
fn refused(refusal: &Refusal) -> Told {
    let (code, status) = (refusal.code.as_str(), status(refusal.code));
    if status.is_server_error() {
        tracing::error!(code, "request failed");
    } else {
        tracing::debug!(code, "request refused");
    }
    Told {
        status,
        code: code.to_owned(),
        message: refusal.message.clone(),
        retry_after_s: None,
        close: matches!(refusal.code, Code::TooSlow | Code::TooLarge),
        counted: Refused::Request(code),
    }
}

fn none_accepted(rejected: &[Rejected]) -> Told {
    let counted = Refused::events(rejected);
    let first = rejected.first().cloned();
    let (code, message) = first.map_or_else(Default::default, |first| (first.code, first.message));
    tracing::debug!(code, count = rejected.len(), "every event refused");
    let known = Code::ALL.iter().find(|(known, _)| known.as_str() == code);
    Told {
        status: known.map_or(StatusCode::BAD_REQUEST, |(code, _)| status(*code)),
        code,
        message,
        retry_after_s: None,
        close: false,
        counted,
    }
}

fn limited(wait: Duration) -> Told {
    let code = Code::RateLimited;
    tracing::debug!(code = code.as_str(), "request refused");
    Told {
        status: status(code),
        code: code.as_str().to_owned(),
        message: "Send the same again after Retry-After, with the same ids: too much has come."
            .to_owned(),
        // Rounded up: who comes back then is let in.
        retry_after_s: Some(wait.as_secs() + 1),
        close: false,
        counted: Refused::Request(code.as_str()),
    }
}

fn not_stored(error: &StoreError) -> Told {
    let (refusal, seconds) = store(error);
    let code = refusal.code.as_str();
    tracing::error!(code, %error, "the store did not serve");
    Told {
        status: status(refusal.code),
        code: code.to_owned(),
        message: refusal.message,
        retry_after_s: Some(seconds),
        close: false,
        counted: Refused::Request(code),
    }
}

pub(super) fn status(code: Code) -> StatusCode {
    match code {
        Code::BadApiKey | Code::TicketMissing => StatusCode::UNAUTHORIZED,
        Code::OriginRefused => StatusCode::FORBIDDEN,
        code if code.as_str().starts_with("ticket_") => StatusCode::FORBIDDEN,
        Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Code::TooSlow => StatusCode::REQUEST_TIMEOUT,
        Code::TooLarge | Code::TooManyEvents => StatusCode::PAYLOAD_TOO_LARGE,
        Code::WrongContentType | Code::WrongContentEncoding => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        Code::Busy | Code::StoreFull | Code::StoreFailed => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::BAD_REQUEST,
    }
}

/// The refusal of a store's error, and the seconds after which to try again.
fn store(error: &StoreError) -> (Refusal, u64) {
    let (code, why, seconds) = match error {
        StoreError::Busy => (Code::Busy, "More events wait than the relay holds.", 1),
        StoreError::Full => (Code::StoreFull, "The relay's store has no room.", 30),
        StoreError::Away { .. } => {
            let message = "The relay's database does not answer. Send this request again later, with the same ids: what should be stored already counts once.";
            return (Refusal::new(Code::StoreFailed, message), 2);
        }
        _ => (Code::StoreFailed, "The relay's store failed.", 5),
    };
    let message = format!(
        "{why} Nothing of this request was stored: send it again later, with the same ids."
    );
    (Refusal::new(code, message), seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn away() -> StoreError {
        StoreError::Away {
            reason: "inside".to_owned(),
        }
    }

    #[test]
    fn each_fault_of_the_store_is_worth_another_try() {
        for (error, code) in [
            (StoreError::Busy, Code::Busy),
            (StoreError::Full, Code::StoreFull),
            (StoreError::Failed("inside".to_owned()), Code::StoreFailed),
            (away(), Code::StoreFailed),
        ] {
            let (refusal, seconds) = store(&error);
            assert_eq!((refusal.code, status(refusal.code).as_u16()), (code, 503));
            assert!(seconds > 0 && !refusal.message.contains("inside"));
            let response = Problem::from(error).into_response();
            assert_eq!(response.headers()[header::RETRY_AFTER], seconds.to_string());
        }
    }

    #[test]
    fn every_code_has_the_status_that_tells_whether_to_try_again() {
        for (code, _) in Code::ALL {
            let again = matches!(
                code,
                Code::TooSlow
                    | Code::RateLimited
                    | Code::Busy
                    | Code::StoreFull
                    | Code::StoreFailed
                    | Code::Internal
            );
            let status = status(*code);
            assert_eq!(
                status.is_server_error() || matches!(status.as_u16(), 408 | 429),
                again,
                "{code:?}"
            );
        }
    }
}
