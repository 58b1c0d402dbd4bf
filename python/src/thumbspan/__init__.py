"""Thumbspan in Python: feedback that can only land on the span it is about.

- `capture` inside the workflow gives a `FeedbackContext`, which outlives the span;
- `feedback_context` around a workflow hands it back together with the result;
- `get_trace_span_ids`, `FeedbackFilter`, `otel_context` put its ids on logs and metrics;
- `mint_ticket` signs the permission to rate it;
- `Client` and `AsyncClient` send feedback and evaluations from a server;
- `errors`: why there is none, and what to do.
"""

from thumbspan.capturing import capture
from thumbspan.client import AsyncClient, Client
from thumbspan.context import FeedbackContext
from thumbspan.current import current, use
from thumbspan.delivery import Refused
from thumbspan.errors import (
    BadContext,
    BadEvaluation,
    BadFeedback,
    BadRelay,
    NoActiveSpan,
    NotAnLlmSpan,
    QueueFull,
    ThumbspanError,
    TicketBadClaim,
    TicketKeyRefused,
    TicketTooLongLived,
    UnknownBackend,
)
from thumbspan.ids import TraceSpanIds, get_trace_span_ids
from thumbspan.logs import FeedbackFilter
from thumbspan.otel import correlation_attributes, otel_context
from thumbspan.stream import AsyncFeedbackStream, FeedbackStream
from thumbspan.ticket import TicketKey, mint_ticket
from thumbspan.workflow import feedback_context

__all__ = [
    "AsyncClient",
    "AsyncFeedbackStream",
    "BadContext",
    "BadEvaluation",
    "BadFeedback",
    "BadRelay",
    "Client",
    "FeedbackContext",
    "FeedbackFilter",
    "FeedbackStream",
    "NoActiveSpan",
    "NotAnLlmSpan",
    "QueueFull",
    "Refused",
    "ThumbspanError",
    "TicketBadClaim",
    "TicketKey",
    "TicketKeyRefused",
    "TicketTooLongLived",
    "TraceSpanIds",
    "UnknownBackend",
    "capture",
    "correlation_attributes",
    "current",
    "feedback_context",
    "get_trace_span_ids",
    "mint_ticket",
    "otel_context",
    "use",
]
