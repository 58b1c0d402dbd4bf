"""Datadog LLM Observability: <https://docs.datadoghq.com/llm_observability/>.

The trace id of `LLMObs.export_span` is LLM Observability's own, not the one of APM or of a
``traceparent``; both are kept, each for its purpose.
"""

from __future__ import annotations

from thumbspan.context import FeedbackContext
from thumbspan.errors import NotAnLlmSpan

MODULE = "ddtrace.llmobs"
ADVICE = (
    "Enable LLM Observability (LLMObs.enable() or DD_LLMOBS_ENABLED=1), and call capture() inside "
    "the function that is decorated with @workflow."
)


def active() -> FeedbackContext | None:
    """Snapshot LLM Observability's active span, also from inside an APM child of it."""
    from ddtrace.llmobs import LLMObs
    from ddtrace.trace import tracer

    if not LLMObs.enabled:
        return None
    apm = tracer.current_span()
    try:
        exported = LLMObs.export_span()
    except Exception as error:  # LLMObsExportSpanError is not public.
        if apm is None:
            return None
        raise NotAnLlmSpan(
            f"The active span {apm.name!r} is not LLM Observability's, and feedback on it would "
            "be dropped. Call capture() inside the function that is decorated with @workflow, and "
            "return the context with the result."
        ) from error
    if exported is None:
        return None
    priority = None if apm is None else apm.context.sampling_priority
    return FeedbackContext(
        backend="ddtrace",
        span_id=exported["span_id"],
        trace_id=exported["trace_id"],
        trace_flags=None if priority is None else int(priority > 0),
        w3c_trace_id=None if apm is None else f"{apm.trace_id:032x}",
        verified=True,
    )
