"""The queue and the thread that empties it.

A fork copies the queue but not the thread: the child starts with an empty queue of its own, since
the parent still sends what was queued before.
"""

from __future__ import annotations

import atexit
import logging
import os
import random
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable

from thumbspan.delivery import Outcome, Refused, batch, outcome, wait_s, written
from thumbspan.errors import QueueFull
from thumbspan.event import Event
from thumbspan.http import Send

logger = logging.getLogger("thumbspan")

CAPACITY = 10_000
"""Events that wait at most."""

_all: weakref.WeakSet[Worker] = weakref.WeakSet()


class Worker:
    """Sends what is put, in order and in batches, until each event is settled."""

    def __init__(self, send: Send, on_refused: Callable[[Refused], None] | None) -> None:
        """Start nothing yet."""
        self._send = send
        self._on_refused = on_refused
        self._closed = False
        self._begin()
        _all.add(self)
        atexit.register(_at_exit, weakref.ref(self))

    def _begin(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[Event] = deque()
        self._thread: threading.Thread | None = None

    def put(self, event: Event) -> None:
        """Queue an event.

        Raises:
            QueueFull: too many wait, or it was closed.
        """
        with self._changed:
            if self._closed or len(self._waiting) >= CAPACITY:
                raise QueueFull("Keep the event, and see why the relay does not answer.")
            self._waiting.append(event)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="thumbspan", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def flush(self, timeout_s: float) -> bool:
        """Wait until the queue is empty."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting, timeout_s)

    def close(self, timeout_s: float) -> bool:
        """Flush, and end the thread."""
        done = self.flush(timeout_s)
        with self._changed:
            already, self._closed = self._closed, True
            self._changed.notify_all()
            thread, left = self._thread, len(self._waiting)
        if left and not already:
            logger.error("%d events of feedback were not delivered before the end.", left)
        if thread is not None and done:
            thread.join(timeout_s)
        return done

    def _run(self) -> None:
        tries = 0
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                if self._closed:
                    return
                sent = batch(self._waiting)
            found = self._try(sent)
            self._settle(found)
            if found.settled:
                tries = 0
                continue
            self._pause(found.retry_after_s or wait_s(tries, random.random()))  # noqa: S311
            tries += 1

    def _try(self, sent: list[Event]) -> Outcome:
        try:
            answer = self._send(written(sent))
        except Exception as error:
            # Whatever it is: without this thread nothing would be sent any more.
            logger.warning("The relay does not answer (%s); trying again.", type(error).__name__)
            return Outcome()
        return outcome(sent, answer.status, answer.body, answer.retry_after)

    def _settle(self, found: Outcome) -> None:
        # Before the queue is seen to be empty: who flushes then knows of every refusal.
        for refused in found.refused:
            self._tell(refused)
        with self._changed:
            kept = [each for each in self._waiting if each["id"] not in found.settled]
            self._waiting = deque(kept)
            self._changed.notify_all()

    def _tell(self, refused: Refused) -> None:
        if self._on_refused is None:
            logger.error("The relay refused feedback %s: %s.", refused.event_id, refused.code)
            return
        try:
            self._on_refused(refused)
        except Exception:
            logger.exception("on_refused failed for feedback %s.", refused.event_id)

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        with self._changed:
            self._changed.wait_for(lambda: self._closed, max(0.0, until - time.monotonic()))


def _at_exit(worker: weakref.ref[Worker]) -> None:
    alive = worker()
    if alive is not None:
        alive.close(5.0)


def _in_child() -> None:
    for worker in list(_all):
        worker._begin()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_child)
