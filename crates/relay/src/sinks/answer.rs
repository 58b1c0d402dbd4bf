//! What the answers of HTTP backends mean. Pure.
//!
//! | answer | meaning | so |
//! |---|---|---|
//! | 2xx | taken | delivered |
//! | 408, 425, 429, 5xx | not now | retry, not before `Retry-After` |
//! | 401, 403, 407 | the key is wrong | pause |
//! | 3xx, 404, 405 | the address is wrong | pause |
//! | 400, 413, 422, other 4xx | never like this | refused |
//!
//! A sink replaces single lines of this table with a [`Judge`] of its own.

use std::time::{Duration, SystemTime};

use super::{LONGEST_ASKED, SinkError};

/// Characters of a refusal's text that are kept.
const SAID: usize = 500;

/// What an answer asks for, but for the details.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The backend has it.
    Taken,
    /// The backend does not work now.
    NotNow,
    /// What the feedback is about has not arrived yet.
    NotYet,
    /// The key is wrong.
    WrongKey,
    /// The address is wrong.
    WrongAddress,
    /// Never like this.
    Never,
}

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// It tells the backend what was said.
    Tell,
    /// It removes what an earlier event told.
    Retire,
}

/// One answer: its request's purpose, its status, and the beginning of its body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer<'a> {
    pub(crate) purpose: Purpose,
    pub(crate) status: u16,
    pub(crate) body: &'a [u8],
}

/// How a sink reads an answer.
pub(crate) type Judge = fn(Answer<'_>) -> Verdict;

/// The table above; what is to be removed and is not there is removed.
pub(crate) fn judge(answer: Answer<'_>) -> Verdict {
    match answer.status {
        404 | 410 if answer.purpose == Purpose::Retire => Verdict::Taken,
        200..=299 => Verdict::Taken,
        408 | 425 | 429 | 500.. => Verdict::NotNow,
        401 | 403 | 407 => Verdict::WrongKey,
        300..=399 | 404 | 405 => Verdict::WrongAddress,
        _ => Verdict::Never,
    }
}

/// How a sink names its backend, and what it asks of the operator.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    /// The backend's name.
    pub(super) backend: &'static str,
    /// What it refuses when the key is wrong, and what to do.
    pub(super) key: &'static str,
    /// What there is none of when the address is wrong, such as "feedback intake".
    pub(super) intake: &'static str,
    /// What to do about it.
    pub(super) address: &'static str,
}

impl Words {
    /// The error for a verdict that took nothing; none for one that did. `url` holds no secret.
    pub(super) fn error(
        self,
        verdict: Verdict,
        answer: Answer<'_>,
        url: &str,
        after: Option<Duration>,
    ) -> Option<SinkError> {
        let (status, backend) = (answer.status, self.backend);
        let said = || {
            let text = String::from_utf8_lossy(answer.body);
            text.chars().take(SAID).collect::<String>()
        };
        Some(match verdict {
            Verdict::Taken => return None,
            Verdict::WrongKey => SinkError::Pause {
                reason: format!(
                    "{backend} refuses the API key ({status} from {url}): {}.",
                    self.key
                ),
            },
            Verdict::WrongAddress => SinkError::Pause {
                reason: format!(
                    "There is no {} at {url} ({status}): {}.",
                    self.intake, self.address
                ),
            },
            Verdict::Never => SinkError::Refused {
                reason: format!("{backend} answered {status}: {}", said()),
            },
            Verdict::NotYet => SinkError::NotYet {
                reason: format!("{backend} does not know the target ({status}): {}", said()),
            },
            Verdict::NotNow => SinkError::Retry {
                reason: format!("{url} answered {status}."),
                after,
            },
        })
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
    Some(wait.min(LONGEST_ASKED))
}

/// Whether an answer's body holds a text, whatever the case of its letters.
pub(super) fn says(answer: Answer<'_>, words: &str) -> bool {
    let body = String::from_utf8_lossy(answer.body).to_lowercase();
    body.contains(&words.to_lowercase())
}
