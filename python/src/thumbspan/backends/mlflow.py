"""MLflow: <https://mlflow.org/docs/latest/genai/tracing/>.

Where MLflow shares OpenTelemetry's provider, its active span is whatever span is current, the HTTP
server's too; one of its own has a type, ``UNKNOWN`` at least.
"""

from __future__ import annotations

from thumbspan.backends import otel_span
from thumbspan.context import FeedbackContext, is_w3c_trace

MODULE = "mlflow"
ADVICE = (
    "Call capture() inside a function that is decorated with @mlflow.trace, or inside "
    "`with mlflow.start_span(...)`."
)


def active() -> FeedbackContext | None:
    """Snapshot the active span."""
    import mlflow

    span = mlflow.get_current_active_span()
    if span is None or span.span_type is None:
        otel = otel_span.current()
        if otel is not None:
            otel_span.refuse_http(otel)
        return None
    w3c = span.trace_id.removeprefix("tr-")
    return FeedbackContext(
        backend="mlflow",
        span_id=span.span_id,
        trace_id=span.trace_id,
        kind=span.span_type.lower(),
        w3c_trace_id=w3c if is_w3c_trace(w3c) else None,
        verified=True,
    )
