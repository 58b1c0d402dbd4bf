"""The client against a real HTTP server: same ids at every try, nothing lost in silence."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from relay import Relay, relay

from thumbspan import (
    AsyncClient,
    BadFeedback,
    BadRelay,
    Client,
    FeedbackContext,
    QueueFull,
    Refused,
)
from thumbspan.delivery import BYTES, batch, outcome, wait_s, written
from thumbspan.event import uuid7

CONTEXT = FeedbackContext(
    backend="ddtrace", span_id="20245611112024561111", trace_id="t", ml_app="bot"
)


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[Relay]:
    """Give a relay that answers; nobody waits between two tries."""
    monkeypatch.setattr("thumbspan.worker.wait_s", lambda *_: 0.0)
    with relay() as state:
        yield state


def test_an_event_arrives_in_the_wire_format(there: Relay) -> None:
    with Client(there.url + "/", api_key="k") as client:
        event_id = client.submit_feedback(
            CONTEXT,
            thumbs="down",
            rating=2,
            nps=0,
            comment="é",
            correction="41",
            reasons=["too_long"],
            user="u",
            tags={"a": "b"},
            ticket="x.y.z",
            revises="019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11",
        )
    ((event,),) = [request["events"] for request in there.requests]
    assert 1_700_000_000_000 < event.pop("timestamp_ms") < 2**53
    assert event == {
        "id": event_id,
        "target": CONTEXT.target(),
        "signals": [
            {"label": "user_thumbs", "metric_type": "categorical", "value": "down"},
            {"label": "user_rating", "metric_type": "score", "value": 2},
            {"label": "user_nps", "metric_type": "score", "value": 0},
            {"label": "user_comment", "metric_type": "text", "value": "é"},
            {"label": "user_correction", "metric_type": "text", "value": "41"},
            {"label": "user_reason_too_long", "metric_type": "boolean", "value": True},
        ],
        "ml_app": "bot",
        "submitter": {"id": "u", "type": "user"},
        "tags": {"a": "b"},
        "ticket": "x.y.z",
        "revises": "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11",
    }
    (headers,) = there.headers
    assert (headers["path"], headers["X-Api-Key"]) == ("/v1/feedback", "k")


@pytest.mark.parametrize("status", [0, 408, 429, 500, 502, 503])
def test_every_try_carries_the_same_id(there: Relay, status: int) -> None:
    there.answers = [(status, {}, {})] * 3
    with Client(there.url) as client:
        event_id = client.submit_feedback(CONTEXT, thumbs="up")
        assert client.flush()
    assert there.ids == [event_id] * 4


def test_what_the_relay_refuses_is_told_and_not_sent_again(there: Relay) -> None:
    told: list[Refused] = []
    with Client(there.url, on_refused=told.append) as client:
        there.answers = [(403, {}, {"code": "bad_api_key", "message": "No."})]
        first = client.submit_feedback(CONTEXT, thumbs="up")
        assert client.flush()
        second = uuid7(0, bytes(10))
        there.answers = [
            (202, {}, {"accepted": [], "rejected": [{"id": second, "code": "c", "message": "m"}]})
        ]
        third = client.submit_feedback(CONTEXT, thumbs="up")
        assert client.flush()
    assert told[0] == Refused(first, "bad_api_key", "No.")
    assert told[1] == Refused(second, "c", "m")
    assert there.ids == [first, third, third], "what is in no list is sent again"


def test_a_refusal_without_a_listener_is_logged_without_what_was_said(
    there: Relay, caplog: pytest.LogCaptureFixture
) -> None:
    there.answers = [(400, {}, {"code": "bad_value", "message": "private"})]
    with caplog.at_level(logging.ERROR, "thumbspan"), Client(there.url) as client:
        event_id = client.submit_feedback(CONTEXT, comment="private")
    (record,) = caplog.records
    assert event_id in record.getMessage()
    assert "bad_value" in record.getMessage()
    assert "private" not in record.getMessage()


def test_a_listener_that_fails_stops_nothing(
    there: Relay, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Refused) -> None:
        raise KeyError("k")

    there.answers = [(400, {}, {})]
    with Client(there.url, on_refused=fail) as client:
        client.submit_feedback(CONTEXT, thumbs="up")
        second = client.submit_feedback(CONTEXT, thumbs="up")
        assert client.flush()
    assert there.ids[-1] == second or len(there.requests) == 1
    assert "on_refused failed" in caplog.text


def test_five_hundred_events_go_in_batches_in_order_and_once(there: Relay) -> None:
    with Client(there.url) as client:
        ids = [client.submit_feedback(CONTEXT, comment="x" * 2_000) for _ in range(500)]
        assert client.flush()
    assert there.ids == ids
    assert len(there.requests) < 100
    for request in there.requests:
        assert len(written(request["events"])) <= BYTES
        assert len(request["events"]) <= 50


def test_without_a_relay_nothing_is_lost_in_silence(caplog: pytest.LogCaptureFixture) -> None:
    def away(_: bytes) -> Any:  # noqa: ANN401 - never
        raise ConnectionRefusedError

    client = Client("http://relay.example", send=away)
    client.submit_feedback(CONTEXT, thumbs="up")
    assert not client.flush(0)
    assert not client.close(0)
    assert "1 events of feedback were not delivered" in caplog.text
    with pytest.raises(QueueFull):
        client.submit_feedback(CONTEXT, thumbs="up")


def test_a_full_queue_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thumbspan.worker.CAPACITY", 0)
    client = Client("http://relay.example")
    with pytest.raises(QueueFull, match="Keep the event"):
        client.submit_feedback(CONTEXT, thumbs="up")


def test_the_asynchronous_client_does_the_same(there: Relay) -> None:
    async def talk() -> list[str]:
        async with AsyncClient(there.url) as client:
            ids = [await client.submit_feedback(CONTEXT, rating=n) for n in range(1, 6)]
            assert await client.flush()
            return ids

    assert asyncio.run(talk()) == there.ids


FORK = """
import os, sys
from thumbspan import Client, FeedbackContext
context = FeedbackContext(backend="x", span_id="1")
client = Client(sys.argv[1])
client.submit_feedback(context, comment="before")
assert client.flush()
client.submit_feedback(context, comment="queued by the parent")
child = os.fork()
client.submit_feedback(context, comment="child" if child == 0 else "parent")
assert client.flush()
if child == 0:
    os._exit(0)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
