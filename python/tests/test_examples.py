"""The applications of python/examples, each asked by its framework's own test client."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from test_integrations import parsed
from test_page import Page

from thumbspan import FeedbackContext

EXAMPLES = Path(__file__).parents[1] / "examples"
RELAY = "https://feedback.example.com"
SPAN, TRACE = re.compile(r"[0-9a-f]{16}"), re.compile(r"[0-9a-f]{32}")

JINJA2 = "from app import page; print(page())"
FLASK = "from app import app; print(app.test_client().get('/').text)"
DJANGO = "import app; from django.test import Client; print(Client().get('/').text)"
FASTAPI = """
import sys
from app import app
from fastapi.testclient import TestClient
print(TestClient(app).get(sys.argv[1]).text, end="")
"""


def asked(example: str, client: str, *args: str) -> str:
    """Run a test client beside an example, in a process of its own: each sets up its process."""
    return subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-B", "-W", "error", "-c", client, *args],
        cwd=EXAMPLES / example,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(["", *sys.path]), "THUMBSPAN_RELAY": RELAY},
    ).stdout


@pytest.mark.parametrize(
    ("example", "client"), [("jinja2", JINJA2), ("flask", FLASK), ("django", DJANGO)]
)
def test_the_page_has_the_script_and_the_answer_s_span(example: str, client: str) -> None:
    page = Page(asked(example, client))
    tags = dict(page.tags)
    assert "When does my flight leave? At 9." in page.text
    assert tags["script"] == {"type": "module", "src": f"{RELAY}/thumbspan.js"}
    element = tags["llm-feedback"]
    assert element.keys() == {"span-id", "trace-id", "controls"}
    assert SPAN.fullmatch(element["span-id"] or "")
    assert TRACE.fullmatch(element["trace-id"] or "")


def test_fastapi_streams_the_answer_and_then_its_span() -> None:
    page = Page(asked("fastapi", FASTAPI, "/"))
    assert ("script", {"type": "module", "src": f"{RELAY}/thumbspan.js"}) in page.tags
    assert ("llm-feedback", {"span-id": "", "controls": "thumbs comment"}) in page.tags
    *words, (kind, last) = parsed(asked("fastapi", FASTAPI, "/answer?question=When%3F"))
    assert words == [("message", "When? "), ("message", "At "), ("message", "9. ")]
    context = FeedbackContext.from_json(last.replace("{", '{"v":1,"backend":"opentelemetry",', 1))
    assert kind == "feedback-context"
    assert SPAN.fullmatch(context.span_id or "")


def test_every_example_of_a_page_is_asked() -> None:
    pages = {path.name for path in EXAMPLES.iterdir() if (path / "app.py").exists()}
    asked_elsewhere = {"chainlit", "gradio"}  # tests/chat
    assert pages - asked_elsewhere == {"jinja2", "flask", "django", "fastapi"}
