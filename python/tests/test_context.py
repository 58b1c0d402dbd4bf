"""The snapshot: frozen, to the digit, there and back."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from thumbspan import BadContext, FeedbackContext

FULL = FeedbackContext(
    backend="ddtrace",
    span_id="20245611112024561111",
    trace_id="6959432000000000d1f51f98d49b97c8",
    session_id="s/1",
    kind="workflow",
    trace_flags=1,
    w3c_trace_id="6b019d53000000003dbf20ce6bed2e2a",
    ml_app="vote-extractor",
    verified=True,
)


def test_a_context_comes_back_as_it_was_from_json_pickle_and_copy() -> None:
    assert FeedbackContext.from_json(FULL.to_json()) == FULL
    assert pickle.loads(pickle.dumps(FULL)) == FULL  # noqa: S301 - our own bytes
    assert copy.deepcopy(FULL) == FULL
    assert FeedbackContext.from_dict(FULL.to_dict()).span_id == "20245611112024561111"


def test_what_is_unknown_is_not_written() -> None:
    few = FeedbackContext(backend="opentelemetry", trace_id="t")
    assert few.to_dict() == {
        "v": 1,
        "backend": "opentelemetry",
        "trace_id": "t",
        "verified": False,
    }


def test_a_context_is_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        FULL.span_id = "1"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("left", "target"),
    [
        (
            {},
            {
                "kind": "span",
                "span_id": "20245611112024561111",
                "trace_id": "6959432000000000d1f51f98d49b97c8",
            },
        ),
        ({"trace_id": None}, {"kind": "span", "span_id": "20245611112024561111"}),
        ({"span_id": None}, {"kind": "trace", "trace_id": "6959432000000000d1f51f98d49b97c8"}),
        ({"span_id": None, "trace_id": None}, {"kind": "session", "session_id": "s/1"}),
    ],
)
def test_the_target_is_the_most_specific_id(left: dict[str, None], target: dict[str, str]) -> None:
    assert FeedbackContext.from_dict({**FULL.to_dict(), **left}).target() == target


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("span_id", 20245611112024561111),
        ("span_id", ""),
        ("span_id", "a b"),
        ("span_id", "a\n"),
        ("span_id", "é"),
        ("span_id", "x" * 257),
        ("trace_id", 7),
        ("session_id", "a\tb"),
        ("backend", ""),
        ("backend", None),
        ("kind", ""),
        ("trace_flags", 256),
        ("trace_flags", -1),
        ("trace_flags", True),
        ("trace_flags", "01"),
        ("w3c_trace_id", "0" * 32),
        ("w3c_trace_id", "6B019D53000000003DBF20CE6BED2E2A"),
        ("ml_app", "Vote Extractor"),
        ("ml_app", "a__b"),
        ("verified", 1),
        ("another", "x"),
        ("v", 2),
    ],
)
def test_what_the_relay_would_refuse_is_refused_here(field: str, value: object) -> None:
    with pytest.raises(BadContext) as refused:
        FeedbackContext.from_dict({**FULL.to_dict(), field: value})
    assert refused.value.code == "bad_context"


@pytest.mark.parametrize("text", ["", "[]", "1", '{"v":1}', '{"v":1,"backend":"x"}', b"\xff"])
def test_what_is_no_context_is_not_read(text: str | bytes) -> None:
    with pytest.raises(BadContext):
        FeedbackContext.from_json(text)
