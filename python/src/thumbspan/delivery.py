"""What a request may carry, what the relay's answer means, and when to try again; pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from thumbspan.event import Event

EVENTS = 50
"""Events of one request."""
BYTES = 64 * 1_024
"""Bytes of one request."""
LONGEST_WAIT_S = 60.0
"""Between two tries, in seconds, unless the relay asks for more."""

_AGAIN = (408, 429)


@dataclass(frozen=True, slots=True)
class Refused:
    """An event that the relay will never take."""

    event_id: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a request's events: all that are in neither are to be sent again."""

    accepted: frozenset[str] = frozenset()
    refused: tuple[Refused, ...] = ()
    retry_after_s: float | None = None
    settled: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Name what is done with."""
        done = self.accepted | {each.event_id for each in self.refused}
        object.__setattr__(self, "settled", frozenset(done))


def written(events: Iterable[Event]) -> bytes:
    """Write a request's body."""
    said = json.dumps({"events": list(events)}, ensure_ascii=False, separators=(",", ":"))
    return said.encode()


def batch(waiting: Iterable[Event]) -> list[Event]:
    """Take as many of the first events as one request may carry."""
    taken: list[Event] = []
    size = len(written([]))
    for each in waiting:
        size += len(written([each])) - len(written([])) + 1
        if taken and (len(taken) == EVENTS or size > BYTES):
            break
        taken.append(each)
    return taken


def outcome(sent: list[Event], status: int, answer: bytes, retry_after: str | None) -> Outcome:
    """Read the relay's answer to a request: <https://www.rfc-editor.org/rfc/rfc9110#section-15>."""
    said = _object(answer)
    refused = tuple(_refusals(said.get("rejected")))
    if status == 202:
        accepted = said.get("accepted")
        ids = accepted if isinstance(accepted, list) else []
        return Outcome(frozenset(map(str, ids)), refused)
    if 400 <= status < 500 and status not in _AGAIN:
        code, message = str(said.get("code", f"http_{status}")), str(said.get("message", ""))
        named = {each.event_id for each in refused}
        rest = (each["id"] for each in sent if each["id"] not in named)
        return Outcome(refused=(*refused, *(Refused(each, code, message) for each in rest)))
    # Seconds; a relay behind a proxy may answer with a date, which is then left to the backoff.
    is_number = retry_after is not None and retry_after.strip().isdecimal()
    return Outcome(retry_after_s=float(retry_after or 0) if is_number else None)


def wait_s(tries: int, random: float) -> float:
    """Wait longer after each failure, and not all clients at once: full jitter."""
    most: float = min(LONGEST_WAIT_S, 0.5 * 2.0 ** min(tries, 10))
    return most * (0.5 + random / 2)


def _object(answer: bytes) -> dict[str, Any]:
    try:
        said = json.loads(answer)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _refusals(said: object) -> Iterable[Refused]:
    for each in said if isinstance(said, list) else []:
        if isinstance(each, dict) and isinstance(each.get("id"), str):
            yield Refused(each["id"], str(each.get("code")), str(each.get("message")))
