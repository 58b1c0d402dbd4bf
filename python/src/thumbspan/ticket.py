"""Tickets: signed permission to rate one target in one person's name.

With `hashlib` and `hmac` alone, hence HS256; ``docs/tickets.md`` says what a ticket is.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from thumbspan.claims import Claims, check
from thumbspan.context import FeedbackContext
from thumbspan.errors import TicketBadClaim, TicketKeyRefused

TYPE = "fbt+jwt"
"""The header's ``typ``: no other token of the same key passes for a ticket."""
DEFAULT_S = 24 * 60 * 60
"""How long a ticket is valid unless you say otherwise: 24 hours, in seconds."""

_LONGEST = 4_096
_KID = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True, slots=True)
class TicketKey:
    """A key that mints. Its representation hides it."""

    kid: str
    """The name by which the relay knows it."""
    secret: bytes = field(repr=False)
    """32 to 1,024 random bytes."""

    def __post_init__(self) -> None:
        """Refuse a key that the relay would refuse."""
        if not _KID.fullmatch(self.kid):
            raise TicketKeyRefused("Name the key by 1 to 64 ASCII letters, digits and . _ -")
        if not 32 <= len(self.secret) <= 1_024:
            raise TicketKeyRefused("Give the key 32 or more random bytes: openssl rand -base64 32")

    @classmethod
    def parse(cls, text: str) -> TicketKey:
        """Read ``kid:HS256:base64``, as the relay takes it in ``THUMBSPAN_TICKET_KEYS``.

        Raises:
            TicketKeyRefused: it is something else.
        """
        kid, algorithm, secret, *_ = [*text.strip().split(":", 2), "", "", ""]
        if algorithm != "HS256":
            raise TicketKeyRefused(
                "Write the key as kid:HS256:base64; another algorithm needs a JWT library."
            )
        return cls(kid, _decoded(secret))


def mint_ticket(
    context: FeedbackContext,
    user: str,
    *,
    key: TicketKey | str,
    issuer: str,
    audience: str | Sequence[str],
    labels: Sequence[str] | None = None,
    lifetime_s: int = DEFAULT_S,
    now: Callable[[], float] = time.time,
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> str:
    """Mint the permission to rate what a context names, for the page of one person.

    Args:
        context: from `capture` or `feedback_context`.
        user: the person, preferably by a pseudonym: 1 to 256 characters.
        key: a `TicketKey`, or its text ``kid:HS256:base64``.
        issuer: the application; no spaces.
        audience: the relay's ``ticket_audience``, or those of several relays.
        labels: those that may be said, each in full; None for all.
        lifetime_s: seconds until it ends, at most 7 days.
        now: gives seconds since 1970.
        random: gives as many random bytes as asked for.

    Raises:
        TicketKeyRefused: the key is out of form.
        TicketBadClaim: what it would say is out of form.
        TicketTooLongLived: it would be valid for more than seven days.
    """
    minted = int(now())
    claims = {
        "iss": issuer,
        "aud": audience if isinstance(audience, str) else list(audience),
        "iat": minted,
        "exp": minted + lifetime_s,
        "jti": _encoded(random(16)),
        "sub": user,
        "tgt": context.target(),
        "labels": None if labels is None else list(labels),
        "ml_app": context.ml_app,
    }
    said = {name: value for name, value in claims.items() if value is not None}
    return sign(said, TicketKey.parse(key) if isinstance(key, str) else key)


def sign(claims: Claims, key: TicketKey) -> str:
    """Check claims and sign them, to the same bytes as the relay's own crate.

    Raises:
        TicketBadClaim: a claim is absent, unknown or out of form.
        TicketTooLongLived: it would be valid for more than seven days.
    """
    check(claims)
    header = {"alg": "HS256", "kid": key.kid, "typ": TYPE}
    message = f"{_part(header)}.{_part(claims)}"
    signature = hmac.new(key.secret, message.encode(), hashlib.sha256).digest()
    ticket = f"{message}.{_encoded(signature)}"
    if len(ticket) > _LONGEST:
        raise TicketBadClaim(f"Say less: a ticket has at most {_LONGEST} characters.")
    return ticket


def _part(said: Claims) -> str:
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return _encoded(text.encode())


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    """Read a key as people copy it: either alphabet, with padding or without."""
    plain = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise TicketKeyRefused("Write the key's bytes in base64.") from error
