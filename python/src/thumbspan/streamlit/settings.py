"""Where the relay is and how its tickets are minted: arguments, environment, secrets; pure.

===========================  ===================  ==================================
variable                     in ``[thumbspan]``   is
===========================  ===================  ==================================
THUMBSPAN_RELAY              relay                the relay's base URL, for browsers
THUMBSPAN_TICKET_KEY         ticket_key           ``kid:HS256:base64``
THUMBSPAN_TICKET_ISSUER      ticket_issuer        the application; ``streamlit``
THUMBSPAN_TICKET_AUDIENCE    ticket_audience      the relay's ``ticket_audience``
===========================  ===================  ==================================

The environment wins over ``.streamlit/secrets.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from thumbspan.errors import BadRelay
from thumbspan.streamlit.errors import BadOption
from thumbspan.ticket import TicketKey

NAMES = ("relay", "ticket_key", "ticket_issuer", "ticket_audience")


@dataclass(frozen=True, slots=True)
class Minting:
    """What tickets are minted with."""

    key: TicketKey = field(repr=False)
    issuer: str
    audience: str


@dataclass(frozen=True, slots=True)
class Settings:
    """How votes travel."""

    relay: str | None
    """The relay's base URL; None: votes come back to Python alone."""
    minting: Minting | None


def settings(
    relay: str | Literal[False] | None,
    environment: Mapping[str, str],
    secrets: Mapping[str, object],
) -> Settings:
    """Settle how votes travel.

    Args:
        relay: a base URL, False for Python alone, None for what is configured.
        environment: as ``os.environ``.
        secrets: the table ``[thumbspan]``.

    Raises:
        BadRelay: the URL is none of HTTP.
        BadOption: there is a key but no audience.
        TicketKeyRefused: the key is out of form.
    """
    said = {
        name: environment.get(f"THUMBSPAN_{name.upper()}") or secrets.get(name) for name in NAMES
    }
    url = said["relay"] if relay is None else relay
    if not url:
        return Settings(None, None)
    return Settings(_checked(str(url)), _minting(said))


def _checked(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise BadRelay("Give the relay's base URL, such as https://relay.example.")
    return url.rstrip("/")


def _minting(said: Mapping[str, object]) -> Minting | None:
    if not said["ticket_key"]:
        return None
    if not said["ticket_audience"]:
        raise BadOption("Set THUMBSPAN_TICKET_AUDIENCE to the relay's ticket_audience.")
    key = TicketKey.parse(str(said["ticket_key"]))
    return Minting(key, str(said["ticket_issuer"] or "streamlit"), str(said["ticket_audience"]))
