"""What the backends on top of OpenTelemetry ask a span."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from thumbspan.context import FeedbackContext, is_id
from thumbspan.errors import NotAnLlmSpan

if TYPE_CHECKING:
    from opentelemetry.trace import Span

HTTP = ("http.request.method", "http.method", "url.full", "http.url", "http.route", "http.target")
"""Attributes of HTTP spans, by the stable conventions and by those before."""


def current() -> Span | None:
    """Find the current span; None where there is none."""
    from opentelemetry import trace

    span = trace.get_current_span()
    return span if span.get_span_context().is_valid else None


def attributes(span: Span) -> Mapping[str, object]:
    """Read a span's attributes: none, where it is not recorded."""
    found = getattr(span, "attributes", None)
    return found if isinstance(found, Mapping) else {}


def marked(name: str) -> tuple[Span, str] | None:
    """Find the current span and its kind by an attribute that only one SDK's spans carry.

    Raises:
        NotAnLlmSpan: without the attribute, it is a request's.
    """
    span = current()
    if span is None:
        return None
    kind = attributes(span).get(name)
    if kind is None:
        refuse_http(span)
        return None
    return span, str(kind).lower()


def refuse_http(span: Span) -> None:
    """Let no span pass that is a request's.

    Raises:
        NotAnLlmSpan: it serves or makes an HTTP request, or is the caller's.
    """
    from opentelemetry.trace import SpanKind

    kind = getattr(span, "kind", None)
    what = None
    if span.get_span_context().is_remote:
        what = "another service's, from the traceparent of the request"
    elif kind in (SpanKind.SERVER, SpanKind.CONSUMER):
        what = "the server's of the request"
    elif any(name in attributes(span) for name in HTTP):
        what = "an HTTP request's"
    if what is not None:
        name = getattr(span, "name", None) or "(no name)"
        raise NotAnLlmSpan(
            f"The active span {name!r} is {what}, not the LLM's. Call capture() inside the "
            "function that calls the model, under its workflow span, and return the context with "
            "the result."
        )


def snapshot(
    span: Span, *, backend: str, kind: str | None, session_id: object, verified: bool
) -> FeedbackContext:
    """Keep a span's identity."""
    context = span.get_span_context()
    return FeedbackContext(
        backend=backend,
        span_id=f"{context.span_id:016x}",
        trace_id=f"{context.trace_id:032x}",
        session_id=str(session_id) if is_id(session_id) else None,
        kind=kind,
        trace_flags=int(context.trace_flags),
        verified=verified,
    )
