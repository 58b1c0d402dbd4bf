"""Langfuse: <https://langfuse.com/docs/observability/sdk/overview>.

Its client gives the ids of whatever OpenTelemetry span is current, the HTTP server's too; an
observation of its own is known by its attribute.
"""

from __future__ import annotations

from thumbspan.backends import otel_span
from thumbspan.context import FeedbackContext

MODULE = "langfuse"
ADVICE = (
    "Call capture() inside a function that is decorated with @observe, or inside "
    "`with langfuse.start_as_current_observation(...)`."
)


def active() -> FeedbackContext | None:
    """Snapshot the current observation."""
    found = otel_span.marked("langfuse.observation.type")
    if found is None:
        return None
    span, kind = found
    return otel_span.snapshot(
        span,
        backend="langfuse",
        kind=kind,
        session_id=otel_span.attributes(span).get("session.id"),
        verified=True,
    )
