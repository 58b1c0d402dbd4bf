//! What Datadog's answers mean. Pure.
//!
//! | answer | meaning | so |
//! |---|---|---|
//! | 2xx | taken | delivered |
//! | 408, 429, 5xx | not now | retry, not before `Retry-After` |
//! | 401, 403 | the API key is wrong | pause |
//! | 3xx, 404, 405 | the address is wrong | pause |
//! | 400, 413, 422, other 4xx | never like this | refused |
//!
//! Retried are the classes that ddtrace retries (its `llmobs/_writer.py`); limits and their 429:
//! <https://docs.datadoghq.com/api/latest/rate-limits/>.

use std::time::{Duration, SystemTime};

use reqwest::StatusCode;

use crate::sinks::SinkError;

/// The longest wait that a sink may ask for: beyond it a look now and then is wiser.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// What a status asks for, but for the details.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Taken,
    NotNow,
    WrongKey,
    WrongAddress,
    Never,
}

pub(super) fn verdict(status: StatusCode) -> Verdict {
    match status.as_u16() {
        200..=299 => Verdict::Taken,
        408 | 429 | 500.. => Verdict::NotNow,
        401 | 403 => Verdict::WrongKey,
        300..=399 | 404 | 405 => Verdict::WrongAddress,
        _ => Verdict::Never,
    }
}

/// The error for a status that took nothing. `url` holds no secret; `said` is what a refusal said.
pub(super) fn error(
    status: StatusCode,
    url: &str,
    after: Option<Duration>,
    said: &str,
) -> SinkError {
    let status_code = status.as_u16();
    match verdict(status) {
        Verdict::WrongKey => SinkError::Pause {
            reason: format!(
                "Datadog refuses the API key ({status_code} from {url}): set a valid key for this site."
            ),
        },
        Verdict::WrongAddress => SinkError::Pause {
            reason: format!(
                "There is no feedback intake at {url} ({status_code}): correct the site or the Agent's address."
            ),
        },
        Verdict::Never => SinkError::Refused {
            reason: format!("Datadog answered {status_code}: {said}"),
        },
        Verdict::NotNow | Verdict::Taken => SinkError::Retry {
            reason: format!("{url} answered {status_code}."),
            after,
        },
    }
}

/// `Retry-After` in seconds or as a date, which is read against the answer's own `Date`
/// (<https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3>).
pub(super) fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    let wait = if let Ok(seconds) = value.parse() {
        Duration::from_secs(seconds)
    } else {
        let date = httpdate::parse_http_date(value).ok()?;
        date.duration_since(now).unwrap_or_default()
    };
    Some(wait.min(LONGEST))
}
