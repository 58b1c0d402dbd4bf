"""What a ticket says: the same rules as the relay's, so that no ticket is minted that it refuses.

The table is in ``docs/tickets.md``; ``crates/ticket/src/claims.rs`` is the relay's side.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from thumbspan.context import is_id, is_ml_app
from thumbspan.errors import TicketBadClaim, TicketTooLongLived

LONGEST_S = 7 * 24 * 60 * 60
"""The longest that a ticket is valid: 7 days, in seconds."""
LABELS = 100
"""Labels that one ticket can name."""

Claims = Mapping[str, Any]

_LAST_S = 2**53 - 1
_LABEL = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,199}")
_TARGETS = {
    "span": ({"kind", "span_id"}, {"trace_id"}),
    "trace": ({"kind", "trace_id"}, set()),
    "session": ({"kind", "session_id"}, set()),
    "join_key": ({"kind", "join_key"}, set()),
}
_REQUIRED = {"iss", "aud", "iat", "exp", "jti", "sub", "tgt"}
_OPTIONAL = {"labels", "ml_app"}


def check(claims: Claims) -> None:
    """Refuse what the relay would refuse; times are compared with each other alone.

    Raises:
        TicketBadClaim: a claim is absent, unknown or out of form.
        TicketTooLongLived: it would be valid for more than seven days.
    """
    rules = {
        "iss": is_id,
        "aud": _is_audience,
        "iat": _is_time,
        "exp": _is_time,
        "jti": lambda value: is_id(value) and 16 <= len(value) <= 128,
        "sub": _is_person,
        "tgt": _is_target,
        "labels": _are_labels,
        "ml_app": is_ml_app,
    }
    for name in sorted({*claims, *_REQUIRED}):
        absent = claims.get(name) is None
        if absent and name in _OPTIONAL:
            continue
        if name not in rules or absent or not rules[name](claims[name]):
            raise TicketBadClaim(f"Correct the claim {name}: see docs/tickets.md.")
    if claims["exp"] <= claims["iat"]:
        raise TicketBadClaim("Let exp come after iat.")
    if claims["exp"] - claims["iat"] > LONGEST_S:
        raise TicketTooLongLived("Let the ticket be valid for at most seven days.")


def _is_audience(value: object) -> bool:
    if isinstance(value, str):
        return True
    return isinstance(value, list) and bool(value) and all(isinstance(each, str) for each in value)


def _is_time(value: object) -> bool:
    return type(value) is int and 0 <= value <= _LAST_S


def _is_person(value: object) -> bool:
    if not isinstance(value, str) or not 1 <= len(value) <= 256:
        return False
    return not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in value)


def _is_target(value: object) -> bool:
    if not isinstance(value, Mapping) or value.get("kind") not in _TARGETS:
        return False
    required, optional = _TARGETS[value["kind"]]
    if not required <= set(value) <= required | optional:
        return False
    return all(is_id(value[name]) for name in value if name != "kind")


def _are_labels(value: object) -> bool:
    if not isinstance(value, list) or not 1 <= len(value) <= LABELS:
        return False
    return all(isinstance(each, str) and _LABEL.fullmatch(each) for each in value)
