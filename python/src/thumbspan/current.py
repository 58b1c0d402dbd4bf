"""The context of the workflow that runs here, for logs and metrics.

Each task and each thread has its own; what is kept stands in no object that they share.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from thumbspan.context import FeedbackContext

_stack: ContextVar[tuple[FeedbackContext | None, ...]] = ContextVar("thumbspan", default=())


def current() -> FeedbackContext | None:
    """Find the context of the innermost `feedback_context` around this call."""
    return next(reversed(_stack.get()), None)


def enter(context: FeedbackContext | None) -> None:
    """Make a context the current one, until `leave`."""
    _stack.set((*_stack.get(), context))


def leave() -> None:
    """Make the one before it current again."""
    _stack.set(_stack.get()[:-1])


@contextmanager
def use(context: FeedbackContext | None) -> Iterator[None]:
    """Make a context the current one within, also a stored one whose span ended long ago."""
    enter(context)
    try:
        yield
    finally:
        leave()
