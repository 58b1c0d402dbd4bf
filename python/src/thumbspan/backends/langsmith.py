"""LangSmith: <https://docs.langchain.com/langsmith/annotate-code>. Its spans are runs."""

from __future__ import annotations

from thumbspan.context import FeedbackContext

MODULE = "langsmith"
ADVICE = (
    "Switch tracing on (LANGSMITH_TRACING=true), and call capture() inside a function that is "
    "decorated with @traceable."
)


def active() -> FeedbackContext | None:
    """Snapshot the current run."""
    from langsmith.run_helpers import get_current_run_tree

    run = get_current_run_tree()
    if run is None:
        return None
    return FeedbackContext(
        backend="langsmith",
        span_id=str(run.id),
        trace_id=str(run.trace_id),
        kind=run.run_type,
        verified=True,
    )
