"""The tickets of one session: minted once for each answer, and again before they end; pure."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable, MutableMapping
from typing import Any

from thumbspan.context import FeedbackContext
from thumbspan.streamlit.settings import Minting
from thumbspan.ticket import DEFAULT_S, mint_ticket


def permission(
    session: MutableMapping[str, Any],
    about: str,
    context: FeedbackContext,
    user: str,
    minting: Minting,
    *,
    now: Callable[[], float] = time.time,
) -> str:
    """Give the ticket of one person for one answer.

    Its name is the same in every session, so that the relay knows after a reload what was said; it
    is derived with the key, so that nobody can tell it beforehand.
    """
    name = f"thumbspan.ticket.{about}"
    minted, ticket = session.get(name, (0.0, ""))
    if now() - minted < DEFAULT_S / 2:
        return str(ticket)
    secret = minting.key.secret
    message = f"thumbspan.streamlit\0{minting.issuer}\0{about}"
    said = hmac.new(secret, message.encode(), hashlib.sha256).digest()
    ticket = mint_ticket(
        context,
        user,
        key=minting.key,
        issuer=minting.issuer,
        audience=minting.audience,
        now=now,
        random=lambda count: said[:count],
    )
    session[name] = (now(), ticket)
    return ticket