"""


def test_after_a_fork_both_send_and_each_event_once(there: Relay) -> None:
    subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", FORK, there.url],
        check=True,
        timeout=60,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    said = [
        event["signals"][0]["value"] for request in there.requests for event in request["events"]
    ]
    assert sorted(said) == ["before", "child", "parent", "queued by the parent"]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"thumbs": "sideways"},
        {"rating": 0},
        {"rating": 6},
        {"rating": True},
        {"nps": 11},
        {"comment": ""},
        {"comment": "x" * 4_001},
        {"comment": "a\0"},
        {"thumbs": "up", "tags": {"a": "x" * BYTES}},
    ],
)
def test_what_the_relay_would_refuse_is_not_queued(said: dict[str, Any]) -> None:
    with pytest.raises(BadFeedback):
        Client("http://relay.example").submit_feedback(CONTEXT, **said)


@pytest.mark.parametrize(
    "url", ["", "relay.example", "ftp://relay.example", "http://", "http://a?b"]
)
def test_a_relay_has_a_url(url: str) -> None:
    with pytest.raises(BadRelay):
        Client(url)


def test_an_id_is_a_uuid_of_version_7() -> None:
    made = UUID(uuid7(1_765_990_800_016, b"\xff" * 10))
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == 1_765_990_800_016


def test_the_relay_says_how_long_to_wait_or_the_wait_grows() -> None:
    sent = [{"id": "a"}]
    assert outcome(sent, 429, b"{}", "7").retry_after_s == 7
    assert outcome(sent, 503, b"", "Wed, 21 Oct 2026 07:28:00 GMT").retry_after_s is None
    assert outcome(sent, 202, b"not json", None).settled == frozenset()
    assert [wait_s(tries, 1.0) for tries in (0, 1, 2, 99)] == [0.5, 1.0, 2.0, 60.0]
    assert wait_s(3, 0.0) == 2.0


def test_a_batch_takes_one_event_whatever_its_size() -> None:
    huge: dict[str, Any] = {"id": "a", "x": "x" * BYTES}
    assert batch([huge, huge]) == [huge]


def test_nothing_is_written_that_the_contract_does_not_know(there: Relay) -> None:
    folder = Path(__file__).parents[2] / "crates/contract/fixtures/valid"
    known = {
        name
        for path in folder.glob("*.json")
        for event in json.loads(path.read_text())["events"]
        for name in event
    }
    with Client(there.url) as client:
        revises = client.submit_feedback(CONTEXT, thumbs="up")
        client.submit_feedback(
            CONTEXT, thumbs="up", user="u", tags={"a": "b"}, ticket="t", revises=revises
        )
    written_names = {name for request in there.requests for e in request["events"] for name in e}
    assert len(written_names) == 9
    assert written_names <= known
