"""OpenTelemetry, by the attributes that instrumentations of LLMs write.

<https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/>
"""

from __future__ import annotations

from thumbspan.backends import otel_span
from thumbspan.context import FeedbackContext

MODULE = "opentelemetry.trace"
ADVICE = (
    "Call capture() inside `with tracer.start_as_current_span(...)` of the workflow, and give that "
    "span the attribute gen_ai.operation.name."
)

MARKS = ("gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.system", "traceloop.span.kind")
"""What no span but an LLM's, an agent's or a workflow's carries; the first names its kind."""


def active() -> FeedbackContext | None:
    """Snapshot the current span: verified with one of `MARKS`, else merely not an HTTP one."""
    span = otel_span.current()
    if span is None:
        return None
    attributes = otel_span.attributes(span)
    mark = next((name for name in MARKS if name in attributes), None)
    if mark is None:
        otel_span.refuse_http(span)
    named = attributes.get(MARKS[0]) or attributes.get(MARKS[-1])
    return otel_span.snapshot(
        span,
        backend="opentelemetry",
        kind=str(named).lower() if named else None,
        session_id=attributes.get("gen_ai.conversation.id"),
        verified=mark is not None,
    )
