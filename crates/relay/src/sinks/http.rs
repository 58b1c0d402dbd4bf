//! What every sink that speaks HTTP shares: connections without redirects, bounded in time, whose
//! answers are read within bounds.
//!
//! - `call`: what a sink's pure `request` makes of events;
//! - `told`: the sink that sends those in their order and reads the answers with the sink's own
//!   [`Judge`];
//! - `opening`: what is checked before the first request.

mod call;
mod opening;
mod told;

use std::time::{Duration, SystemTime};

use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Response, Url};

use super::answer::{self, Answer, Judge, Verdict, Words};
use super::{SinkError, SinkOpenError, address};

pub(super) use call::{Call, Plan};
pub(super) use opening::Key;
pub(super) use told::Told;

pub(super) const JSON: &str = "application/json";
/// Bytes of an answer that are looked at.
const KEEP: usize = 8 * 1024;
/// Bytes of an answer that are read so that its connection can serve again.
const DRAIN: usize = 8 * 1024 * 1024;

/// Where a sink's backend is, and how it is reached.
#[derive(Clone, Debug)]
pub struct Connection {
    /// The sink's name in the journal, such as `webhook:audit`.
    pub name: String,
    /// The backend's address, with a path where the backend has one.
    pub url: String,
    /// How long one request may take, connecting included.
    pub timeout: Duration,
    /// Whether the backend may stand on this machine or in this network, and be reached through
    /// the proxy that the environment names.
    pub allow_private: bool,
}

/// The connections to one backend.
pub(super) struct Http {
    client: Client,
    base: Url,
    headers: HeaderMap,
    timeout: Duration,
    words: Words,
    /// Whether the address itself is a secret, as webhooks' are.
    hidden: bool,
}

impl Http {
    /// Prepares the connections.
    ///
    /// # Errors
    /// A wrong or private address, a key that no header can hold, or no TLS.
    pub(super) fn open(
        connection: &Connection,
        words: Words,
        keys: impl IntoIterator<Item = Key>,
    ) -> Result<Self, SinkOpenError> {
        let base = opening::base(connection)?;
        Ok(Self {
            client: opening::client(connection, &base)?,
            base,
            headers: opening::headers(&connection.name, keys)?,
            timeout: connection.timeout,
            words,
            hidden: false,
        })
    }

    /// The same, of which the operator is shown no more than the host.
    pub(super) fn hidden(self) -> Self {
        Self {
            hidden: true,
            ..self
        }
    }

    /// Sends one request.
    ///
    /// # Errors
    /// [`SinkError`], as the judge has it.
    pub(super) async fn send(&self, call: &Call, judge: Judge) -> Result<(), SinkError> {
        let response = self.answered(call).await?;
        let status = response.status();
        let after = after(response.headers());
        // Taken is taken: whatever befalls the rest of the answer changes nothing.
        let most = if status.is_success() { DRAIN } else { KEEP };
        let answer = Answer {
            purpose: call.purpose,
            status: status.as_u16(),
            body: &read(response, most, KEEP).await,
        };
        let verdict = judge(answer);
        if verdict == Verdict::NotNow && self.confirmed(call).await {
            return Ok(());
        }
        let url = self.shown(&call.path);
        self.words
            .error(verdict, answer, &url, after)
            .map_or(Ok(()), Err)
    }

    async fn answered(&self, call: &Call) -> Result<Response, SinkError> {
        let mut headers = self.headers.clone();
        if !call.body.is_empty() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(call.content_type));
        }
        for (name, text) in &call.headers {
            let value = HeaderValue::from_str(text).map_err(|_| SinkError::Refused {
                reason: format!("The header {name} cannot hold its value."),
            })?;
            headers.insert(*name, value);
        }
        let url = self.url(&call.path);
        let request = self.client.request(call.method.clone(), url);
        let sent = request
            .headers(headers)
            .body(call.body.clone())
            .send()
            .await;
        sent.map_err(|error| self.unreachable(&error, &call.path))
    }

    async fn confirmed(&self, call: &Call) -> bool {
        let Some(path) = &call.confirm else {
            return false;
        };
        let request = self.client.get(self.url(path));
        let sent = request.headers(self.headers.clone()).send().await;
        sent.is_ok_and(|response| response.status().is_success())
    }

    /// The whole address of a path.
    pub(super) fn url(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        if !path.is_empty() {
            let (path, query) = path
                .split_once('?')
                .map_or((path, None), |(path, query)| (path, Some(query)));
            url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
            url.set_query(query);
        }
        url
    }

    fn shown(&self, path: &str) -> String {
        if self.hidden {
            return self.base.origin().ascii_serialization();
        }
        self.url(path).to_string()
    }

    fn unreachable(&self, error: &reqwest::Error, path: &str) -> SinkError {
        let url = self.shown(path);
        if address::is_cause(error) {
            let reason = format!(
                "{url} leads to a private address: if that is meant, name the sink in private_sinks."
            );
            return SinkError::Pause { reason };
        }
        let mut root: &dyn std::error::Error = error;
        while let Some(source) = root.source() {
            root = source;
        }
        let reason = if error.is_timeout() {
            format!("{url} did not answer within {:?}.", self.timeout)
        } else {
            format!("{url} cannot be reached: {root}.")
        };
        SinkError::Retry {
            reason,
            after: None,
        }
    }
}

fn after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let now = text(DATE).and_then(|date| httpdate::parse_http_date(date).ok());
    answer::retry_after(text(RETRY_AFTER)?, now.unwrap_or_else(SystemTime::now))
}

/// Reads up to `most` bytes of an answer's body and keeps the first `keep`.
async fn read(mut response: Response, most: usize, keep: usize) -> Vec<u8> {
    let mut kept = Vec::new();
    let mut seen = 0;
    while seen < most {
        let Ok(Some(chunk)) = response.chunk().await else {
            break;
        };
        seen += chunk.len();
        kept.extend_from_slice(&chunk[..chunk.len().min(keep - kept.len())]);
    }
    kept
}
