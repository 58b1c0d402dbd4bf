//! The backends that events are delivered to.
//!
//! A sink knows one vendor and nothing of the store or of HTTP clients that post to us. Each is a
//! directory of the same shape: `config` (what the operator sets), `request` (pure: events to the
//! vendor's bytes), `client` (the effect, and what the vendor's answers mean), `tests`.
//!
//! - [`datadog`]: Datadog LLM Observability, end-user feedback and evaluations;
//! - [`otlp`]: any OpenTelemetry backend, as logs;
//! - [`phoenix`], [`mlflow`], [`langfuse`], [`langsmith`], [`opik`], [`braintrust`], [`weave`];
//! - [`webhook`]: signed requests to an address of the operator's own;
//! - [`jsonl`]: a file with one JSON line per delivered event.
//!
//! What those that speak HTTP share: `http` (connections, requests in their order), `answer` (what
//! a status means), `address` (no private ones unless allowed), `ids` (exact conversion, stable
//! ids), `said` (a signal's value as a score, a word or a text), `source` (person or program), `time`.

mod address;
mod answer;
pub mod braintrust;
pub mod datadog;
mod http;
pub(crate) mod ids;
pub mod jsonl;
pub mod langfuse;
pub mod langsmith;
pub mod mlflow;
pub mod opik;
pub mod otlp;
pub mod phoenix;
mod said;
mod source;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod time;
pub mod weave;
pub mod webhook;

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use thumbspan_contract::Event;

pub use http::Connection;

use crate::clock::Clock;

/// The longest wait that a sink may ask for: beyond it a look now and then is wiser.
pub const LONGEST_ASKED: Duration = Duration::from_secs(60 * 60);

/// A backend's answer on its way.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), SinkError>> + Send + 'a>>;

/// What a backend keeps of an event that another one revises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeps {
    /// Each by itself: whoever reads them sees which revises which.
    Log,
    /// Each under an id of its own, until the one that revises it takes it away.
    ById,
    /// One for each name: the last that came.
    ByName,
}

/// A backend.
pub trait Sink: Send + Sync {
    /// The stable name under which the journal keeps this sink's deliveries.
    fn name(&self) -> &str;
    /// The most events that one [`Sink::send`] should be given.
    fn batch_limit(&self) -> usize;
    /// What the backend keeps of an event that another one revises.
    fn keeps(&self) -> Keeps {
        Keeps::Log
    }
    /// Delivers all the events or none: an error means that each of them must be sent again, or
    /// in smaller batches. A failure whose outcome is unknown may have delivered (at least once).
    fn send<'a>(&'a self, events: &'a [Event]) -> Sending<'a>;
}

/// Why a batch was not delivered, in sentences for the operator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SinkError {
    /// The backend cannot take it now: the same batch may pass later.
    #[error("{reason}")]
    Retry {
        /// What went wrong.
        reason: String,
        /// How long the backend asked to be left alone, at most [`LONGEST_ASKED`].
        after: Option<Duration>,
    },
    /// What this event is about has not reached the backend: the same event may pass once it has.
    /// It says nothing of other events.
    #[error("{reason}")]
    NotYet {
        /// What the backend said, like that of [`SinkError::Refused`].
        reason: String,
    },
    /// The sink's settings are wrong: nothing passes until the operator has mended them.
    #[error("{reason}")]
    Pause {
        /// What the operator should do.
        reason: String,
    },
    /// The backend will never take this batch as it is; a part of it may pass.
    #[error("{reason}")]
    Refused {
        /// What the backend said. It may echo what a user wrote: for the dead letter, never for a
        /// log. The other reasons quote nothing of an answer.
        reason: String,
    },
}

impl SinkError {
    /// Whether the same batch may pass later without any change.
    #[must_use]
    pub const fn retryable(&self) -> bool {
        matches!(self, Self::Retry { .. } | Self::NotYet { .. })
    }

