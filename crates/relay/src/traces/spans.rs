//! What is told of what.

use opentelemetry::trace::{SpanContext, SpanId, TraceFlags, TraceId, TraceState};
use thumbspan_contract::{Event, Target};
use tracing::Span;
use tracing::field::Empty;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

use crate::sinks::ids;

/// A submission, until it is dropped.
pub(crate) fn accept() -> Span {
    tracing::info_span!(
        "accept",
        otel.kind = "server",
        thumbspan.accepted = Empty,
        thumbspan.rejected = Empty
    )
}

/// What came of a submission.
pub(crate) fn counted(span: &Span, accepted: usize, rejected: usize) {
    span.record("thumbspan.accepted", count(accepted));
    span.record("thumbspan.rejected", count(rejected));
}

/// OpenTelemetry knows signed integers alone.
fn count(many: usize) -> i64 {
    i64::try_from(many).unwrap_or(i64::MAX)
}

/// A request to a sink, until it is dropped.
pub(crate) fn deliver(sink: &str, events: &[Event]) -> Span {
    let span = tracing::info_span!(
        "deliver",
        otel.kind = "client",
        otel.status_code = Empty,
        error.type = Empty,
        thumbspan.sink = sink,
        thumbspan.events = count(events.len())
    );
    for event in events {
        link(&span, &event.target);
    }
    span
}

/// What came of a request: nothing, or the failure's code.
pub(crate) fn ended(span: &Span, code: Option<&str>) {
    if let Some(code) = code {
        span.record("otel.status_code", "ERROR");
        span.record("error.type", code);
    }
}

/// Links to the rated span.
pub(crate) fn link(span: &Span, target: &Target) {
    if span.is_disabled() {
        return;
    }
    if let Some(context) = rated(target) {
        span.add_link(context);
    }
}

fn rated(target: &Target) -> Option<SpanContext> {
    let Target::Span {
        span_id,
        trace_id: Some(trace_id),
    } = target
    else {
        return None;
    };
    let span = SpanId::from_hex(&ids::span_hex(span_id).ok()?).ok()?;
    let trace = TraceId::from_hex(&ids::trace_hex(trace_id).ok()?).ok()?;
    let flags = TraceFlags::SAMPLED;
    Some(SpanContext::new(trace, span, flags, true, TraceState::NONE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(span_id: &str, trace_id: Option<&str>) -> Option<(String, String)> {
        let (span_id, trace_id) = (span_id.to_owned(), trace_id.map(str::to_owned));
        let context = rated(&Target::Span { span_id, trace_id })?;
        Some((
            context.trace_id().to_string(),
            context.span_id().to_string(),
        ))
    }

    #[test]
    fn a_link_names_the_rated_span_to_the_digit_or_is_not_there() {
        let both = Some(("0".repeat(31) + "1", "1192edc40de09b57".to_owned()));
        assert_eq!(of("1266335871546727255", Some("1")), both);
        assert_eq!(of("1192EDC40DE09B57", Some(&("0".repeat(31) + "1"))), both);
        for (span, trace) in [
            ("1", None),
            ("a run's uuid", Some("1")),
            ("1", Some("0")),
            ("1", Some("x")),
        ] {
            assert_eq!(of(span, trace), None, "{span} {trace:?}");
        }
    }
}
