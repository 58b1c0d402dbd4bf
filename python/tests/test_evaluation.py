"""Evaluations: against a stand-in for the relay's answers, and against the relay itself."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from binary import KEY, serve
from relay import Relay, relay

from thumbspan import AsyncClient, BadEvaluation, Client, FeedbackContext, Refused
from thumbspan.delivery import BYTES

CONTEXT = FeedbackContext(
    backend="ddtrace",
    span_id="20245611112024561111",
    trace_id="6959432000000000d1f51f98d49b97c8",
    ml_app="vote-extractor",
)
FIXTURES = Path(__file__).parents[2] / "crates/contract/fixtures/evaluations"


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[Relay]:
    """Give a relay that answers; nobody waits between two tries."""
    monkeypatch.setattr("thumbspan.worker.wait_s", lambda *_: 0.0)
    with relay() as state:
        yield state


def test_an_evaluation_arrives_in_the_wire_format(there: Relay) -> None:
    with Client(there.url, api_key=KEY) as client:
        event_id = client.submit_evaluation(
            CONTEXT,
            "extraction_quality",
            "score",
            9.5,
            assessment="pass",
            reasoning="é",
            evaluator="gemini-judge",
            evaluator_type="llm",
            tags={"a": "b"},
            revises="019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11",
        )
    ((event,),) = [request["events"] for request in there.requests]
    assert 1_700_000_000_000 < event.pop("timestamp_ms") < 2**53
    assert event == {
        "id": event_id,
        "target": CONTEXT.target(),
        "signals": [
            {
                "label": "extraction_quality",
                "metric_type": "score",
                "value": 9.5,
                "assessment": "pass",
                "reasoning": "é",
            }
        ],
        "ml_app": "vote-extractor",
        "submitter": {"id": "gemini-judge", "type": "llm"},
        "tags": {"a": "b"},
        "revises": "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11",
    }
    (headers,) = there.headers
    assert (headers["path"], headers["X-Api-Key"]) == ("/v1/evaluations", KEY)


def test_feedback_and_evaluations_go_each_to_its_end_point(there: Relay) -> None:
    with Client(there.url, api_key=KEY) as client:
        client.submit_feedback(CONTEXT, thumbs="up")
        client.submit_evaluation(CONTEXT, "is_complete", "boolean", value=False)
        assert client.flush()
    paths = sorted(headers["path"] for headers in there.headers)
    assert paths == ["/v1/evaluations", "/v1/feedback"]


@pytest.mark.parametrize("status", [0, 408, 429, 500, 503])
def test_every_try_carries_the_same_id(there: Relay, status: int) -> None:
    there.answers = [(status, {}, {})] * 3
    with Client(there.url, api_key=KEY) as client:
        event_id = client.submit_evaluation(CONTEXT, "quality", "score", 1)
        assert client.flush()
    assert there.ids == [event_id] * 4


def test_what_the_relay_refuses_is_told_and_not_sent_again(there: Relay) -> None:
    told: list[Refused] = []
    there.answers = [(400, {}, {"code": "bad_label", "message": "No."})]
    with Client(there.url, api_key=KEY, on_refused=told.append) as client:
        event_id = client.submit_evaluation(CONTEXT, "a.b", "score", 1)
        assert client.flush()
    assert told == [Refused(event_id, "bad_label", "No.")]
    assert there.ids == [event_id]


def test_five_hundred_go_in_batches_in_order_and_once(there: Relay) -> None:
    with Client(there.url, api_key=KEY) as client:
        ids = [client.submit_evaluation(CONTEXT, "quality", "score", n) for n in range(500)]
        assert client.flush()
    assert there.ids == ids
    assert len(there.requests) < 100


def test_the_asynchronous_client_does_the_same(there: Relay) -> None:
    async def talk() -> list[str]:
        async with AsyncClient(there.url, api_key=KEY) as client:
            ids = [
                await client.submit_evaluation(CONTEXT, "class", "categorical", word)
                for word in ("excellent", "good")
            ]
            assert await client.flush()
            return ids

    assert asyncio.run(talk()) == there.ids


@pytest.mark.parametrize(
    ("metric_type", "value", "more"),
    [
        ("text", "Fine.", {}),
        ("score", "1", {}),
        ("score", True, {}),
        ("score", float("nan"), {}),
        ("categorical", "", {}),
        ("categorical", "x" * 257, {}),
        ("categorical", 1, {}),
        ("boolean", 1, {}),
        ("json", [1], {}),
        ("json", {"a": {1, 2}}, {}),
        ("json", {"a": float("inf")}, {}),
        ("json", {"a": "\0"}, {}),
        ("json", {"a": "x" * 16_384}, {}),
        ("score", 1, {"assessment": "passed"}),
        ("score", 1, {"reasoning": ""}),
        ("score", 1, {"reasoning": "x" * 4_001}),
        ("score", 1, {"tags": {"a": "x" * BYTES}}),
    ],
)
def test_what_the_relay_would_refuse_is_not_queued(
    metric_type: Any,  # noqa: ANN401 - wrong on purpose
    value: Any,  # noqa: ANN401
    more: dict[str, Any],
) -> None:
    with pytest.raises(BadEvaluation):
        Client("http://relay.example", api_key=KEY).submit_evaluation(
            CONTEXT, "quality", metric_type, value, **more
        )


def test_without_an_api_key_nothing_is_queued() -> None:
    with pytest.raises(BadEvaluation, match="api_key"):
        Client("http://relay.example").submit_evaluation(CONTEXT, "quality", "score", 1)


def test_nothing_is_written_that_the_contract_does_not_know(there: Relay) -> None:
    known, known_of_signals = set[str](), set[str]()
    for path in (FIXTURES / "valid").glob("*.json"):
        for event in json.loads(path.read_text())["events"]:
            known |= set(event)
            known_of_signals |= {name for signal in event["signals"] for name in signal}
    test_an_evaluation_arrives_in_the_wire_format(there)
    (event,) = (event for request in there.requests for event in request["events"])
    assert set(event) | {"timestamp_ms"} <= known
    assert set(event["signals"][0]) == known_of_signals


def test_the_snippet_of_the_page_runs_as_it_stands(there: Relay) -> None:
    page = (Path(__file__).parents[2] / "docs/python.md").read_text()
    snippets = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (snippet,) = (each for each in snippets if "submit_evaluation" in each)
    with Client(there.url, api_key=KEY) as client:
        exec(snippet, {"client": client, "context": CONTEXT})  # noqa: S102 - our own page
        assert client.flush()
    said = [event["signals"][0] for request in there.requests for event in request["events"]]
    assert [each["metric_type"] for each in said] == ["score", "categorical", "json"]


def test_the_relay_itself_takes_every_type_and_refuses_by_its_code(tmp_path: Path) -> None:
    told: list[Refused] = []
    with (
        serve(tmp_path) as running,
        Client(running.url, api_key=KEY, on_refused=told.append) as client,
    ):
        values: list[tuple[Any, Any]] = [
            ("score", 9.5),
            ("categorical", "excellent"),
            ("boolean", False),
            ("json", {"party": 1, "votes": {"missing": [3, None]}}),
        ]
        ids = [
            client.submit_evaluation(CONTEXT, f"of_{name}", name, value, evaluator="rules")
            for name, value in values
        ]
        feedback = client.submit_feedback(CONTEXT, thumbs="up")
        refused = client.submit_evaluation(CONTEXT, "not.a_label", "score", 1)
        assert client.flush(30)
        found = {event["id"]: event for event in running.delivered(5)}
    assert set(found) == {*ids, feedback}
    for event_id, (name, value) in zip(ids, values, strict=True):
        event = found[event_id]
        assert event["kind"] == "evaluation"
        assert event["target"] == CONTEXT.target()
        assert event["submitter"] == {"id": "rules", "type": "code"}
        assert event["signals"] == [{"label": f"of_{name}", "metric_type": name, "value": value}]
    assert "kind" not in found[feedback]
    assert [(each.event_id, each.code) for each in told] == [(refused, "bad_label")]


def test_the_relay_itself_turns_a_wrong_key_away(tmp_path: Path) -> None:
    told: list[Refused] = []
    with (
        serve(tmp_path) as running,
        Client(running.url, api_key="other", on_refused=told.append) as client,
    ):
        event_id = client.submit_evaluation(CONTEXT, "quality", "score", 1)
        assert client.flush(30)
    assert [(each.event_id, each.code) for each in told] == [(event_id, "bad_api_key")]
