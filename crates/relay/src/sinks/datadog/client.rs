//! Sending to Datadog.

use reqwest::Url;

use super::{Config, Route, request};
use crate::sinks::answer::{self, Words};
use crate::sinks::http::{Connection, Http, Key, Told};
use crate::sinks::{Keeps, SinkOpenError};

pub(super) const INTAKE: &str = "/api/intake/llm-obs/v2/eval-metric";
/// The Agent's proxy; it forwards no `Content-Encoding`, so bodies go uncompressed.
const AGENT: &str = "/evp_proxy/v2/api/intake/llm-obs/v2/eval-metric";
const WORDS: Words = Words {
    backend: "Datadog",
    key: "set a valid key for this site",
    intake: "feedback intake",
    address: "correct the site or the Agent's address",
};

/// Makes the Datadog sink ready.
///
/// # Errors
/// A wrong or private address, a wrong key, or no TLS.
pub(in crate::sinks) fn open(config: &Config) -> Result<Told, SinkOpenError> {
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
    let own = config.clone();
    Ok(Told {
        http: Http::open(&connection, WORDS, [key])?,
        name: config.name.clone(),
        // Most events hold one or two signals; a batch with more than fit is split.
        batch: (config.max_metrics / 4).max(1),
        keeps: Keeps::Log,
        plan: Box::new(move |events| request::plan(events, path, &own)),
        judge: answer::judge,
    })
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
