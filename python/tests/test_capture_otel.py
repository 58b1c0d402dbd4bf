"""Capture with the real OpenTelemetry SDK, and what stands on top of it."""

from __future__ import annotations

import logging

import pytest
from opentelemetry import trace
from opentelemetry.trace import NonRecordingSpan, SpanContext, SpanKind, TraceFlags, Tracer

from thumbspan import NoActiveSpan, NotAnLlmSpan, UnknownBackend, capture

LLM = {"gen_ai.operation.name": "invoke_workflow", "gen_ai.conversation.id": "c-1"}


def test_the_span_of_an_llm_is_verified_with_its_kind_and_session(tracer: Tracer) -> None:
    with tracer.start_as_current_span("answer", attributes=LLM) as span:
        context = capture()
    ids = span.get_span_context()
    assert context.span_id == f"{ids.span_id:016x}"
    assert context.trace_id == f"{ids.trace_id:032x}"
    assert (context.backend, context.kind) == ("opentelemetry", "invoke_workflow")
    assert (context.session_id, context.verified) == ("c-1", True)
    assert context.trace_flags == int(ids.trace_flags)


def test_the_call_of_a_model_over_http_is_an_llms(tracer: Tracer) -> None:
    attributes = {"gen_ai.operation.name": "chat", "http.request.method": "POST"}
    with tracer.start_as_current_span("chat", kind=SpanKind.CLIENT, attributes=attributes):
        assert capture().verified


def test_a_span_that_says_nothing_is_not_verified(tracer: Tracer) -> None:
    with tracer.start_as_current_span("answer"):
        assert not capture().verified


@pytest.mark.parametrize(
    ("kind", "attributes"),
    [
        (SpanKind.SERVER, {}),
        (SpanKind.CONSUMER, {}),
        (SpanKind.INTERNAL, {"http.route": "/chat"}),
        (SpanKind.CLIENT, {"http.request.method": "POST"}),
        (SpanKind.CLIENT, {"http.url": "https://model.example"}),
    ],
)
def test_a_request_is_refused_and_the_error_says_where_to_call(
    tracer: Tracer, kind: SpanKind, attributes: dict[str, str]
) -> None:
    with (
        tracer.start_as_current_span("POST /chat", kind=kind, attributes=attributes),
        pytest.raises(
            NotAnLlmSpan, match=r"'POST /chat'.*inside the function that calls the model"
        ),
    ):
        capture(missing_ok=True)


def test_after_the_workflow_the_request_is_not_taken_for_it(tracer: Tracer) -> None:
    with tracer.start_as_current_span("GET /", kind=SpanKind.SERVER):
        with tracer.start_as_current_span("answer", attributes=LLM):
            capture()
        with pytest.raises(NotAnLlmSpan):
            capture()


def test_a_callers_traceparent_is_not_taken_for_the_llm() -> None:
    remote = SpanContext(1, 2, is_remote=True, trace_flags=TraceFlags(1))
    with trace.use_span(NonRecordingSpan(remote)), pytest.raises(NotAnLlmSpan, match="traceparent"):
        capture()


def test_nothing_active_is_an_error_or_none_and_said_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thumbspan.capturing._told", set())
    with pytest.raises(NoActiveSpan, match="while its workflow span is open") as missing:
        capture()
    assert missing.value.code == "no_active_span"
    with caplog.at_level(logging.WARNING, "thumbspan"):
        assert [capture(missing_ok=True) for _ in range(3)] == [None] * 3
    assert len(caplog.records) == 1


def test_a_backend_must_have_a_name_that_is_known() -> None:
    with pytest.raises(UnknownBackend, match="ddtrace, langsmith"):
        capture("datadog")
    with pytest.raises(NoActiveSpan, match=r"gen_ai\.operation\.name"):
        capture("opentelemetry")