    /// A stable code for logs and dead letters.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Retry { .. } => "sink_retry",
            Self::NotYet { .. } => "target_not_found",
            Self::Pause { .. } => "sink_paused",
            Self::Refused { .. } => "sink_refused",
        }
    }
}

/// One configured sink.
#[derive(Clone, Debug)]
pub enum SinkConfig {
    /// Braintrust.
    Braintrust(braintrust::Config),
    /// Datadog LLM Observability.
    Datadog(datadog::Config),
    /// A file of JSON lines.
    Jsonl(jsonl::Config),
    /// Langfuse.
    Langfuse(langfuse::Config),
    /// LangSmith.
    Langsmith(langsmith::Config),
    /// MLflow.
    Mlflow(mlflow::Config),
    /// Comet Opik.
    Opik(opik::Config),
    /// Any OpenTelemetry backend.
    Otlp(otlp::Config),
    /// Arize Phoenix.
    Phoenix(phoenix::Config),
    /// Weights & Biases Weave.
    Weave(weave::Config),
    /// A web hook of the operator's own.
    Webhook(webhook::Config),
}

/// Why a sink cannot be opened: a fault in its settings or on this machine.
#[derive(Debug, thiserror::Error)]
pub enum SinkOpenError {
    /// An address that is no HTTP URL.
    #[error("The {sink} sink's address is not an http or https URL ({reason}): correct it.")]
    BadUrl {
        /// The sink's name.
        sink: String,
        /// What is wrong with it.
        reason: String,
    },
    /// An address of this machine or network, which was not allowed.
    #[error(
        "The {sink} sink's address is a private one: if that is meant, name the sink in private_sinks."
    )]
    Private {
        /// The sink's name.
        sink: String,
    },
    /// A secret that cannot be sent in a header.
    #[error("The {sink} sink's API key holds characters that no HTTP header can: copy it again.")]
    BadKey {
        /// The sink's name.
        sink: String,
    },
    /// The HTTP client or TLS could not be set up.
    #[error(
        "The {sink} sink cannot set up its connections ({reason}): are CA certificates installed?"
    )]
    Client {
        /// The sink's name.
        sink: String,
        /// What the system said.
        reason: String,
    },
    /// The file cannot be opened for appending.
    #[error(
        "The {sink} sink cannot open {path} ({reason}): make its directory and let the relay write there."
    )]
    File {
        /// The sink's name.
        sink: String,
        /// The file.
        path: String,
        /// What the system said.
        reason: String,
    },
}

impl SinkOpenError {
    /// A stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BadUrl { .. } => "sink_bad_url",
            Self::Private { .. } => "sink_private",
            Self::BadKey { .. } => "sink_bad_key",
            Self::Client { .. } => "sink_client",
            Self::File { .. } => "sink_file",
        }
    }
}

/// Makes a sink ready to send; sends nothing yet.
///
/// # Errors
/// [`SinkOpenError`], each with what to do.
pub fn open(config: &SinkConfig, clock: &Arc<dyn Clock>) -> Result<Arc<dyn Sink>, SinkOpenError> {
    Ok(match config {
        SinkConfig::Braintrust(config) => Arc::new(braintrust::open(config)?),
        SinkConfig::Datadog(config) => Arc::new(datadog::open(config)?),
        SinkConfig::Jsonl(config) => Arc::new(jsonl::Jsonl::open(config)?),
        SinkConfig::Langfuse(config) => Arc::new(langfuse::open(config)?),
        SinkConfig::Langsmith(config) => Arc::new(langsmith::open(config)?),
        SinkConfig::Mlflow(config) => Arc::new(mlflow::open(config)?),
        SinkConfig::Opik(config) => Arc::new(opik::open(config)?),
        SinkConfig::Otlp(config) => Arc::new(otlp::open(config)?),
        SinkConfig::Phoenix(config) => Arc::new(phoenix::open(config)?),
        SinkConfig::Weave(config) => Arc::new(weave::open(config)?),
        SinkConfig::Webhook(config) => Arc::new(webhook::open(config, clock)?),
    })
}
