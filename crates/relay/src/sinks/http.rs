//! What every sink that speaks HTTP shares: connections without redirects, bounded in time, whose
//! answers are read within bounds.
//!
//! A sink's pure `request` makes [`Call`]s; [`Told`] sends them in order and reads the answers with
//! the sink's own [`Judge`].

use std::error::Error as _;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Method, Response, Url, redirect};
use secrecy::{ExposeSecret as _, SecretString};
use thumbspan_contract::Event;

use super::address::{self, PublicOnly};
use super::answer::{self, Answer, Judge, Purpose, Verdict, Words};
use super::{Sending, Sink, SinkError, SinkOpenError};

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

/// One request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) purpose: Purpose,
    pub(super) method: Method,
    /// What follows the backend's address.
    pub(super) path: String,
    pub(super) content_type: &'static str,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
    /// Where a `GET` tells after a 5xx that the request was carried out before.
    pub(super) confirm: Option<String>,
}

impl Call {
    /// Tells something in JSON.
    pub(super) fn tell(method: Method, path: impl Into<String>, body: &serde_json::Value) -> Self {
        Self {
            purpose: Purpose::Tell,
            method,
            path: path.into(),
            content_type: JSON,
            headers: Vec::new(),
            body: body.to_string().into_bytes(),
            confirm: None,
        }
    }

    /// Removes what stands under a path.
    pub(super) fn delete(path: impl Into<String>) -> Self {
        Self {
            purpose: Purpose::Retire,
            body: Vec::new(),
            ..Self::tell(Method::DELETE, path, &serde_json::Value::Null)
        }
    }

    /// The same request, which removes something.
    pub(super) fn retiring(self) -> Self {
        Self {
            purpose: Purpose::Retire,
            ..self
        }
    }
}

/// What some events become.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// The requests, in their order.
    pub(super) calls: Vec<Call>,
    /// Why a part of the events cannot be told: known once the rest is.
    pub(super) untold: Option<String>,
}

impl From<Vec<Call>> for Plan {
    fn from(calls: Vec<Call>) -> Self {
        Self {
            calls,
            untold: None,
        }
    }
}

type Planned = Box<dyn Fn(&[Event]) -> Result<Plan, String> + Send + Sync>;

/// A sink whose events become requests in their order.
pub(super) struct Told {
    pub(super) http: Http,
    pub(super) name: String,
    /// The most events in one plan.
    pub(super) batch: usize,
    /// The pure part; an error says why the backend cannot be told.
    pub(super) plan: Planned,
    pub(super) judge: Judge,
}

impl Told {
    /// An event that can be told in part alone is refused, but only after that part was sent: a
    /// withdrawn comment must go even where a withdrawn score cannot.
    async fn deliver(&self, events: &[Event]) -> Result<(), SinkError> {
        let refused = |reason| SinkError::Refused { reason };
        let plan = (self.plan)(events).map_err(refused)?;
        if let Some(reason) = plan.untold.clone().filter(|_| events.len() > 1) {
            return Err(refused(reason));
        }
        for call in &plan.calls {
            self.http.send(call, self.judge).await?;
        }
        plan.untold.map_or(Ok(()), |reason| Err(refused(reason)))
    }
}

impl Sink for Told {
    fn name(&self) -> &str {
        &self.name
    }

    fn batch_limit(&self) -> usize {
        self.batch
    }

    fn send<'a>(&'a self, events: &'a [Event]) -> Sending<'a> {
        Box::pin(self.deliver(events))
    }
}

/// What a backend is told with each request, to let the relay in.
pub(super) struct Key(String, SecretString);

impl Key {
    pub(super) fn header(name: impl Into<String>, secret: &SecretString) -> Self {
        Self(name.into(), secret.clone())
    }

    pub(super) fn bearer(token: &SecretString) -> Self {
        let value = format!("Bearer {}", token.expose_secret());
        Self("authorization".to_owned(), value.into())
    }

    /// <https://www.rfc-editor.org/rfc/rfc7617>
    pub(super) fn basic(user: &str, password: &SecretString) -> Self {
        let pair = STANDARD.encode(format!("{user}:{}", password.expose_secret()));
        Self("authorization".to_owned(), format!("Basic {pair}").into())
    }
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
        let base = base(connection)?;
        Ok(Self {
            client: client(connection, &base)?,
            base,
            headers: headers(&connection.name, keys)?,
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

fn base(connection: &Connection) -> Result<Url, SinkOpenError> {
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

fn client(connection: &Connection, base: &Url) -> Result<Client, SinkOpenError> {
    // An error means that the process has a provider already: as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .user_agent(concat!("thumbspan-relay/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .connect_timeout(connection.timeout)
        .timeout(connection.timeout);
    if base.scheme() == "http" {
        // Plain HTTP is a neighbour (an Agent, a test): no proxy between, no certificates needed.
        builder = builder.no_proxy().tls_certs_only([]);
    }
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

fn headers(sink: &str, keys: impl IntoIterator<Item = Key>) -> Result<HeaderMap, SinkOpenError> {
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
