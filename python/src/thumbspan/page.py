"""A context in the forms that `<llm-feedback>` reads, and that reach it.

Ids and ticket only: what else a context knows stays on the server. Each form is text that is safe
where it belongs; ``__html__`` tells Jinja2 and Django not to escape it again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thumbspan.context import FeedbackContext

HEADER = "Thumbspan-Context"

Fields = dict[str, "str | dict[str, str]"]

# Within <script>, and for readers that take U+2028 for the end of a line.
_IN_SCRIPT = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()

    def __html__(self) -> str:
        """Give it to a template engine."""
        return self


class Attributes(dict[str, str]):
    """Attributes by name; as a text, ready for a tag: ``<llm-feedback {{ attributes }}>``."""

    def __str__(self) -> str:
        """Write them for a tag; as HTML, since Django turns what is no text into one first."""
        return Html(" ".join(f'{name}="{escape(value)}"' for name, value in self.items()))

    def __html__(self) -> str:
        """Give them to a template engine."""
        return str(self)


def fields(
    context: FeedbackContext,
    ticket: str | None,
    submitter_id: str | None,
    tags: Mapping[str, str] | None,
) -> Fields:
    """Name what the widget reads, as in its JSON."""
    target = context.target()
    del target["kind"]
    extra = {"ticket": ticket, "ml_app": context.ml_app, "submitter_id": submitter_id}
    said: Fields = {**target, **{name: value for name, value in extra.items() if value}}
    if tags:
        said["tags"] = dict(tags)
    return said


def attributes(said: Fields, prefix: str) -> Attributes:
    """Write them as attributes; tags belong to the element itself, as JSON."""
    texts = {name: value for name, value in said.items() if isinstance(value, str)}
    named = {prefix + name.replace("_", "-"): value for name, value in texts.items()}
    if "tags" in said and not prefix:
        named["tags"] = _json(said["tags"])
    return Attributes(named)


def json_script(said: Fields, element_id: str | None) -> Html:
    """Write them as a JSON script, which no policy for scripts forbids and no text can end."""
    named = "" if element_id is None else f' id="{escape(element_id)}"'
    text = _json(said).translate(_IN_SCRIPT)
    return Html(f'<script type="application/json" data-llm-feedback{named}>{text}</script>')


def meta(said: Fields) -> Html:
    """Write them for the page's head, where a page has one answer."""
    return Html(
        "\n".join(
            f'<meta name="{name}" content="{escape(value)}">'
            for name, value in attributes(said, "llm-").items()
        )
    )


def header(said: Fields) -> dict[str, str]:
    """Write them as a response's header, in ASCII."""
    return {HEADER: json.dumps(said, separators=(",", ":"))}


def sse(said: Fields, event: str) -> str:
    """Write them as one server-sent event: <https://html.spec.whatwg.org/#server-sent-events>."""
    if not event or any(char in event for char in "\r\n\0"):
        raise ValueError("Name the event in one line.")
    return f"event: {event}\ndata: {_json(said)}\n\n"


def _json(said: object) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
