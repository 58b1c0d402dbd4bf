"""What the parts for web frameworks write, the same from each."""

from __future__ import annotations

import asyncio
import doctest
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from uuid import UUID

import flask
import jinja2
import pytest
from starlette.responses import Response
from starlette.templating import Jinja2Templates
from test_page import Page

from thumbspan import BadRelay, FeedbackContext, ThumbspanError
from thumbspan.integrations import Feedback, Piece, feedback
from thumbspan.integrations import flask as for_flask
from thumbspan.integrations import jinja2 as for_jinja2
from thumbspan.integrations import starlette as for_starlette

RELAY = "https://feedback.example.com"
SPAN = "20245611112024561111"
CONTEXT = FeedbackContext(backend="ddtrace", span_id=SPAN)


def ticket(context: FeedbackContext, user: str) -> str:
    return f"{context.span_id}.{user}.ticket"


def test_the_examples_of_the_documentation_run() -> None:
    assert doctest.testmod(feedback, raise_on_error=True).attempted > 3


def test_further_attributes_are_attributes_of_the_element_and_escaped() -> None:
    said = Feedback(RELAY).element(
        CONTEXT, user=UUID(int=7), controls='a"><b>', restore=True, disabled=False, data_answer=7
    )
    ((tag, attributes),) = Page(said).tags
    assert tag == "llm-feedback"
    assert attributes == {
        "span-id": SPAN,
        "submitter-id": "00000000-0000-0000-0000-000000000007",
        "controls": 'a"><b>',
        "restore": None,
        "data-answer": "7",
    }


def test_the_script_is_of_the_relay_and_has_the_nonce() -> None:
    page = Page(Feedback(RELAY + "/sub/").script(nonce='a"b'))
    src = RELAY + "/sub/thumbspan.js"
    assert page.tags == [("script", {"type": "module", "nonce": 'a"b', "src": src})]


@pytest.mark.parametrize("relay", ["", "feedback.example.com", "/feedback", "javascript:alert(1)"])
def test_a_relay_that_is_none_is_refused(relay: str) -> None:
    with pytest.raises(BadRelay, match="base URL"):
        Feedback(relay)


def test_without_a_context_there_are_no_controls() -> None:
    assert (Feedback(RELAY).element(None), Feedback(RELAY).header(None)) == ("", {})


def test_with_tickets_the_user_stands_in_the_ticket_alone() -> None:
    minting = Feedback(RELAY, ticket)
    ((_, attributes),) = Page(minting.element(CONTEXT, user=17)).tags
    assert attributes == {"span-id": SPAN, "ticket": f"{SPAN}.17.ticket"}
    for write in (minting.element, minting.header, lambda it: list(minting.events([it]))):
        with pytest.raises(ThumbspanError, match="Pass the user") as refused:
            write(CONTEXT)
        assert refused.value.code == "ticket_bad_claim"


def parsed(text: str) -> list[tuple[str, str]]:
    """Read server-sent events as a browser does: <https://html.spec.whatwg.org/#parsing-an-event-stream>."""
    events = []
    for block in text.split("\n\n")[:-1]:
        fields = [line.partition(": ")[::2] for line in block.split("\n")]
        data = "\n".join(value for name, value in fields if name == "data")
        events.append((dict(fields).get("event", "message"), data))
    return events


PIECES: list[Piece] = ["Your ", None, "flight:\r\n\n- at 9", "", CONTEXT]
EVENTS = [
    ("message", "Your "),
    ("message", "flight:\n\n- at 9"),
    ("message", ""),
    ("feedback-context", f'{{"span_id":"{SPAN}","submitter_id":"u"}}'),
]


async def async_pieces() -> AsyncIterator[Piece]:
    for piece in PIECES:
        yield piece


def test_a_streamed_answer_is_server_sent_events() -> None:
    async def read() -> str:
        return "".join([event async for event in Feedback(RELAY).async_events(async_pieces(), "u")])

    events = list(Feedback(RELAY).events(PIECES, "u"))
    assert parsed("".join(events)) == EVENTS
    assert all(events), "some servers end a response at an empty part"
    assert parsed(asyncio.run(read())) == EVENTS


TEMPLATE = (
    "{{ llm_feedback_script(nonce='n') }}"
    "{{ llm_feedback(context, user=7, controls='thumbs') }}"
    "{{ context | llm_feedback(user=7, controls='thumbs') }}"
)
ELEMENT = f'<llm-feedback span-id="{SPAN}" submitter-id="7" controls="thumbs"></llm-feedback>'
RENDERED = f'<script type="module" nonce="n" src="{RELAY}/thumbspan.js"></script>{ELEMENT}{ELEMENT}'


@pytest.fixture
def app() -> Iterator[flask.Flask]:
    application = flask.Flask(__name__, root_path=".")
    application.config["THUMBSPAN_RELAY"] = RELAY
    for_flask.Thumbspan(application)
    with application.test_request_context():
        yield application


def by_jinja(text: str, **values: object) -> str:
    environment = jinja2.Environment(autoescape=True)
    for_jinja2.install(environment, Feedback(RELAY))
    return environment.from_string(text).render(values)


def by_starlette(text: str, **values: object) -> str:
    templates = Jinja2Templates(env=jinja2.Environment(autoescape=True))
    for_starlette.install(templates, Feedback(RELAY))
    return templates.env.from_string(text).render(values)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("render", [by_jinja, by_starlette, flask.render_template_string])
def test_each_template_writes_the_same(render: Callable[..., str]) -> None:
    assert render(TEMPLATE, context=CONTEXT) == RENDERED


def test_starlette_s_responses() -> None:
    response = Response()
    for_starlette.set_header(response, Feedback(RELAY), CONTEXT, user=7)
    said = json.loads(response.headers["Thumbspan-Context"])
    assert said == {"span_id": SPAN, "submitter_id": "7"}
    stream = for_starlette.event_stream(Feedback(RELAY), async_pieces(), user="u")
    assert stream.headers["content-type"].startswith("text/event-stream")

    async def read() -> str:
        return "".join([str(event) async for event in stream.body_iterator])

    assert parsed(asyncio.run(read())) == EVENTS


@pytest.mark.usefixtures("app")
def test_flask_s_responses() -> None:
    response = flask.Response()
    for_flask.set_header(response, CONTEXT, user=7)
    said = json.loads(response.headers["Thumbspan-Context"])
    assert said == {"span_id": SPAN, "submitter_id": "7"}
    stream = for_flask.event_stream(PIECES, user="u")
    assert stream.headers["content-type"].startswith("text/event-stream")
    assert parsed(stream.get_data(as_text=True)) == EVENTS


def test_flask_s_configuration_names_the_relay() -> None:
    with pytest.raises(BadRelay):
        for_flask.Thumbspan().init_app(flask.Flask(__name__, root_path="."))


def test_no_framework_is_imported_before_it_is_asked_for() -> None:
    program = (
        "import sys, thumbspan, thumbspan.integrations\n"
        "assert not {'jinja2', 'starlette', 'fastapi', 'flask', 'django'} & set(sys.modules)\n"
    )
    subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-c", program], check=True, env={"PYTHONPATH": ":".join(sys.path)}
    )
