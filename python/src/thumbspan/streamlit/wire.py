"""What goes to the browser: the data of ``python/frontend/component.js``; pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote

from thumbspan.context import FeedbackContext
from thumbspan.errors import BadContext
from thumbspan.streamlit.errors import BadOption
from thumbspan.streamlit.memory import Place, Remembered, T

CONTROLS = ("thumbs", "rating", "reasons", "comment", "correction")
CHOICES = {
    "scale": ("stars", "faces", "nps"),
    "ask": ("always", "down", "never"),
    "size": ("full", "compact"),
}

Tells = Literal["change", "end", "never"]


@dataclass(frozen=True, slots=True)
class Data:
    """What the app says of one place."""

    attributes: Mapping[str, str]
    sends: bool
    tells: Tells = "change"
    asks: bool = False
    longest: int | None = None


def data(said: Data, place: Place[T], now: Remembered) -> dict[str, Any]:
    """Write it as JSON, together with what is remembered."""
    # For Python alone too, the browser tells one answer's votes from another's by their target.
    alone = {} if said.sends else {"join-key": quote(now.about)}
    return {
        "key": place.key,
        "about": now.about,
        "revision": now.revision,
        "votes": now.votes,
        "attributes": {**said.attributes, **alone},
        "sends": said.sends,
        "tells": said.tells,
        "asks": said.asks,
        "longest": said.longest,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The element's attributes that say what is shown: ``docs/controls.md``."""

    controls: str | Sequence[str] = "thumbs comment"
    scale: str = "stars"
    ask: str = "always"
    size: str = "full"
    reasons: Sequence[str] | Mapping[str, str] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    lang: str | None = None
    disabled: bool = False

    def attributes(self) -> dict[str, str]:
        """Write them.

        Raises:
            BadOption: there is no such control, scale, ask or size.
        """
        words = self.controls.split() if isinstance(self.controls, str) else [*self.controls]
        if not words or not {*words} <= {*CONTROLS}:
            raise BadOption(f"Name controls among: {', '.join(CONTROLS)}.")
        for name, choices in CHOICES.items():
            if getattr(self, name) not in choices:
                raise BadOption(f"Give {name} as one of: {', '.join(choices)}.")
        plain = {name: str(getattr(self, name)) for name in CHOICES}
        return {
            "controls": " ".join(words),
            **plain,
            **({"reasons": _json(self.reasons)} if self.reasons else {}),
            **({"texts": _json(dict(self.texts))} if self.texts else {}),
            **({"lang": self.lang} if self.lang else {}),
            **({"disabled": ""} if self.disabled else {}),
        }


def about(context: FeedbackContext | None, user: str | None) -> str:
    """Name what is rated and by whom, by a digest: the browser is told it even without a relay.

    Raises:
        BadContext: it is something else than a context.
    """
    if context is not None and not isinstance(context, FeedbackContext):
        raise BadContext("Pass what capture() gave, or None while there is none.")
    said = json.dumps([context.target() if context else None, user], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def target(
    context: FeedbackContext | None,
    *,
    relay: str | None,
    ticket: str | None,
    user: str | None,
    tags: Mapping[str, str] | None,
) -> dict[str, str]:
    """Write the attributes that say where a vote goes; for Python alone, no ids leave here."""
    if relay is None:
        return {}
    if context is None:
        # Shown, but nobody can vote until there is something to vote on.
        return {"relay": relay, "span-id": ""}
    return {"relay": relay, **context.to_attributes(ticket=ticket, submitter_id=user, tags=tags)}


def _json(said: object) -> str:
    value = [*said] if isinstance(said, tuple) else said
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
