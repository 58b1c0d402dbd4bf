"""Ids on OpenTelemetry's log records and measurements, also when the span is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thumbspan.current import current
from thumbspan.ids import get_trace_span_ids

if TYPE_CHECKING:
    from opentelemetry.context import Context


def otel_context(source: object = None, base: Context | None = None) -> Context:
    """Make a context in which the span of a snapshot is the current one.

    ::

        logger.emit(LogRecord(context=otel_context(context), body="…"))
        histogram.record(0.7, context=otel_context(context))  # reaches the exemplar

    Args:
        source: what `get_trace_span_ids` takes; None for the `feedback_context` around the call.
        base: what else the context holds; None for what is current.

    Returns:
        The base itself, where the source has no span and trace by W3C.
    """
    from opentelemetry.context import get_current
    from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags, set_span_in_context

    base = get_current() if base is None else base
    trace, span, flags = get_trace_span_ids(current() if source is None else source)
    if trace is None or span is None:
        return base
    kept = SpanContext(
        int(trace, 16), int(span, 16), is_remote=False, trace_flags=TraceFlags(flags or 0)
    )
    return set_span_in_context(NonRecordingSpan(kept), base)


def correlation_attributes(source: object = None) -> dict[str, str]:
    """Name trace and span as attributes, for measurements whose reader keeps no exemplars.

    Each answer makes a series of its own: for rare measurements such as evaluations.

    Args:
        source: as of `otel_context`.
    """
    trace, span, _ = get_trace_span_ids(current() if source is None else source)
    ids = {"trace_id": trace, "span_id": span}
    return {name: value for name, value in ids.items() if value is not None}
