//! The relay's own traces, for whoever operates it.
//!
//! - `accept`, a span for each submission: how many events were accepted and rejected;
//! - `deliver`, a span for each request to a sink: which, how many events, and what came of it.
//!
//! Each has a link to every span that its events rate, where the target names the trace too and
//! both ids are those of a span: <https://opentelemetry.io/docs/concepts/signals/traces/#span-links>.
//! More than 128 links are left out, which is the SDK's own limit. Nothing else of an event is told.
//! Where nobody takes them, a span costs one look at whether somebody does.
//!
//! - `client`: the connection to the receiver;
//! - `spans`: pure but for `tracing`: what is told of what.

mod client;
mod spans;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{ExporterBuildError, Protocol, SpanExporter};
use opentelemetry_otlp::{WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::registry::LookupSpan;

pub(crate) use spans::{accept, counted, deliver, ended, link};

/// Where spans begin that are the relay's own traces.
const TARGET: &str = "thumbspan_relay::traces::spans";

/// Why no traces can be told.
#[derive(Debug, thiserror::Error)]
pub enum TracesError {
    /// There is no client for the address.
    #[error("Traces cannot be sent ({0}): correct traces_url.")]
    Client(#[from] reqwest::Error),
    /// The address, or a header, is of no use.
    #[error(
        "Traces cannot be sent ({0}): correct traces_url and OTEL_EXPORTER_OTLP_TRACES_HEADERS."
    )]
    Exporter(#[from] ExporterBuildError),
}

/// What tells the spans, in batches and in the background. Spans are dropped while the receiver is away.
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// Prepares to tell a receiver; sends nothing yet. To be called on the runtime that sends.
    ///
    /// # Errors
    /// [`TracesError`].
    pub fn open(url: &str) -> Result<Self, TracesError> {
        let exporter = SpanExporter::builder()
            .with_http()
            .with_protocol(Protocol::HttpBinary)
            .with_http_client(client::Client::new(url)?)
            .with_endpoint(url)
            .build()?;
        let resource = Resource::builder()
            .with_service_name("thumbspan-relay")
            .build();
        let provider = SdkTracerProvider::builder()
            .with_resource(resource)
            .with_batch_exporter(exporter);
        Ok(Self(provider.build()))
    }

    /// What the log's subscriber hands its spans to.
    pub(crate) fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
    {
        tracing_opentelemetry::layer()
            .with_tracer(self.0.tracer("thumbspan-relay"))
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_filter(filter_fn(|metadata| {
                metadata.is_span() && metadata.target() == TARGET
            }))
    }

    /// Sends what waits, for at most the SDK's 5 s.
    pub async fn close(self) {
        let closed = tokio::task::spawn_blocking(move || self.0.shutdown()).await;
        if let Ok(Err(error)) = closed {
            tracing::warn!(%error, "the last traces were not taken");
        }
    }
}
