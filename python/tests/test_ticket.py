"""Tickets: the vectors of all implementations, and PyJWT as a stranger to check with."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import jwt
import pytest

from thumbspan import (
    FeedbackContext,
    ThumbspanError,
    TicketBadClaim,
    TicketKey,
    TicketKeyRefused,
    TicketTooLongLived,
    mint_ticket,
)
from thumbspan.ticket import sign

VECTORS = sorted((Path(__file__).parents[2] / "crates/contract/fixtures/tickets").glob("*.json"))
SECRET = base64.b64encode(bytes(range(32))).decode()
KEY = TicketKey.parse(f"2026-11:HS256:{SECRET}")
CONTEXT = FeedbackContext(
    backend="ddtrace",
    span_id="20245611112024561111",
    trace_id="6959432000000000d1f51f98d49b97c8",
    ml_app="vote-extractor",
)
NOW = 1_795_267_399
REFUSED = {"ticket_bad_claim", "ticket_too_long_lived"}
FOR_THE_RELAY = {"ticket_expired", "ticket_not_yet_valid", "ticket_wrong_audience"}
"""Signed as they should be, for another time or relay: only the relay can tell."""


def part(token: str, at: int) -> Any:  # noqa: ANN401 - JSON
    text = token.split(".")[at]
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def key_of(vector: dict[str, Any], kid: str) -> str:
    return str(next(key for key in vector["keys"] if key.startswith(f"{kid}:")))


def test_the_vectors_are_there() -> None:
    assert len([path for path in VECTORS if path.stem.startswith("valid_")]) >= 11
    assert len([path for path in VECTORS if path.stem.startswith("invalid_")]) >= 53


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_every_vector(path: Path) -> None:
    vector = json.loads(path.read_text())
    token = vector["token"]
    if path.stem.startswith("valid_"):
        key = key_of(vector, part(token, 0)["kid"])
        if ":EdDSA:" in key:
            with pytest.raises(TicketKeyRefused, match="HS256"):
                TicketKey.parse(key)
            key = vector["keys"][0]
        minted = sign(vector["claims"], TicketKey.parse(key))
        same = part(token, 0) == {"alg": "HS256", "kid": key.split(":")[0], "typ": "fbt+jwt"}
        assert (minted == token) is same, "to the byte"
        assert part(minted, 1) == vector["claims"]
    elif vector["code"] in REFUSED:
        with pytest.raises(ThumbspanError) as refused:
            sign(part(token, 1), TicketKey.parse(vector["keys"][0]))
        assert refused.value.code == vector["code"]
    else:
        is_minted = vector["token"] in minted_by_any_key(vector)
        assert is_minted is (vector["code"] in FOR_THE_RELAY)


def minted_by_any_key(vector: dict[str, Any]) -> list[str]:
    try:
        claims = part(vector["token"], 1)
        return [sign(claims, TicketKey.parse(key)) for key in vector["keys"] if "HS256" in key]
    except (ValueError, IndexError, ThumbspanError):
        return []


def test_pyjwt_reads_what_is_minted() -> None:
    ticket = mint_ticket(
        CONTEXT,
        "élise",
        key=KEY,
        issuer="shop",
        audience=["https://relay.example", "https://other.example"],
        labels=["user_thumbs"],
        now=lambda: NOW + 0.9,
        random=bytes,
    )
    assert jwt.get_unverified_header(ticket) == {"alg": "HS256", "kid": "2026-11", "typ": "fbt+jwt"}
    read = jwt.decode(
        ticket,
        KEY.secret,
        ["HS256"],
        audience="https://relay.example",
        issuer="shop",
        options={"verify_exp": False, "verify_iat": False, "require": ["exp", "iat", "jti"]},
    )
    assert read == {
        "iss": "shop",
        "aud": ["https://relay.example", "https://other.example"],
        "iat": NOW,
        "exp": NOW + 86_400,
        "jti": "A" * 22,
        "sub": "élise",
        "tgt": CONTEXT.target(),
        "labels": ["user_thumbs"],
        "ml_app": "vote-extractor",
    }
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(ticket, bytes(32), ["HS256"], audience="https://relay.example")


def test_what_pyjwt_mints_is_the_same_but_for_the_order_of_its_claims() -> None:
    ours = mint_ticket(CONTEXT, "u", key=KEY, issuer="shop", audience="r", now=lambda: NOW)
    header = {"kid": "2026-11", "typ": "fbt+jwt"}
    theirs = jwt.encode(part(ours, 1), KEY.secret, "HS256", header)
    assert [part(theirs, at) for at in (0, 1)] == [part(ours, at) for at in (0, 1)]


def test_each_ticket_has_a_name_of_its_own_and_the_clock_of_now() -> None:
    tickets = [mint_ticket(CONTEXT, "u", key=KEY, issuer="s", audience="r") for _ in range(50)]
    assert len({part(ticket, 1)["jti"] for ticket in tickets}) == 50
    read = jwt.decode(tickets[0], KEY.secret, ["HS256"], audience="r")
    assert read["exp"] - read["iat"] == 86_400


@pytest.mark.parametrize(
    "wrong",
    [
        {"user": ""},
        {"user": "a\0"},
        {"user": "\ud800"},
        {"user": "x" * 257},
        {"issuer": "the shop"},
        {"audience": []},
        {"labels": []},
        {"labels": ["a b"]},
        {"labels": ["a" * 200] * 30},
        {"lifetime_s": 0},
    ],
)
def test_what_the_relay_would_refuse_is_not_minted(wrong: dict[str, Any]) -> None:
    with pytest.raises(TicketBadClaim):
        mint_ticket(CONTEXT, **{"user": "u", "key": KEY, "issuer": "s", "audience": "r", **wrong})


def test_a_ticket_lives_for_seven_days_at_most() -> None:
    week = 7 * 24 * 3600
    mint_ticket(CONTEXT, "u", key=KEY, issuer="s", audience="r", lifetime_s=week)
    with pytest.raises(TicketTooLongLived):
        mint_ticket(CONTEXT, "u", key=KEY, issuer="s", audience="r", lifetime_s=week + 1)


def test_a_key_is_read_in_either_alphabet_and_hidden() -> None:
    raw = b"\xfb\xff" * 16
    for text in (base64.b64encode(raw), base64.urlsafe_b64encode(raw).rstrip(b"=")):
        assert TicketKey.parse(f" k:HS256:{text.decode()}\n").secret == raw
    assert repr(KEY) == "TicketKey(kid='2026-11')"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "k",
        "k:HS256",
        "k:HS256:",
        f"k:HS512:{SECRET}",
        f"k:EdDSA:{SECRET}",
        f":HS256:{SECRET}",
        f"a b:HS256:{SECRET}",
        f"k:HS256:{SECRET[:20]}",
        "k:HS256:*" + SECRET,
        "k:HS256:" + base64.b64encode(bytes(1_025)).decode(),
    ],
)
def test_a_key_out_of_form_is_refused_without_telling_it(text: str) -> None:
    with pytest.raises(TicketKeyRefused) as refused:
        TicketKey.parse(text)
    assert SECRET[:20] not in str(refused.value)
