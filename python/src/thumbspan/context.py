"""The identity of what an answer came from, kept apart from the live span."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from thumbspan import page
from thumbspan.errors import BadContext

VERSION = 1
"""Of the serialised form."""

_ID = re.compile(r"[!-~]{1,256}")
_W3C_TRACE = re.compile(r"(?!0{32})[0-9a-f]{32}")
_NAME = re.compile(r"(?!.*(?:__|_$))[a-z\d_.:/-]{1,193}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackContext:
    """What feedback is about: a snapshot that outlives its span.

    At least one of the three ids is there. Ids are strings, to the digit, in the form that the
    backend gives them: 1 to 256 printable ASCII characters without spaces.
    """

    backend: str
    """Whose ids these are: ``ddtrace``, ``opentelemetry``, ``langfuse`` …"""
    span_id: str | None = None
    trace_id: str | None = None
    session_id: str | None = None
    kind: str | None = None
    """What the SDK calls the span, in lower case: ``workflow``, ``llm``, ``agent`` …"""
    trace_flags: int | None = None
    """W3C trace flags, 0 to 255; None where the SDK does not say."""
    w3c_trace_id: str | None = None
    """The trace for logs and metrics, where the backend's own trace id is another one."""
    ml_app: str | None = None
    """The LLM application, by Datadog's rule for names."""
    verified: bool = False
    """Whether the SDK proved that this is an LLM's span."""

    def __post_init__(self) -> None:
        """Refuse what the relay would refuse, here where the mistake is."""
        _check(self)

    def target(self) -> dict[str, str]:
        """Name the one target as the wire format does: span, else trace, else session."""
        if self.span_id is not None:
            trace = {} if self.trace_id is None else {"trace_id": self.trace_id}
            return {"kind": "span", "span_id": self.span_id, **trace}
        if self.trace_id is not None:
            return {"kind": "trace", "trace_id": self.trace_id}
        return {"kind": "session", "session_id": self.session_id or ""}

    def to_dict(self) -> dict[str, Any]:
        """Give what is known, for JSON; read it back with `from_dict`."""
        return {"v": VERSION, **{k: v for k, v in asdict(self).items() if v is not None}}

    def to_json(self) -> str:
        """Write it for a queue, a row or a session; read it back with `from_json`."""
        return json.dumps(self.to_dict(), separators=(",", ":"))

    def to_attributes(
        self,
        *,
        prefix: str = "",
        ticket: str | None = None,
        submitter_id: str | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> page.Attributes:
        """Write the attributes of ``<llm-feedback>``; of an element around it by ``data-llm-``.

        Args:
            prefix: before each name. With one, tags are left out: only the element takes them.
            ticket: from `mint_ticket`; like the rest, of every form below.
            submitter_id: the person, where no ticket says it.
            tags: for searching.
        """
        return page.attributes(page.fields(self, ticket, submitter_id, tags), prefix)

    def to_json_script(
        self,
        *,
        element_id: str | None = None,
        ticket: str | None = None,
        submitter_id: str | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> page.Html:
        """Write ``<script type="application/json" data-llm-feedback>``, for beside the answer."""
        return page.json_script(page.fields(self, ticket, submitter_id, tags), element_id)

    def to_meta(self, *, ticket: str | None = None, submitter_id: str | None = None) -> page.Html:
        """Write ``<meta name="llm-span-id" …>`` and the like, for a page with one answer."""
        return page.meta(page.fields(self, ticket, submitter_id, None))

    def to_header(
        self,
        *,
        ticket: str | None = None,
        submitter_id: str | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> dict[str, str]:
        """Name a response's header, ``Thumbspan-Context``: JSON, for the page's own script."""
        return page.header(page.fields(self, ticket, submitter_id, tags))

    def to_sse(
        self,
        event: str = "feedback-context",
        *,
        ticket: str | None = None,
        submitter_id: str | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> str:
        """Write one server-sent event with that JSON, for the end of a streamed answer."""
        return page.sse(page.fields(self, ticket, submitter_id, tags), event)

    @classmethod
    def from_dict(cls, said: object) -> FeedbackContext:
        """Read what `to_dict` gave.

        Raises:
            BadContext: it is something else.
        """
        if not isinstance(said, dict) or said.get("v") != VERSION:
            raise BadContext(f"Pass what to_dict() gave: an object with v = {VERSION}.")
        known = {field.name for field in fields(cls)}
        rest = {name: value for name, value in said.items() if name != "v"}
        if unknown := sorted(str(name) for name in rest if name not in known):
            raise BadContext(f"Remove what no context has: {', '.join(unknown)}.")
        if "backend" not in rest:
            raise BadContext("Say the backend.")
        return cls(**rest)

    @classmethod
    def from_json(cls, text: str | bytes) -> FeedbackContext:
        """Read what `to_json` wrote.

        Raises:
            BadContext: it is something else.
        """
        try:
            said = json.loads(text)
        except ValueError as error:
            raise BadContext("Pass what to_json() wrote: this is not JSON.") from error
        return cls.from_dict(said)


def is_id(value: object) -> bool:
    """Whether the relay takes this as an id."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def is_w3c_trace(value: object) -> bool:
    """Whether this is a trace id by W3C: 32 lower-case hex digits, not all of them 0."""
    return isinstance(value, str) and _W3C_TRACE.fullmatch(value) is not None


def is_ml_app(value: object) -> bool:
    """Whether the relay takes this as an application's name: Datadog's rule."""
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def _check(context: FeedbackContext) -> None:
    ids = ("span_id", "trace_id", "session_id")
    for name in ids:
        value = getattr(context, name)
        if value is not None and not is_id(value):
            raise BadContext(
                f"Give {name} as a string of 1 to 256 printable ASCII characters without spaces."
            )
    if all(getattr(context, name) is None for name in ids):
        raise BadContext("Give a span_id, a trace_id or a session_id.")
    if context.w3c_trace_id is not None and not is_w3c_trace(context.w3c_trace_id):
        raise BadContext("Give w3c_trace_id as 32 lower-case hex digits.")
    if context.ml_app is not None and not is_ml_app(context.ml_app):
        raise BadContext(
            "Give ml_app in at most 193 lower-case letters, digits and _ - : . / without a double "
            "or closing underscore."
        )
    _check_rest(context)


def _check_rest(context: FeedbackContext) -> None:
    for name in ("backend", "kind"):
        value = getattr(context, name)
        if not (isinstance(value, str) and value) and not (name == "kind" and value is None):
            raise BadContext(f"Give {name} as a string.")
    flags = context.trace_flags
    if flags is not None and (type(flags) is not int or not 0 <= flags <= 255):
        raise BadContext("Give trace_flags as a whole number from 0 to 255.")
    if type(context.verified) is not bool:
        raise BadContext("Give verified as a bool.")
