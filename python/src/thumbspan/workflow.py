"""The context handed back together with the result, never on an object that requests share."""

from __future__ import annotations

import inspect
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from contextlib import AbstractContextManager
from functools import wraps
from types import TracebackType
from typing import Any, Generic, Literal, ParamSpec, TypeVar, overload

from thumbspan.backends import ddtrace
from thumbspan.capturing import capture
from thumbspan.context import FeedbackContext
from thumbspan.current import enter, leave, use
from thumbspan.stream import AsyncFeedbackStream, FeedbackStream

P = ParamSpec("P")
T = TypeVar("T")
Y = TypeVar("Y")
S = TypeVar("S")
R = TypeVar("R")
C = TypeVar("C", bound="FeedbackContext | None")


class Handing(AbstractContextManager[C], Generic[C]):
    """What `feedback_context(...)` gives: a decorator and a context manager."""

    def __init__(self, take: Callable[[], C]) -> None:
        """Capture with the given function."""
        self._take = take

    def __enter__(self) -> C:
        """Capture, and make it the current context."""
        context = self._take()
        enter(context)
        return context

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None:
        """Make the one around it current again."""
        leave()

    @overload
    def __call__(  # type: ignore[overload-overlap]  # mypy takes the first that fits, as meant
        self, function: Callable[P, AsyncGenerator[Y, S]]
    ) -> Callable[P, AsyncFeedbackStream[Y, S, C]]: ...
    @overload
    def __call__(  # type: ignore[overload-overlap]
        self, function: Callable[P, Generator[Y, S, R]]
    ) -> Callable[P, FeedbackStream[Y, S, R, C]]: ...
    @overload
    def __call__(  # type: ignore[overload-overlap]
        self, function: Callable[P, Coroutine[Any, Any, T]]
    ) -> Callable[P, Coroutine[Any, Any, tuple[T, C]]]: ...
    @overload
    def __call__(self, function: Callable[P, T]) -> Callable[P, tuple[T, C]]: ...

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Decorate a workflow."""
        return _decorated(function, self._take)


@overload
def feedback_context(  # type: ignore[overload-overlap]
    function: Callable[P, AsyncGenerator[Y, S]], /
) -> Callable[P, AsyncFeedbackStream[Y, S, FeedbackContext]]: ...
@overload
def feedback_context(  # type: ignore[overload-overlap]
    function: Callable[P, Generator[Y, S, R]], /
) -> Callable[P, FeedbackStream[Y, S, R, FeedbackContext]]: ...
@overload
def feedback_context(  # type: ignore[overload-overlap]
    function: Callable[P, Coroutine[Any, Any, T]], /
) -> Callable[P, Coroutine[Any, Any, tuple[T, FeedbackContext]]]: ...
@overload
def feedback_context(function: Callable[P, T], /) -> Callable[P, tuple[T, FeedbackContext]]: ...
@overload
def feedback_context(
    *, backend: str = "auto", missing_ok: Literal[False] = False
) -> Handing[FeedbackContext]: ...
@overload
def feedback_context(
    *, backend: str = "auto", missing_ok: bool
) -> Handing[FeedbackContext | None]: ...


def feedback_context(
    function: Callable[..., Any] | None = None,
    /,
    *,
    backend: str = "auto",
    missing_ok: bool = False,
) -> Any:
    """Capture when a workflow begins, and hand the context back with its result.

    Under the SDK's own decorator, so that the span is open::

        @workflow
        @feedback_context
        def answer(question: str) -> str: ...

        text, context = answer("When does it leave?")

    A coroutine function likewise: ``text, context = await answer(...)``. A generator function
    gives its pieces as before, and the stream has ``context``. As a context manager, ``with
    feedback_context() as context`` inside the workflow. Within, `current` finds the context, and
    so do logs and metrics (`FeedbackFilter`, `otel_context`).

    Args:
        function: the workflow.
        backend: as of `capture`.
        missing_ok: as of `capture`; the context may then be None.

    Raises:
        NoActiveSpan: as `capture`, when the workflow begins and before its first line runs.
        NotAnLlmSpan: likewise.
    """

    def take() -> FeedbackContext | None:
        return capture(backend, missing_ok=missing_ok)

    handing = Handing(take)
    return handing if function is None else handing(function)


def _decorated(function: Callable[..., Any], take: Callable[[], C]) -> Callable[..., Any]:
    if inspect.isasyncgenfunction(function):
        return _streaming(function, take, AsyncFeedbackStream)
    if inspect.isgeneratorfunction(function):
        return _streaming(function, take, FeedbackStream)
    if inspect.iscoroutinefunction(function):
        return _awaited(function, take)
    return _called(function, take)


def _streaming(
    function: Callable[P, T], take: Callable[[], C], made: Callable[[T, C], R]
) -> Callable[P, R]:
    @wraps(function)
    def streaming(*args: P.args, **kwargs: P.kwargs) -> R:
        # Now, not at the first piece: some decorators hold their span open during this call alone.
        context = take()
        return made(function(*args, **kwargs), context)

    return streaming


def _awaited(
    function: Callable[P, Coroutine[Any, Any, T]], take: Callable[[], C]
) -> Callable[P, Coroutine[Any, Any, tuple[T, C]]]:
    @wraps(function)
    async def awaited(*args: P.args, **kwargs: P.kwargs) -> tuple[T, C]:
        context = take()
        with use(context):
            return _handed(await function(*args, **kwargs), context)

    return awaited


def _called(function: Callable[P, T], take: Callable[[], C]) -> Callable[P, tuple[T, C]]:
    @wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> tuple[T, C]:
        context = take()
        with use(context):
            return _handed(function(*args, **kwargs), context)

    return called


def _handed(result: T, context: C) -> tuple[T, C]:
    if context is not None and context.backend == "ddtrace":
        ddtrace.keep_output(context, result)
    return result, context
