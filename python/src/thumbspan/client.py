"""What a server itself sends to the relay: a chat bot's thumb, an imported survey, evaluations."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from thumbspan.context import FeedbackContext
from thumbspan.delivery import BYTES, Refused, written
from thumbspan.errors import BadEvaluation, BadFeedback
from thumbspan.evaluation import EvaluatorType, MetricType, Value, finding
from thumbspan.event import Event, Signal, event, signals, uuid7
from thumbspan.http import Send, over_http
from thumbspan.worker import Worker


class Client:
    """Sends in the background; one for the process, safe in threads and after a fork.

    ::

        client = Client("https://relay.example", api_key=os.environ["THUMBSPAN_API_KEY"])
        client.submit_feedback(context, thumbs="up", user="user-17")
        client.submit_evaluation(context, "extraction_quality", "score", 9.5)
        client.close()

    What the relay has accepted is on its disk. What it has not is tried again with the same id,
    from memory: `flush` says whether anything is left.

    Args:
        relay: its base URL.
        api_key: one of its ``api_keys``; None where each event has a ticket. Evaluations need one.
        on_refused: told of each event that the relay will never take; else the log says its code.
        timeout_s: of one request.
        send: instead of HTTP, for tests.
    """

    def __init__(
        self,
        relay: str,
        *,
        api_key: str | None = None,
        on_refused: Callable[[Refused], None] | None = None,
        timeout_s: float = 10.0,
        send: Send | None = None,
    ) -> None:
        """Reach no network yet; the first event starts the thread."""

        def worker(path: str) -> Worker:
            return Worker(send or over_http(relay, path, api_key, timeout_s), on_refused)

        self._feedback = worker("/v1/feedback")
        self._evaluations = worker("/v1/evaluations")
        self._has_key = api_key is not None

    def submit_feedback(
        self,
        context: FeedbackContext,
        *,
        thumbs: Literal["up", "down"] | None = None,
        rating: int | None = None,
        nps: int | None = None,
        comment: str | None = None,
        correction: str | None = None,
        reasons: Sequence[str] = (),
        user: str | None = None,
        tags: Mapping[str, str] | None = None,
        ticket: str | None = None,
        revises: str | None = None,
    ) -> str:
        """Queue one event and return its id at once.

        Args:
            context: what it is about.
            thumbs: ``up`` or ``down``.
            rating: 1 to 5.
            nps: 0 to 10.
            comment: 1 to 4,000 characters.
            correction: what the answer should have said, likewise.
            reasons: codes of the reasons that were chosen.
            user: the person, preferably by a pseudonym.
            tags: for searching.
            ticket: from `mint_ticket`.
            revises: the id of the event that this one changes.

        Raises:
            BadFeedback: nothing was said, or something out of range.
            QueueFull: the relay has not been there for 10,000 events.
        """
        said = signals(
            thumbs=thumbs,
            rating=rating,
            nps=nps,
            comment=comment,
            correction=correction,
            reasons=reasons,
        )
        by = None if user is None else {"id": user, "type": "user"}
        made = _made(context, said, submitter=by, tags=tags, ticket=ticket, revises=revises)
        if len(written([made])) > BYTES:
            raise BadFeedback(f"Say less: an event has at most {BYTES} bytes.")
        self._feedback.put(made)
        return str(made["id"])

    def submit_evaluation(
        self,
        context: FeedbackContext,
        label: str,
        metric_type: MetricType,
        value: Value,
        *,
        assessment: Literal["pass", "fail"] | None = None,
        reasoning: str | None = None,
        evaluator: str | None = None,
        evaluator_type: EvaluatorType = "code",
        tags: Mapping[str, str] | None = None,
        revises: str | None = None,
    ) -> str:
        """Queue what an evaluator found and return its id at once.

        Args:
            context: what it is about.
            label: such as ``extraction_quality``: ASCII letters, digits and ``_``, a letter first.
            metric_type: ``score``, ``categorical``, ``boolean`` or ``json``.
            value: a number, a category of 1 to 256 characters, a bool, or a dict of JSON.
            assessment: ``pass`` or ``fail``.
            reasoning: why, in 1 to 4,000 characters.
            evaluator: its name.
            evaluator_type: ``code``, ``llm`` for a model that judges, ``human`` for a reviewer.
            tags: for searching.
            revises: the id of the evaluation that this one changes.

        Raises:
            BadEvaluation: a value of another type, something out of range, or no API key.
            QueueFull: the relay has not been there for 10,000 evaluations.
        """
        if not self._has_key:
            raise BadEvaluation("Give the Client an api_key: evaluations come from servers alone.")
        found = finding(label, metric_type, value, assessment=assessment, reasoning=reasoning)
        by = None if evaluator is None else {"id": evaluator, "type": evaluator_type}
        made = _made(context, [found], submitter=by, tags=tags, ticket=None, revises=revises)
        if len(written([made])) > BYTES:
            raise BadEvaluation(f"Say less: an event has at most {BYTES} bytes.")
        self._evaluations.put(made)
        return str(made["id"])

    def flush(self, timeout_s: float = 10.0) -> bool:
        """Wait until everything is settled; False when something is left after the time."""
        until = time.monotonic() + timeout_s
        done = [worker.flush(max(0.0, until - time.monotonic())) for worker in self._workers()]
        return all(done)

    def close(self, timeout_s: float = 10.0) -> bool:
        """Flush, and end the thread; what is left is lost, and the log says how many."""
        until = time.monotonic() + timeout_s
        done = [worker.close(max(0.0, until - time.monotonic())) for worker in self._workers()]
        return all(done)

    def _workers(self) -> tuple[Worker, Worker]:
        return self._feedback, self._evaluations

    def __enter__(self) -> Client:
        """Close it at the end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()


class AsyncClient:
    """The same for asyncio: nothing waits in the loop. Takes the arguments of `Client`."""

    def __init__(self, relay: str, **options: Any) -> None:  # noqa: ANN401 - those of Client
        """Reach no network yet."""
        self._client = Client(relay, **options)

    async def submit_feedback(self, context: FeedbackContext, **said: Any) -> str:  # noqa: ANN401
        """Queue one event and return its id, as `Client.submit_feedback`."""
        return self._client.submit_feedback(context, **said)

    async def submit_evaluation(
        self,
        context: FeedbackContext,
        label: str,
        metric_type: MetricType,
        value: Value,
        **more: Any,  # noqa: ANN401 - those of Client
    ) -> str:
        """Queue what an evaluator found and return its id, as `Client.submit_evaluation`."""
        return self._client.submit_evaluation(context, label, metric_type, value, **more)

    async def flush(self, timeout_s: float = 10.0) -> bool:
        """Wait as `Client.flush`."""
        return await asyncio.to_thread(self._client.flush, timeout_s)

    async def aclose(self, timeout_s: float = 10.0) -> bool:
        """Close as `Client.close`."""
        return await asyncio.to_thread(self._client.close, timeout_s)

    async def __aenter__(self) -> AsyncClient:
        """Close it at the end."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close it."""
        await self.aclose()


def _made(context: FeedbackContext, said: list[Signal], **more: Any) -> Event:  # noqa: ANN401 - of event
    now_ms = time.time_ns() // 1_000_000
    event_id = uuid7(now_ms, secrets.token_bytes(10))
    return event(context, said, event_id=event_id, now_ms=now_ms, **more)
