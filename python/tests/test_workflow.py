"""The context comes back with the result, and two requests never get each other's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

import pytest
from opentelemetry.trace import Span, SpanKind, Tracer, get_current_span

from thumbspan import FeedbackContext, NotAnLlmSpan, capture, current, feedback_context

REQUESTS = 200
LLM = {"gen_ai.operation.name": "invoke_workflow"}


def active() -> str:
    return f"{get_current_span().get_span_context().span_id:016x}"


def id_of(span: Span) -> str:
    return f"{span.get_span_context().span_id:016x}"


@feedback_context
def plain(question: str) -> str:
    return f"{question} {active()}"


@feedback_context
async def awaited(question: str, seed: int) -> str:
    for _ in range(Random(seed).randrange(5)):  # noqa: S311 - an order, no secret
        await asyncio.sleep(0)
    context = current()
    assert context is not None
    return f"{question} {context.span_id}"


@feedback_context
def pieces(question: str) -> Generator[str, None, int]:
    yield question
    context = current()
    assert context is not None
    yield context.span_id or ""
    return 2


@feedback_context
async def async_pieces(question: str, seed: int) -> AsyncGenerator[str, None]:
    yield question
    for _ in range(Random(seed).randrange(5)):  # noqa: S311 - an order, no secret
        await asyncio.sleep(0)
    context = current()
    assert context is not None
    yield context.span_id or ""


def test_two_hundred_coroutines_at_once_each_get_their_own_context(tracer: Tracer) -> None:
    async def request(number: int) -> tuple[str, str, FeedbackContext]:
        with tracer.start_as_current_span("POST /", kind=SpanKind.SERVER):
            await asyncio.sleep(0)
            with tracer.start_as_current_span("answer", attributes=LLM) as span:
                result, context = await awaited(f"q{number}", number)
            await asyncio.sleep(0)
            return id_of(span), result, context

    async def all_requests() -> list[tuple[str, str, FeedbackContext]]:
        return await asyncio.gather(*map(request, range(REQUESTS)))

    answers = asyncio.run(all_requests())
    assert len({context.span_id for _, _, context in answers}) == REQUESTS
    for number, (span_id, result, context) in enumerate(answers):
        assert context.span_id == span_id
        assert result == f"q{number} {span_id}"


def test_two_hundred_streams_at_once_each_get_their_own_context(tracer: Tracer) -> None:
    async def request(number: int) -> tuple[str, list[str], FeedbackContext]:
        with tracer.start_as_current_span("answer", attributes=LLM) as span:
            stream = async_pieces(f"q{number}", number)
            return id_of(span), [piece async for piece in stream], stream.context

    async def all_requests() -> list[tuple[str, list[str], FeedbackContext]]:
        return await asyncio.gather(*map(request, range(REQUESTS)))

    answers = asyncio.run(all_requests())
    assert len({context.span_id for _, _, context in answers}) == REQUESTS
    for number, (span_id, said, context) in enumerate(answers):
        assert context.span_id == span_id
        assert said == [f"q{number}", span_id]


def test_two_hundred_threads_at_once_each_get_their_own_context(tracer: Tracer) -> None:
    shared = feedback_context()
    together = Barrier(REQUESTS, timeout=60)

    def request(number: int) -> tuple[str, str, FeedbackContext, FeedbackContext, object]:
        with tracer.start_as_current_span("answer", attributes=LLM) as span, shared as entered:
            together.wait()
            result, context = plain(f"q{number}")
            return id_of(span), result, context, entered, current()

    with ThreadPoolExecutor(REQUESTS) as pool:
        answers = list(pool.map(request, range(REQUESTS)))
    assert len({context.span_id for _, _, context, _, _ in answers}) == REQUESTS
    for number, (span_id, result, context, entered, found) in enumerate(answers):
        assert context.span_id == span_id
        assert result == f"q{number} {span_id}"
        assert context == entered == found


def test_a_stream_has_its_context_and_stays_a_generator(tracer: Tracer) -> None:
    with tracer.start_as_current_span("answer", attributes=LLM) as span:
        stream = pieces("q")
    assert stream.context.span_id == id_of(span)
    assert next(stream) == "q"
    assert current() is None, "between two pieces nothing is left over"
    assert next(stream) == id_of(span), "the span has ended, the context has not"
    with pytest.raises(StopIteration) as end:
        next(stream)
    assert end.value.value == 2


def test_a_span_that_is_open_during_the_call_alone_is_captured(tracer: Tracer) -> None:
    @tracer.start_as_current_span("answer", attributes=LLM)
    @feedback_context
    def answer() -> Generator[str, None, None]:
        yield "a"

    stream = answer()
    assert list(stream) == ["a"]
    assert stream.context.verified


def test_what_is_thrown_into_a_stream_arrives_there(tracer: Tracer) -> None:
    with tracer.start_as_current_span("answer", attributes=LLM):
        stream, other = pieces("q"), pieces("q")
    next(stream)
    with pytest.raises(KeyError):
        stream.throw(KeyError("k"))
    next(other)
    other.close()
    assert list(other) == []


def test_an_asynchronous_stream_takes_sends_throws_and_its_end(tracer: Tracer) -> None:
    @feedback_context
    async def echo() -> AsyncGenerator[str, str]:
        said = "first"
        while True:
            said = yield said

    async def talk() -> list[str]:
        with tracer.start_as_current_span("answer", attributes=LLM):
            stream, other = echo(), echo()
        said = [await anext(stream), await stream.asend("second")]
        with pytest.raises(KeyError):
            await stream.athrow(KeyError("k"))
        await anext(other)
        await other.aclose()
        return said + [piece async for piece in other]

    assert asyncio.run(talk()) == ["first", "second"]


def test_the_context_manager_leaves_what_was_there_also_after_an_error(tracer: Tracer) -> None:
    def fail() -> None:
        with tracer.start_as_current_span("tool", attributes=LLM), feedback_context() as inner:
            assert current() == inner != outer
            raise KeyError

    with tracer.start_as_current_span("answer", attributes=LLM), feedback_context() as outer:
        with pytest.raises(KeyError):
            fail()
        assert current() == outer
    assert current() is None


def test_in_the_request_the_model_is_not_even_called(tracer: Tracer) -> None:
    called = []

    @feedback_context(missing_ok=True)
    def answer() -> str:
        called.append(1)
        return "a"

    with (
        tracer.start_as_current_span("POST /", kind=SpanKind.SERVER),
        pytest.raises(NotAnLlmSpan),
    ):
        answer()
    assert called == []
    assert answer() == ("a", None)


def test_the_context_of_a_workflow_is_the_one_of_capture(tracer: Tracer) -> None:
    with tracer.start_as_current_span("answer", attributes=LLM):
        assert plain("q")[1] == capture()
