"""Capture with the real ddtrace: the workflow's span, never the request's."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from typing import Any, cast

import pytest
from ddtrace.llmobs import LLMObs
from ddtrace.llmobs._utils import get_llmobs_output
from ddtrace.llmobs.decorators import llm, retrieval, workflow
from ddtrace.trace import tracer

from thumbspan import FeedbackContext, NoActiveSpan, NotAnLlmSpan, capture, feedback_context


@pytest.fixture(autouse=True)
def llmobs() -> None:
    """LLM Observability is on; switching it on again takes three seconds."""
    if not LLMObs.enabled:
        LLMObs.enable(agent_service="tests", agentless_enabled=False, integrations_enabled=False)


@pytest.fixture(autouse=True, scope="module")
def end() -> Iterator[None]:
    """It is off for the other tests."""
    yield
    LLMObs.disable()


def test_inside_the_workflow_it_is_the_workflow_to_the_digit() -> None:
    with tracer.trace("fastapi.request", span_type="web"), LLMObs.workflow("w") as span:
        context = capture()
        exported = LLMObs.export_span(span)
    assert exported is not None
    assert (context.span_id, context.trace_id) == (exported["span_id"], exported["trace_id"])
    assert (context.backend, context.verified) == ("ddtrace", True)


def test_the_trace_of_apm_is_kept_apart_from_the_one_of_llm_observability() -> None:
    with tracer.trace("fastapi.request", span_type="web") as request, LLMObs.workflow("w"):
        context = capture()
    assert context.w3c_trace_id == f"{request.trace_id:032x}" != context.trace_id


def test_an_apm_child_does_not_hide_the_workflow() -> None:
    with LLMObs.workflow("w") as span, tracer.trace("postgres.query"):
        assert capture().span_id == str(span.span_id)


def test_a_streaming_workflow_hands_its_context_back() -> None:
    @workflow  # type: ignore[untyped-decorator]
    def answer() -> Generator[str, None, None]:
        stream = pieces()
        yield from stream
        yield stream.context.to_json()

    @feedback_context
    def pieces() -> Generator[str, None, None]:
        exported = LLMObs.export_span()
        assert exported is not None
        yield exported["span_id"]

    span_id, context = answer()
    assert FeedbackContext.from_json(context).span_id == span_id


def outputs(decorate: Callable[..., Any], function: Callable[..., Any]) -> dict[str, Any]:
    """Call a decorated function, and read the output of its span."""
    spans: list[Any] = []

    @decorate
    @feedback_context
    def answer() -> object:
        spans.append(LLMObs._instance._current_span())
        return function()

    @decorate
    @feedback_context
    async def awaited() -> object:
        spans.append(LLMObs._instance._current_span())
        return function()

    (result, context), (same, other) = answer(), asyncio.run(awaited())
    assert result == same
    assert [context.span_id, other.span_id] == [str(span.span_id) for span in spans]
    first, second = map(get_llmobs_output, spans)
    assert first == second
    return cast("dict[str, Any]", first)


def annotated() -> str:
    LLMObs.annotate(output_data="its own")
    return "x"


@pytest.mark.parametrize(
    ("decorate", "function", "output"),
    [
        (workflow, lambda: "At 9.", {"value": "At 9."}),
        (workflow, lambda: {"at": 9}, {"value": '{"at": 9}'}),
        (workflow, lambda: None, {"value": ""}),
        (workflow, annotated, {"value": "its own"}),
        (llm(model_name="fake"), lambda: "At 9.", {"messages": [{"content": "At 9.", "role": ""}]}),
        (llm(model_name="fake"), lambda: 9, {}),
        (retrieval, lambda: ["a"], {}),
    ],
)
def test_the_output_of_the_span_is_the_result_without_the_context(
    decorate: Callable[..., Any], function: Callable[..., Any], output: dict[str, Any]
) -> None:
    assert outputs(decorate, function) == output


def test_a_span_that_is_not_the_function_s_own_keeps_its_output() -> None:
    with LLMObs.workflow("w") as span:
        with tracer.trace("postgres.query"):
            feedback_context(lambda: "rows")()
        assert get_llmobs_output(span) == {}


def test_before_and_after_the_inner_call_it_is_the_workflow_and_inside_the_call() -> None:
    @llm(model_name="fake")  # type: ignore[untyped-decorator]
    def model() -> FeedbackContext:
        return capture()

    @workflow  # type: ignore[untyped-decorator]
    def answer() -> list[FeedbackContext]:
        return [capture(), model(), capture()]

    before, inside, after = answer()
    assert before == after
    assert inside.span_id != before.span_id
    assert inside.trace_id == before.trace_id


@pytest.mark.parametrize("backend", ["auto", "ddtrace"])
def test_the_span_of_the_request_is_refused_and_the_error_says_where_to_call(backend: str) -> None:
    with tracer.trace("fastapi.request", span_type="web"):
        with LLMObs.workflow("w"):
            pass
        with pytest.raises(NotAnLlmSpan) as refused:
            capture(backend, missing_ok=True)
    assert refused.value.code == "not_an_llm_span"
    assert "'fastapi.request'" in str(refused.value)
    assert "decorated with @workflow" in str(refused.value)


def test_with_no_span_and_switched_off_there_is_none() -> None:
    with pytest.raises(NoActiveSpan):
        capture("ddtrace")
    LLMObs.disable()
    with pytest.raises(NoActiveSpan, match=r"LLMObs\.enable"):
        capture("ddtrace")
    assert capture("ddtrace", missing_ok=True) is None


def test_the_context_outlives_the_span_and_switched_off_tracing() -> None:
    with LLMObs.workflow("w") as span:
        context = capture()
    LLMObs.disable()
    assert FeedbackContext.from_json(context.to_json()).span_id == str(span.span_id)


def test_the_package_imports_no_sdk() -> None:
    program = (
        "import sys, thumbspan\n"
        "assert not {'ddtrace', 'opentelemetry', 'langsmith', 'mlflow'} & set(sys.modules)\n"
        "try: thumbspan.capture()\n"
        "except thumbspan.NoActiveSpan as error: print(error)\n"
    )
    said = subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert "No tracing SDK is imported" in said.stdout
