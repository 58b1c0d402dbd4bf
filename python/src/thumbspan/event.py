"""Feedback in the wire format, as ``docs/protocol.md`` says it; pure."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from thumbspan.context import FeedbackContext
from thumbspan.errors import BadFeedback

Event = dict[str, Any]
Signal = dict[str, Any]
Submitter = dict[str, str]

TEXT_CHARS = 4_000
"""Characters of a comment or a correction."""


def uuid7(now_ms: int, random: bytes) -> str:
    """Make an event's id: <https://www.rfc-editor.org/rfc/rfc9562#section-5.7>, of 10 bytes."""
    bits = (now_ms << 80) | int.from_bytes(random[:10], "big")
    bits = bits & ~(0xF << 76) | (7 << 76)
    return str(uuid.UUID(int=bits & ~(3 << 62) | (2 << 62)))


def signals(
    *,
    thumbs: Literal["up", "down"] | None,
    rating: int | None,
    nps: int | None,
    comment: str | None,
    correction: str | None,
    reasons: Sequence[str],
) -> list[Signal]:
    """Name what was said by the labels with a fixed meaning.

    Raises:
        BadFeedback: nothing was said, or something out of range.
    """
    said = [
        _signal("user_thumbs", "categorical", thumbs, thumbs in ("up", "down")),
        _signal("user_rating", "score", rating, _within(rating, 1, 5)),
        _signal("user_nps", "score", nps, _within(nps, 0, 10)),
        _signal("user_comment", "text", comment, _is_text(comment)),
        _signal("user_correction", "text", correction, _is_text(correction)),
        *(_signal(f"user_reason_{code}", "boolean", value=True, fits=True) for code in reasons),
    ]
    given = [signal for signal in said if signal is not None]
    if not given:
        raise BadFeedback("Say something: thumbs, rating, nps, comment, correction or reasons.")
    return given


def event(
    context: FeedbackContext,
    said: list[Signal],
    *,
    event_id: str,
    now_ms: int,
    submitter: Submitter | None,
    tags: Mapping[str, str] | None,
    ticket: str | None,
    revises: str | None,
) -> Event:
    """Put one event together; what is not known is left out."""
    optional = {
        "ml_app": context.ml_app,
        "submitter": submitter,
        "tags": dict(tags) if tags else None,
        "ticket": ticket,
        "revises": revises,
    }
    return {
        "id": event_id,
        "target": context.target(),
        "signals": said,
        "timestamp_ms": now_ms,
        **{name: value for name, value in optional.items() if value is not None},
    }


def _signal(label: str, metric_type: str, value: object, fits: bool) -> Signal | None:
    if value is None:
        return None
    if not fits:
        raise BadFeedback(f"Correct {label}: see the labels in docs/protocol.md.")
    return {"label": label, "metric_type": metric_type, "value": value}


def _within(value: object, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= TEXT_CHARS and "\0" not in value
