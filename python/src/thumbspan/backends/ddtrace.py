"""Datadog LLM Observability: <https://docs.datadoghq.com/llm_observability/>.

The trace id of `LLMObs.export_span` is LLM Observability's own, not the one of APM or of a
``traceparent``; both are kept, each for its purpose.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from thumbspan.context import FeedbackContext
from thumbspan.errors import NotAnLlmSpan

if TYPE_CHECKING:
    from ddtrace.trace import Span

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


def keep_output(context: FeedbackContext, result: object) -> None:
    """Record a result as its span's output, which the SDK's decorator leaves as it then is.

    Else the decorator would record what it is handed: the result with its context. Nothing is done
    where the application recorded an output itself, or where the decorator records none.
    """
    from ddtrace.llmobs import LLMObs
    from ddtrace.trace import tracer

    span = tracer.current_span()
    if span is None or str(span.span_id) != context.span_id:
        return
    output, kind = _recorded(span)
    if not output and kind not in ("embedding", "retrieval"):
        with suppress(Exception):  # LLMObsAnnotateSpanError is not public.
            LLMObs.annotate(span=span, output_data="" if result is None else result)


def _recorded(span: Span) -> tuple[object, str | None]:
    """Read a span's output and kind; an output, where this version of ddtrace does not say."""
    try:
        from ddtrace.llmobs._utils import get_llmobs_output, get_llmobs_span_kind
    except ImportError:
        return True, None
    return get_llmobs_output(span), get_llmobs_span_kind(span)
