//! Sending to Datadog.

use std::error::Error as _;
use std::time::{Duration, SystemTime};

use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Response, Url, redirect};
use secrecy::ExposeSecret as _;
use thumbspan_contract::Event;

use super::answer::{self, Verdict};
use super::{Config, Route, request};
use crate::sinks::{Sending, Sink, SinkError, SinkOpenError};

const NAME: &str = "datadog";
const INTAKE: &str = "/api/intake/llm-obs/v2/eval-metric";
/// The Agent's proxy; it forwards no `Content-Encoding`, so bodies go uncompressed.
const AGENT: &str = "/evp_proxy/v2/api/intake/llm-obs/v2/eval-metric";
/// Bytes of a refusal's text that are kept.
const SAID: usize = 500;
/// Bytes of an answer that are read so that its connection can serve again.
const DRAIN: usize = 8 * 1024 * 1024;

/// The Datadog sink.
pub struct Datadog {
    http: Client,
    url: Url,
    headers: HeaderMap,
    config: Config,
}

impl Datadog {
    /// Prepares the connections.
    ///
    /// # Errors
    /// A wrong address or key, or no TLS.
    pub fn open(config: &Config) -> Result<Self, SinkOpenError> {
        let url = url(&config.route)?;
        Ok(Self {
            http: client(config, &url)?,
            url,
            headers: headers(&config.route)?,
            config: config.clone(),
        })
    }

    #[cfg(test)]
    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    /// An event alone with a signal that cannot be told is refused, but only after the others
    /// were: a withdrawn comment must go even where the withdrawn stars cannot.
    async fn deliver(&self, events: &[Event]) -> Result<(), SinkError> {
        if let [event] = events
            && let Some((rest, reason)) = request::parted(event)
        {
            if !rest.signals.is_empty() {
                self.post(&[rest]).await?;
            }
            return Err(SinkError::Refused { reason });
        }
        self.post(events).await
    }

    async fn post(&self, events: &[Event]) -> Result<(), SinkError> {
        let body =
            request::body(events, &self.config).map_err(|reason| SinkError::Refused { reason })?;
        let request = self.http.post(self.url.clone());
        let sent = request
            .headers(self.headers.clone())
            .body(body)
            .send()
            .await;
        let response = sent.map_err(|error| self.unreachable(&error))?;
        let status = response.status();
        if answer::verdict(status) == Verdict::Taken {
            // Taken is taken: whatever befalls the rest of the answer changes nothing.
            read(response, DRAIN, 0).await;
            return Ok(());
        }
        let after = after(response.headers());
        let said = read(response, SAID, SAID).await;
        let said = String::from_utf8_lossy(&said);
        Err(answer::error(status, self.url.as_str(), after, &said))
    }

    fn unreachable(&self, error: &reqwest::Error) -> SinkError {
        let mut root: &dyn std::error::Error = error;
        while let Some(source) = root.source() {
            root = source;
        }
        let reason = if error.is_timeout() {
            format!(
                "{} did not answer within {:?}.",
                self.url, self.config.timeout
            )
        } else {
            format!("{} cannot be reached: {root}.", self.url)
        };
        SinkError::Retry {
            reason,
            after: None,
        }
    }
}

impl Sink for Datadog {
    fn name(&self) -> &'static str {
        NAME
    }

    /// Most events hold one or two signals; a batch with more than fit is split.
    fn batch_limit(&self) -> usize {
        (self.config.max_metrics / 4).max(1)
    }

    fn send<'a>(&'a self, events: &'a [Event]) -> Sending<'a> {
        Box::pin(self.deliver(events))
    }
}

fn url(route: &Route) -> Result<Url, SinkOpenError> {
    let (origin, path) = match route {
        Route::Direct {
            origin: Some(origin),
            ..
        } => (origin.clone(), INTAKE),
        Route::Direct { site, .. } => (format!("https://api.{site}"), INTAKE),
        Route::Agent { url } => (url.clone(), AGENT),
    };
    let bad = |reason: String| SinkOpenError::BadUrl { sink: NAME, reason };
    let url = Url::parse(&format!("{}{path}", origin.trim_end_matches('/')))
        .map_err(|error| bad(error.to_string()))?;
    let plain = url.username().is_empty() && url.password().is_none();
    if !matches!(url.scheme(), "http" | "https") {
        return Err(bad(format!("its scheme is {}", url.scheme())));
    }
    if !plain || url.query().is_some() || url.fragment().is_some() || url.path() != path {
        return Err(bad("it may hold a host and a port, and no more".to_owned()));
    }
    Ok(url)
}

fn client(config: &Config, url: &Url) -> Result<Client, SinkOpenError> {
    // An error means that the process has a provider already: as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .user_agent(concat!("thumbspan-relay/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .connect_timeout(config.timeout)
        .timeout(config.timeout);
    if url.scheme() == "http" {
        // Plain HTTP is a neighbour (an Agent, a test): no proxy between, no certificates needed.
        builder = builder.no_proxy().tls_certs_only([]);
    }
    builder.build().map_err(|error| SinkOpenError::Client {
        sink: NAME,
        reason: error
            .source()
            .map_or_else(|| error.to_string(), ToString::to_string),
    })
}

fn headers(route: &Route) -> Result<HeaderMap, SinkOpenError> {
    let (name, value) = match route {
        Route::Direct { api_key, .. } => {
            let mut key = HeaderValue::from_str(api_key.expose_secret())
                .map_err(|_| SinkOpenError::BadKey { sink: NAME })?;
            key.set_sensitive(true);
            ("dd-api-key", key)
        }
        Route::Agent { .. } => ("x-datadog-evp-subdomain", HeaderValue::from_static("api")),
    };
    let json = HeaderValue::from_static("application/json");
    Ok(
        [(HeaderName::from_static(name), value), (CONTENT_TYPE, json)]
            .into_iter()
            .collect(),
    )
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
