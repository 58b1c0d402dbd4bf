//! The backends that events are delivered to.
//!
//! A sink knows one vendor and nothing of the store or of HTTP clients that post to us. Each is a
//! directory of the same shape: `config` (what the operator sets), `request` (pure: events to the
//! vendor's bytes), `client` (the effect, and what the vendor's answers mean), `tests`.
//!
//! - [`datadog`]: Datadog LLM Observability, end-user feedback;
//! - [`jsonl`]: a file with one JSON line per delivered event.

pub mod datadog;
pub mod jsonl;

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use thumbspan_contract::Event;

/// A backend's answer on its way.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), SinkError>> + Send + 'a>>;

/// A backend.
pub trait Sink: Send + Sync {
    /// The stable name under which the journal keeps this sink's deliveries.
    fn name(&self) -> &str;
    /// The most events that one [`Sink::send`] should be given.
    fn batch_limit(&self) -> usize;
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
        /// How long the backend asked to be left alone.
        after: Option<Duration>,
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
        matches!(self, Self::Retry { .. })
    }

    /// A stable code for logs and dead letters.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Retry { .. } => "sink_retry",
            Self::Pause { .. } => "sink_paused",
            Self::Refused { .. } => "sink_refused",
        }
    }
}

/// One configured sink.
#[derive(Clone, Debug)]
pub enum SinkConfig {
    /// Datadog LLM Observability.
    Datadog(datadog::Config),
    /// A file of JSON lines.
    Jsonl(jsonl::Config),
}

/// Why a sink cannot be opened: a fault in its settings or on this machine.
#[derive(Debug, thiserror::Error)]
pub enum SinkOpenError {
    /// An address that is no HTTP URL.
    #[error("The {sink} sink's address is not an http or https URL ({reason}): correct it.")]
    BadUrl {
        /// The sink's name.
        sink: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A secret that cannot be sent in a header.
    #[error("The {sink} sink's API key holds characters that no HTTP header can: copy it again.")]
    BadKey {
        /// The sink's name.
        sink: &'static str,
    },
    /// The HTTP client or TLS could not be set up.
    #[error(
        "The {sink} sink cannot set up its connections ({reason}): are CA certificates installed?"
    )]
    Client {
        /// The sink's name.
        sink: &'static str,
        /// What the system said.
        reason: String,
    },
    /// The file cannot be opened for appending.
    #[error(
        "The {sink} sink cannot open {path} ({reason}): make its directory and let the relay write there."
    )]
    File {
        /// The sink's name.
        sink: &'static str,
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
pub fn open(config: &SinkConfig) -> Result<Arc<dyn Sink>, SinkOpenError> {
    Ok(match config {
        SinkConfig::Datadog(config) => Arc::new(datadog::Datadog::open(config)?),
        SinkConfig::Jsonl(config) => Arc::new(jsonl::Jsonl::open(config)?),
    })
}
