"""The gaps of a pipeline whose ids hang on the live span, each closed by the snapshot."""

from __future__ import annotations

import logging
import pickle
from dataclasses import dataclass, field
from typing import Any

import pytest
from opentelemetry._logs import LogRecord
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, SimpleLogRecordProcessor
from opentelemetry.sdk.metrics import AlwaysOnExemplarFilter, MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.trace import Span, Tracer

from thumbspan import (
    FeedbackContext,
    FeedbackFilter,
    capture,
    correlation_attributes,
    feedback_context,
    get_trace_span_ids,
    otel_context,
    use,
)

LLM = {"gen_ai.operation.name": "invoke_workflow"}


@dataclass
class Invocation:
    """What a pipeline passes on after the model has answered."""

    feedback_context: FeedbackContext | None = None
    span: Span | None = None
    tags: list[str] = field(default_factory=list)


@pytest.fixture
def invocation(tracer: Tracer) -> Invocation:
    """Give one whose span has ended and is gone."""
    with tracer.start_as_current_span("answer", attributes=LLM):
        return Invocation(capture())


def emitted(context: object) -> Any:  # noqa: ANN401 - OpenTelemetry's own record
    exporter = InMemoryLogRecordExporter()  # type: ignore[no-untyped-call]
    provider = LoggerProvider(shutdown_on_exit=False)
    provider.add_log_record_processor(SimpleLogRecordProcessor(exporter))
    provider.get_logger("events").emit(LogRecord(body="done", context=otel_context(context)))
    (finished,) = exporter.get_finished_logs()
    return finished.log_record


def test_gap_1_a_log_event_after_the_end_of_the_span_carries_its_ids(
    invocation: Invocation,
) -> None:
    record = emitted(invocation)
    assert invocation.feedback_context is not None
    assert f"{record.trace_id:032x}" == invocation.feedback_context.trace_id
    assert f"{record.span_id:016x}" == invocation.feedback_context.span_id
    assert int(record.trace_flags) == invocation.feedback_context.trace_flags


def test_gap_2_the_snapshot_survives_the_span_and_serialisation(invocation: Invocation) -> None:
    there = pickle.loads(pickle.dumps(invocation))  # noqa: S301 - our own bytes
    assert get_trace_span_ids(there) == get_trace_span_ids(invocation)
    assert get_trace_span_ids(there).span_id_hex is not None


def test_gap_3_a_measurement_without_a_span_reaches_its_exemplar(invocation: Invocation) -> None:
    reader = InMemoryMetricReader()
    provider = MeterProvider(
        [reader], exemplar_filter=AlwaysOnExemplarFilter(), shutdown_on_exit=False
    )
    histogram = provider.get_meter("m").create_histogram("gen_ai.client.operation.duration")
    histogram.record(0.7, correlation_attributes(invocation), context=otel_context(invocation))
    data = reader.get_metrics_data()
    assert data is not None
    (point,) = data.resource_metrics[0].scope_metrics[0].metrics[0].data.data_points
    (exemplar,) = point.exemplars
    trace, span, _ = get_trace_span_ids(invocation)
    assert (f"{exemplar.trace_id:032x}", f"{exemplar.span_id:016x}") == (trace, span)
    assert point.attributes == {"trace_id": trace, "span_id": span}


def test_gap_4_without_any_span_sampling_finds_no_ids_and_does_not_fail() -> None:
    nothing = Invocation()
    assert get_trace_span_ids(nothing).trace_id_hex is None
    assert correlation_attributes(nothing) == {}
    assert emitted(nothing).trace_id == 0


def test_gap_5_the_records_of_helpers_carry_the_ids_of_their_workflow(
    tracer: Tracer, caplog: pytest.LogCaptureFixture
) -> None:
    log = logging.getLogger("helper")

    def step() -> None:
        log.warning("in a step")

    with tracer.start_as_current_span("answer", attributes=LLM):

        @feedback_context
        def workflow() -> None:
            step()

        with caplog.filtering(FeedbackFilter()):
            _, context = workflow()
    with caplog.filtering(FeedbackFilter()):
        log.warning("an agent, later", extra={"feedback_context": Invocation(context)})
        with use(context):
            step()
            assert f"{emitted(None).span_id:016x}" == context.span_id
        log.warning("another request")
    *with_ids, without = caplog.records
    assert len(with_ids) == 3
    for record in with_ids:
        assert (record.__dict__["trace_id"], record.__dict__["span_id"]) == (
            context.trace_id,
            context.span_id,
        )
        assert record.__dict__["trace_flags"] == f"{context.trace_flags:02x}"
    assert [without.__dict__[name] for name in ("trace_id", "span_id", "trace_flags")] == [""] * 3
