"""Thumbspan in Python: feedback that can only land on the span it is about.

- `capture` inside the workflow gives a `FeedbackContext`, which outlives the span;
- `errors`: why there is none, and what to do.
"""

from thumbspan.capturing import capture
from thumbspan.context import FeedbackContext
from thumbspan.errors import (
    BadContext,
    NoActiveSpan,
    NotAnLlmSpan,
    ThumbspanError,
    UnknownBackend,
)

__all__ = [
    "BadContext",
    "FeedbackContext",
    "NoActiveSpan",
    "NotAnLlmSpan",
    "ThumbspanError",
    "UnknownBackend",
    "capture",
]
