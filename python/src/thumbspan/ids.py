"""The ids for logs and metrics, out of whatever knows them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from thumbspan.context import FeedbackContext, is_w3c_trace
from thumbspan.errors import BadContext

_W3C_SPAN = re.compile(r"(?!0{16})[0-9a-f]{16}")


class TraceSpanIds(NamedTuple):
    """Ids by W3C (<https://www.w3.org/TR/trace-context/>); None for what is not known."""

    trace_id_hex: str | None
    """32 lower-case hex digits."""
    span_id_hex: str | None
    """16 lower-case hex digits."""
    trace_flags: int | None
    """0 to 255."""


NONE = TraceSpanIds(None, None, None)


def get_trace_span_ids(source: object) -> TraceSpanIds:
    """Find trace, span and flags; never raises, whatever is missing.

    Args:
        source: a `FeedbackContext` or what its ``to_dict`` gave; a live or ended span of
            OpenTelemetry or ddtrace, or a span context; or an object with a snapshot
            (``feedback_context``, or ``trace_id_hex``, ``span_id_hex`` and ``trace_flags``)
            or else a ``span``, which may be None. The snapshot comes before the span.
    """
    if isinstance(source, FeedbackContext):
        return _of_context(source)
    if isinstance(source, Mapping):
        return _of_mapping(source)
    snapshot = getattr(source, "feedback_context", None)
    if isinstance(snapshot, FeedbackContext | Mapping):
        return get_trace_span_ids(snapshot)
    return _of_fields(source) or _of_span(source) or _of_span(getattr(source, "span", None)) or NONE


def _of_context(context: FeedbackContext) -> TraceSpanIds:
    trace = context.w3c_trace_id or context.trace_id
    span = context.span_id
    # Datadog alone writes span ids as decimal numbers.
    if context.backend == "ddtrace" and span is not None and span.isdecimal():
        span = f"{int(span):016x}"
    return _checked(trace, span, context.trace_flags)


def _of_mapping(said: Mapping[str, object]) -> TraceSpanIds:
    try:
        return _of_context(FeedbackContext.from_dict(dict(said)))
    except BadContext:
        return _checked(said.get("trace_id_hex"), said.get("span_id_hex"), said.get("trace_flags"))


def _of_fields(source: object) -> TraceSpanIds | None:
    names = TraceSpanIds._fields
    found = _checked(*(getattr(source, name, None) for name in names))
    return found if found.trace_id_hex else None


def _of_span(span: object) -> TraceSpanIds | None:
    ask = getattr(span, "get_span_context", None)
    context = ask() if callable(ask) else span
    trace, ident = getattr(context, "trace_id", None), getattr(context, "span_id", None)
    if not isinstance(trace, int) or not isinstance(ident, int) or trace <= 0 or ident <= 0:
        return None
    flags = getattr(context, "trace_flags", None)
    if flags is None:
        # Of ddtrace, whose decision may not be made yet.
        priority = getattr(getattr(context, "context", None), "sampling_priority", None)
        flags = None if priority is None else int(priority > 0)
    return _checked(f"{trace:032x}", f"{ident:016x}", flags)


def _checked(trace: object, span: object, flags: object) -> TraceSpanIds:
    if not isinstance(trace, str) or not is_w3c_trace(trace):
        return NONE
    return TraceSpanIds(
        trace,
        span if isinstance(span, str) and _W3C_SPAN.fullmatch(span) else None,
        int(flags) if isinstance(flags, int) and 0 <= flags <= 255 else None,
    )
