"""What is written into the page is what the widget reads, and nothing in it can break out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import jinja2
import pytest
from django.template import Context, Engine

from thumbspan import FeedbackContext

CONTEXT = FeedbackContext(
    backend="ddtrace",
    span_id="20245611112024561111",
    trace_id="6959432000000000d1f51f98d49b97c8",
    session_id="private",
    w3c_trace_id="6b019d53000000003dbf20ce6bed2e2a",
    ml_app="vote-extractor",
)
HOSTILE = FeedbackContext(backend="x", span_id="\"</script><script>alert(1)//<!--'&")
TAGS = {"page": "</script>\u2028é", "b": '"'}
ROOT = Path(__file__).parents[2]


class Page(HTMLParser):
    """Every tag with its attributes, and the text within scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_attributes_are_those_of_the_element_and_escaped_as_a_text() -> None:
    attributes = CONTEXT.to_attributes(ticket="a.b.c", submitter_id="é<", tags=TAGS)
    assert attributes == {
        "span-id": "20245611112024561111",
        "trace-id": "6959432000000000d1f51f98d49b97c8",
        "ticket": "a.b.c",
        "ml-app": "vote-extractor",
        "submitter-id": "é<",
        "tags": json.dumps(TAGS, ensure_ascii=False, separators=(",", ":")),
    }
    ((tag, read),) = Page(f"<llm-feedback {attributes}>").tags
    assert (tag, read) == ("llm-feedback", attributes)
    assert attributes.__html__() == str(attributes)


def by_jinja(text: str, **values: object) -> str:
    return jinja2.Environment(autoescape=True).from_string(text).render(values)


def by_django(text: str, **values: object) -> str:
    return str(Engine().from_string(text).render(Context(values)))


@pytest.mark.parametrize("render", [by_jinja, by_django])
def test_a_template_that_escapes_takes_each_form_as_it_is(render: Callable[..., str]) -> None:
    forms = (HOSTILE.to_attributes(), HOSTILE.to_json_script(), HOSTILE.to_meta())
    text = "<llm-feedback {{ a }}>{{ b }}{{ c }}{{ d }}"
    rendered = render(text, a=forms[0], b=forms[1], c=forms[2], d="<b>")
    assert rendered == f"<llm-feedback {forms[0]}>{forms[1]}{forms[2]}&lt;b&gt;"
    assert Page(rendered).tags[0] == ("llm-feedback", {"span-id": HOSTILE.span_id})


def test_attributes_of_an_element_around_the_answer() -> None:
    assert CONTEXT.to_attributes(prefix="data-llm-", tags=TAGS) == {
        "data-llm-span-id": "20245611112024561111",
        "data-llm-trace-id": "6959432000000000d1f51f98d49b97c8",
        "data-llm-ml-app": "vote-extractor",
    }


@pytest.mark.parametrize("context", [CONTEXT, HOSTILE])
def test_a_json_script_says_it_and_nothing_ends_it(context: FeedbackContext) -> None:
    script = context.to_json_script(element_id='a"><b>', tags=TAGS)
    page = Page(script)
    ((tag, attributes),) = page.tags
    assert tag == "script"
    assert attributes == {
        "type": "application/json",
        "data-llm-feedback": None,
        "id": 'a"><b>',
    }
    read = json.loads(page.text)
    assert (read["span_id"], read["tags"]) == (context.span_id, TAGS)
    assert not re.search("[<>&\u2028\u2029]", page.text)
    assert script.__html__() == script


def test_meta_elements_each_say_one_thing() -> None:
    page = Page(HOSTILE.to_meta(ticket="a.b.c"))
    assert page.tags == [
        ("meta", {"name": "llm-span-id", "content": HOSTILE.span_id}),
        ("meta", {"name": "llm-ticket", "content": "a.b.c"}),
    ]


def test_a_header_is_ascii_in_one_line() -> None:
    ((name, value),) = CONTEXT.to_header(submitter_id="é\r\nSet-Cookie: a", tags=TAGS).items()
    assert name == "Thumbspan-Context"
    assert value.isascii()
    assert value.isprintable()
    assert json.loads(value)["submitter_id"] == "é\r\nSet-Cookie: a"


def test_a_server_sent_event_is_one_event() -> None:
    event = CONTEXT.to_sse(submitter_id="a\n\nevent: b", tags=TAGS)
    kind, data, *end = event.split("\n")
    assert (kind, end) == ("event: feedback-context", ["", ""])
    assert json.loads(data.removeprefix("data: "))["submitter_id"] == "a\n\nevent: b"
    for name in ("", "a\nb", "a\rb"):
        with pytest.raises(ValueError, match="one line"):
            CONTEXT.to_sse(name)


def test_only_the_one_target_leaves_the_server() -> None:
    texts = [
        str(CONTEXT.to_attributes()),
        CONTEXT.to_json_script(),
        CONTEXT.to_meta(),
        CONTEXT.to_sse(),
        str(CONTEXT.to_header()),
    ]
    for text in texts:
        assert "private" not in text
        assert "6b019d53" not in text
    trace = FeedbackContext(backend="x", trace_id="t", session_id="s")
    assert trace.to_attributes() == {"trace-id": "t"}
    assert FeedbackContext(backend="x", session_id="s").to_attributes() == {"session-id": "s"}


def test_the_widget_reads_every_name_that_is_written() -> None:
    listed = re.search(r"const FIELDS = (\[.*?\]);", (ROOT / "pkg/widget/page.js").read_text())
    assert listed
    known = {*json.loads(listed[1]), "tags"}
    assert set(CONTEXT.to_attributes(ticket="t", submitter_id="s", tags=TAGS)) <= known
