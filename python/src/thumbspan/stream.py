"""Streamed answers that carry their context: one object for each call, shared by nobody."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator
from types import TracebackType
from typing import Generic, TypeVar

from thumbspan.context import FeedbackContext
from thumbspan.current import use

Y = TypeVar("Y")
S = TypeVar("S")
R = TypeVar("R")
C = TypeVar("C", bound="FeedbackContext | None")


class FeedbackStream(Generator[Y, S, R], Generic[Y, S, R, C]):
    """A generator's pieces."""

    context: C
    """What they came from: there before the first piece and after the last."""

    def __init__(self, pieces: Generator[Y, S, R], context: C) -> None:
        """Wrap what one call of a generator function gave."""
        self._pieces = pieces
        self.context = context

    def __next__(self) -> Y:
        """Ask for the next piece."""
        with use(self.context):
            return next(self._pieces)

    def send(self, value: S, /) -> Y:
        """Ask for the next piece."""
        with use(self.context):
            return self._pieces.send(value)

    def throw(  # type: ignore[override]  # of three forms, the one that is not deprecated
        self, error: BaseException, /, *_: TracebackType | BaseException | None
    ) -> Y:
        """Raise an error where the generator waits."""
        with use(self.context):
            return self._pieces.throw(error)

    def close(self) -> None:
        """End the generator."""
        self._pieces.close()


class AsyncFeedbackStream(AsyncGenerator[Y, S], Generic[Y, S, C]):
    """An asynchronous generator's pieces."""

    context: C
    """What they came from: there before the first piece and after the last."""

    def __init__(self, pieces: AsyncGenerator[Y, S], context: C) -> None:
        """Wrap what one call of an asynchronous generator function gave."""
        self._pieces = pieces
        self.context = context

    async def __anext__(self) -> Y:
        """Ask for the next piece."""
        with use(self.context):
            return await self._pieces.__anext__()

    async def asend(self, value: S, /) -> Y:
        """Ask for the next piece."""
        with use(self.context):
            return await self._pieces.asend(value)

    async def athrow(  # type: ignore[override]  # of three forms, the one that is not deprecated
        self, error: BaseException, /, *_: TracebackType | BaseException | None
    ) -> Y:
        """Raise an error where the generator waits."""
        with use(self.context):
            return await self._pieces.athrow(error)

    async def aclose(self) -> None:
        """End the generator."""
        await self._pieces.aclose()
