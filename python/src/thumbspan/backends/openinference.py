"""OpenInference, as Phoenix takes it: <https://arize-ai.github.io/openinference/spec/>."""

from __future__ import annotations

from thumbspan.backends import otel_span
from thumbspan.context import FeedbackContext

MODULE = "opentelemetry.trace"
ADVICE = (
    "Call capture() inside a span with the attribute openinference.span.kind, such as those of "
    "OITracer and of the openinference-instrumentation packages."
)


def active() -> FeedbackContext | None:
    """Snapshot the current span, where it is of OpenInference's kinds."""
    found = otel_span.marked("openinference.span.kind")
    if found is None:
        return None
    span, kind = found
    return otel_span.snapshot(
        span,
        backend="openinference",
        kind=kind,
        session_id=otel_span.attributes(span).get("session.id"),
        verified=True,
    )
