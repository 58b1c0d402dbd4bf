//! The address, the keys and the client, before the first request.

use std::error::Error as _;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Url};
use secrecy::{ExposeSecret as _, SecretString};

use super::Connection;
use crate::outgoing;
use crate::sinks::SinkOpenError;
use crate::sinks::address::{self, PublicOnly};

/// What a backend is told with each request, to let the relay in.
pub(in crate::sinks) struct Key(String, SecretString);

impl Key {
    pub(in crate::sinks) fn header(name: impl Into<String>, secret: &SecretString) -> Self {
        Self(name.into(), secret.clone())
    }

    pub(in crate::sinks) fn bearer(token: &SecretString) -> Self {
        let value = format!("Bearer {}", token.expose_secret());
        Self("authorization".to_owned(), value.into())
    }

    /// <https://www.rfc-editor.org/rfc/rfc7617>
    pub(in crate::sinks) fn basic(user: &str, password: &SecretString) -> Self {
        let pair = STANDARD.encode(format!("{user}:{}", password.expose_secret()));
        Self("authorization".to_owned(), format!("Basic {pair}").into())
    }
}

pub(super) fn base(connection: &Connection) -> Result<Url, SinkOpenError> {
    let bad = |reason: String| SinkOpenError::BadUrl {
        sink: connection.name.clone(),
        reason,
    };
    let url = Url::parse(&connection.url).map_err(|error| bad(error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(bad(format!("its scheme is {}", url.scheme())));
    }
    let plain = url.username().is_empty() && url.password().is_none();
    if !plain || url.fragment().is_some() {
        return Err(bad("it may hold no credentials and no #fragment".to_owned()));
    }
    let literal = url
        .host_str()
        .map(|host| host.trim_matches(['[', ']']).parse());
    if !connection.allow_private && matches!(literal, Some(Ok(ip)) if address::is_private(ip)) {
        return Err(SinkOpenError::Private {
            sink: connection.name.clone(),
        });
    }
    Ok(url)
}

pub(super) fn client(connection: &Connection, base: &Url) -> Result<Client, SinkOpenError> {
    let mut builder = outgoing::client(base.scheme() == "http")
        .user_agent(concat!("thumbspan-relay/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(connection.timeout)
        .timeout(connection.timeout);
    if !connection.allow_private {
        // A proxy would resolve the name by itself.
        builder = builder.no_proxy().dns_resolver(Arc::new(PublicOnly));
    }
    builder.build().map_err(|error| SinkOpenError::Client {
        sink: connection.name.clone(),
        reason: error
            .source()
            .map_or_else(|| error.to_string(), ToString::to_string),
    })
}

pub(super) fn headers(
    sink: &str,
    keys: impl IntoIterator<Item = Key>,
) -> Result<HeaderMap, SinkOpenError> {
    let bad = || SinkOpenError::BadKey {
        sink: sink.to_owned(),
    };
    let header = |Key(name, secret): Key| {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad())?;
        let value = HeaderValue::from_str(secret.expose_secret());
        let mut value = value.map_err(|_| bad())?;
        value.set_sensitive(true);
        Ok((name, value))
    };
    keys.into_iter().map(header).collect()
}
