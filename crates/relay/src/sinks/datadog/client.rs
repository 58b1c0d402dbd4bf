//! Sending to Datadog.

use reqwest::{Method, Url};
use thumbspan_contract::Event;

use super::{Config, Route, request};
use crate::sinks::answer::{self, Words};
use crate::sinks::http::{Call, Connection, Http, Key};
use crate::sinks::{Sending, Sink, SinkError, SinkOpenError};

const INTAKE: &str = "/api/intake/llm-obs/v2/eval-metric";
/// The Agent's proxy; it forwards no `Content-Encoding`, so bodies go uncompressed.
const AGENT: &str = "/evp_proxy/v2/api/intake/llm-obs/v2/eval-metric";
const WORDS: Words = Words {
    backend: "Datadog",
    key: "set a valid key for this site",
    intake: "feedback intake",
    address: "correct the site or the Agent's address",
};

/// The Datadog sink.
pub struct Datadog {
    http: Http,
    path: &'static str,
    config: Config,
}

impl Datadog {
    /// Prepares the connections.
    ///
    /// # Errors
    /// A wrong address or key, or no TLS.
    pub fn open(config: &Config) -> Result<Self, SinkOpenError> {
        let (url, path) = address(config)?;
        let connection = Connection {
            name: config.name.clone(),
            url,
            timeout: config.timeout,
            // An Agent is a neighbour, and the route says so.
            allow_private: config.allow_private || matches!(config.route, Route::Agent { .. }),
        };
        let key = match &config.route {
            Route::Direct { api_key, .. } => Key::header("dd-api-key", api_key),
            Route::Agent { .. } => Key::header("x-datadog-evp-subdomain", &"api".into()),
        };
        Ok(Self {
            http: Http::open(&connection, WORDS, [key])?,
            path,
            config: config.clone(),
        })
    }

    #[cfg(test)]
    pub(super) fn url(&self) -> Url {
        self.http.url(self.path)
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
        let call = Call {
            body,
            ..Call::tell(Method::POST, self.path, &serde_json::Value::Null)
        };
        self.http.send(&call, answer::judge).await
    }
}

impl Sink for Datadog {
    fn name(&self) -> &str {
        &self.config.name
    }

    /// Most events hold one or two signals; a batch with more than fit is split.
    fn batch_limit(&self) -> usize {
        (self.config.max_metrics / 4).max(1)
    }

    fn send<'a>(&'a self, events: &'a [Event]) -> Sending<'a> {
        Box::pin(self.deliver(events))
    }
}

/// The origin, which must be no more than that, and the path.
fn address(config: &Config) -> Result<(String, &'static str), SinkOpenError> {
    let (origin, path) = match &config.route {
        Route::Direct {
            origin: Some(origin),
            ..
        } => (origin.clone(), INTAKE),
        Route::Direct { site, .. } => (format!("https://api.{site}"), INTAKE),
        Route::Agent { url } => (url.clone(), AGENT),
    };
    let bad = |reason: String| SinkOpenError::BadUrl {
        sink: config.name.clone(),
        reason,
    };
    let url = Url::parse(&origin).map_err(|error| bad(error.to_string()))?;
    if url.query().is_some() || url.path().len() > 1 {
        return Err(bad("it may hold a host and a port, and no more".to_owned()));
    }
    Ok((origin, path))
}
