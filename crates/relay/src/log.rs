//! The relay's log: lines of text or of JSON on stderr.
//!
//! A line about an event carries its `event_id`, and `span_id` and `trace_id` where its target has
//! them: they are written by `line_of!` alone. No line has what a user wrote, a secret or an
//! address of a client.

use std::io;

use thumbspan_contract::Target;
use tracing::Metadata;
use tracing_subscriber::filter::{FilterExt, LevelFilter, Targets, filter_fn};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

use crate::traces::Traces;

/// Starts the log: the relay's own lines at the given level, other crates' warnings. The format is
/// `json`, or else text. Spans are for `traces` alone.
///
/// # Errors
/// The level is none, or a log has been started in this process.
pub fn start(
    level: &str,
    format: &str,
    traces: Option<&Traces>,
) -> Result<(), Box<dyn std::error::Error>> {
    let own: LevelFilter = level.parse()?;
    let filter = Targets::new()
        .with_default(own.min(LevelFilter::WARN))
        .with_target("thumbspan_relay", own)
        .and(filter_fn(is_event));
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(io::stderr)
        .with_ansi(false);
    let lines = match format {
        "json" => lines.json().flatten_event(true).boxed(),
        _ => lines.boxed(),
    };
    let subscriber = tracing_subscriber::registry()
        .with(lines.with_filter(filter))
        .with(traces.map(Traces::layer));
    Ok(subscriber.try_init()?)
}

fn is_event(metadata: &Metadata<'_>) -> bool {
    metadata.is_event()
}

/// A target's span and trace; sessions and join keys have neither.
pub(crate) fn ids(target: &Target) -> (Option<&str>, Option<&str>) {
    match target {
        Target::Span { span_id, trace_id } => (Some(span_id), trace_id.as_deref()),
        Target::Trace { trace_id } => (None, Some(trace_id)),
        Target::Session { .. } | Target::JoinKey { .. } => (None, None),
    }
}

/// A line about an event: the level, the event, then whatever `tracing`'s macros take.
macro_rules! line_of {
    ($level:ident, $event:expr, $($rest:tt)+) => {{
        let (span_id, trace_id) = $crate::log::ids(&$event.target);
        tracing::$level!(event_id = $event.id, span_id, trace_id, $($rest)+)
    }};
}

pub(crate) use line_of;
