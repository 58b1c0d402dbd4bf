"""The part for Django, which takes its settings once in a process."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import pytest
from django.template import engines
from django.test import RequestFactory, override_settings
from test_integrations import CONTEXT, EVENTS, PIECES, RELAY, RENDERED, SPAN, async_pieces, parsed

from thumbspan import BadRelay
from thumbspan.integrations.django import event_stream, set_header

TEMPLATE = (
    "{% load thumbspan %}{% llm_feedback_script nonce='n' %}"
    "{% llm_feedback context user=7 controls='thumbs' %}"
    "{% llm_feedback context user=7 controls='thumbs' as again %}{{ again }}"
)


@pytest.fixture(autouse=True)
def relay() -> Iterator[None]:
    with override_settings(THUMBSPAN={"RELAY": RELAY}):
        yield


def by_django(text: str, **values: object) -> str:
    request = RequestFactory().get("/")
    request.csp_nonce = "n"
    return str(engines["django"].from_string(text).render(values, request))


def test_the_tags_write_what_other_templates_write() -> None:
    assert by_django(TEMPLATE, context=CONTEXT) == RENDERED


def test_the_context_processor_gives_the_script_with_the_request_s_nonce() -> None:
    said = by_django("{{ llm_feedback_script }}")
    assert said == f'<script type="module" nonce="n" src="{RELAY}/thumbspan.js"></script>'


def test_settings_name_how_tickets_are_minted() -> None:
    with override_settings(THUMBSPAN={"RELAY": RELAY, "MINT": "test_integrations.ticket"}):
        said = by_django("{% load thumbspan %}{% llm_feedback c user=7 %}", c=CONTEXT)
    assert f'ticket="{SPAN}.7.ticket"' in said


def test_settings_without_a_relay_are_refused() -> None:
    with override_settings(THUMBSPAN={}), pytest.raises(BadRelay):
        by_django("{% load thumbspan %}{% llm_feedback_script %}")


def test_django_s_responses() -> None:
    stream = event_stream(PIECES, user="u")
    set_header(stream, CONTEXT, user=7)
    said = json.loads(stream.headers["Thumbspan-Context"])
    assert said == {"span_id": SPAN, "submitter_id": "7"}
    assert stream.headers["content-type"] == "text/event-stream"
    assert parsed(b"".join(stream.streaming_content).decode()) == EVENTS


def test_django_streams_what_comes_asynchronously() -> None:
    async def read() -> str:
        return b"".join([chunk async for chunk in event_stream(async_pieces(), user="u")]).decode()

    assert parsed(asyncio.run(read())) == EVENTS
