"""One helper for the ids, from every source; it never raises."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ddtrace.trace import tracer as ddtracer
from opentelemetry.trace import INVALID_SPAN, Tracer

from thumbspan import FeedbackContext, get_trace_span_ids

TRACE = "6b019d53000000003dbf20ce6bed2e2a"
SPAN = "7cddf932852245de"
OTEL = FeedbackContext(backend="opentelemetry", trace_id=TRACE, span_id=SPAN, trace_flags=3)


@pytest.mark.parametrize(
    "source",
    [
        OTEL,
        OTEL.to_dict(),
        {"trace_id_hex": TRACE, "span_id_hex": SPAN, "trace_flags": 3},
        SimpleNamespace(feedback_context=OTEL, span=None),
        SimpleNamespace(feedback_context=OTEL.to_dict(), span=None),
        SimpleNamespace(trace_id_hex=TRACE, span_id_hex=SPAN, trace_flags=3, span=None),
        SimpleNamespace(trace_id=int(TRACE, 16), span_id=int(SPAN, 16), trace_flags=3),
    ],
)
def test_every_source_gives_the_same_ids(source: object) -> None:
    assert get_trace_span_ids(source) == (TRACE, SPAN, 3)


def test_datadogs_decimal_span_and_its_apm_trace() -> None:
    context = FeedbackContext(
        backend="ddtrace",
        span_id="8997621625933415902",
        trace_id="6b019d530000000056dff330f986a94c",
        w3c_trace_id=TRACE,
    )
    assert get_trace_span_ids(context) == (TRACE, SPAN, None)


def test_a_live_span_an_ended_one_and_a_snapshot_that_outranks_it(tracer: Tracer) -> None:
    with tracer.start_as_current_span("answer") as span:
        live = get_trace_span_ids(span)
    ids = span.get_span_context()
    assert live == (f"{ids.trace_id:032x}", f"{ids.span_id:016x}", int(ids.trace_flags))
    assert get_trace_span_ids(span) == get_trace_span_ids(ids) == live
    assert get_trace_span_ids(SimpleNamespace(span=span)) == live
    assert get_trace_span_ids(SimpleNamespace(span=span, feedback_context=OTEL)).span_id_hex == SPAN


def test_a_span_of_ddtrace() -> None:
    with ddtracer.trace("answer") as span:
        trace, ident, _ = get_trace_span_ids(span)
    assert (trace, ident) == (f"{span.trace_id:032x}", f"{span.span_id:016x}")


@pytest.mark.parametrize(
    "source",
    [
        None,
        INVALID_SPAN,
        SimpleNamespace(span=None),
        SimpleNamespace(span=INVALID_SPAN),
        SimpleNamespace(trace_id_hex="0" * 32),
        {},
        {"trace_id_hex": 7},
        "text",
        FeedbackContext(backend="langsmith", trace_id="01a20129-988f-7981-b425-d3a32c5a3180"),
    ],
)
def test_where_there_are_none_each_is_none(source: object) -> None:
    trace, span, flags = get_trace_span_ids(source)
    assert (trace, span, flags) == (None, None, None)
