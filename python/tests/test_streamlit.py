"""The half of the Streamlit component that needs no Streamlit, and what its wheel is built from."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from thumbspan import BadContext, BadRelay, FeedbackContext, TicketKeyRefused
from thumbspan.streamlit import BadOption, Feedback
from thumbspan.streamlit.memory import Place, is_news, recall
from thumbspan.streamlit.permission import permission
from thumbspan.streamlit.result import from_votes, to_votes
from thumbspan.streamlit.settings import Minting, settings
from thumbspan.streamlit.wire import Data, Look, about, data, target

PYTHON = Path(__file__).parents[1]
CONTEXT = FeedbackContext(
    backend="ddtrace", span_id="20245611112024561111", trace_id="t", ml_app="app"
)
KEY = "2026-11:HS256:" + base64.b64encode(bytes(range(32))).decode()
RELAY = "https://relay.example"
EARLY = "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11"
LATE = "019357e4-6d5d-7b1e-9a51-2f0c6a1f3c11"
DOWN = {"label": "user_thumbs", "value": "down", "id": EARLY}
COMMENT = {"label": "user_comment", "value": "Missed page 3.", "id": LATE}


def test_votes_are_read_as_a_result_and_written_back() -> None:
    votes: list[dict[str, Any]] = [
        COMMENT,
        DOWN,
        {"label": "user_rating", "value": 2.0, "id": EARLY},
        {"label": "user_reason_wrong", "value": True, "id": EARLY},
        {"label": "user_reason_long", "value": False, "id": EARLY},
        {"label": "of_the_app", "value": "?", "id": EARLY},
    ]
    said = from_votes(votes)
    assert said == Feedback(
        thumbs="down", rating=2, reasons=("wrong",), comment="Missed page 3.", event_id=LATE
    )
    assert from_votes(to_votes(said)) == said
    assert to_votes(None) == to_votes("up") == []
    assert (bool(said), bool(Feedback()), bool(Feedback(event_id=EARLY))) == (True, False, False)
    assert Feedback(nps=0)


PLACE = Place("answer_1", "first", from_votes, to_votes)


def told(session: dict[str, Any], revision: int, *votes: Mapping[str, Any], **rest: Any) -> None:  # noqa: ANN401
    state = {"about": PLACE.about, "revision": revision, "votes": [*votes], **rest}
    session[PLACE.component] = {"feedback": state}


def test_what_the_browser_tells_is_kept_for_the_app() -> None:
    session: dict[str, Any] = {}
    assert recall(session, PLACE).votes == []
    assert session["answer_1"] == Feedback()
    told(session, 0, DOWN)
    assert recall(session, PLACE).votes == [DOWN]
    # After a run without the controls, Streamlit has forgotten the component's state.
    session[PLACE.component] = {}
    assert recall(session, PLACE).votes == [DOWN]
    assert session["answer_1"].thumbs == "down"


@pytest.mark.parametrize("value", [None, Feedback(thumbs="up"), ...])
def test_what_the_app_sets_wins_over_what_the_browser_said_before(value: object) -> None:
    session: dict[str, Any] = {}
    recall(session, PLACE)
    told(session, 0, DOWN)
    recall(session, PLACE)
    if value is ...:
        del session["answer_1"]
    else:
        session["answer_1"] = value
    now = recall(session, PLACE)
    assert now.revision == 1
    assert session["answer_1"].thumbs == (value.thumbs if isinstance(value, Feedback) else None)
    # The browser has seen it, and tells the next vote under the new revision.
    told(session, 1, DOWN)
    assert recall(session, PLACE).votes == [DOWN]


def test_what_the_app_sets_before_the_first_run_is_shown() -> None:
    session: dict[str, Any] = {"answer_1": Feedback(rating=4)}
    assert recall(session, PLACE).votes == [{"label": "user_rating", "value": 4, "id": None}]


def test_another_answer_under_the_same_key_has_no_votes() -> None:
    session: dict[str, Any] = {}
    recall(session, PLACE)
    told(session, 0, DOWN)
    recall(session, PLACE)
    other = Place("answer_1", "second", from_votes, to_votes)
    assert recall(session, other).votes == []
    assert session["answer_1"] == Feedback()
    # Nor does a late word on the first answer count.
    told(session, 0, DOWN)
    assert recall(session, other).votes == []


def test_what_the_relay_knew_is_told_apart_from_a_vote() -> None:
    session: dict[str, Any] = {}
    told(session, 0, DOWN, is_restored=True)
    assert not is_news(session, PLACE)
    assert recall(session, PLACE).votes == [DOWN]
    told(session, 0, DOWN, is_restored=False)
    assert is_news(session, PLACE)


def test_no_key_makes_the_name_that_streamlit_refuses() -> None:
    names = {
        Place(key, "", from_votes, to_votes).component for key in ("a__b", "a_b", "a_.b", "a___")
    }
    assert len(names) == 4
    assert not any("__" in name for name in names)


def test_the_relay_is_the_arguments_the_environments_or_the_secrets() -> None:
    secrets = {"relay": "https://secrets.example/"}
    environment = {"THUMBSPAN_RELAY": "https://environment.example"}
    assert settings(None, {}, {}).relay is None
    assert settings(None, {}, secrets).relay == "https://secrets.example"
    assert settings(None, environment, secrets).relay == "https://environment.example"
    assert settings(RELAY, environment, secrets).relay == RELAY
    assert settings(False, environment, secrets).relay is None


def test_tickets_are_minted_where_a_key_is_configured() -> None:
    environment = {"THUMBSPAN_TICKET_KEY": KEY, "THUMBSPAN_TICKET_AUDIENCE": "aud"}
    minting = settings(RELAY, environment, {}).minting
    assert minting is not None
    assert (minting.issuer, minting.audience) == ("streamlit", "aud")
    assert "HS256" not in repr(minting)
    assert settings(RELAY, environment, {"ticket_issuer": "shop"}).minting != minting


@pytest.mark.parametrize(
    ("relay", "environment", "error"),
    [
        ("relay.example", {}, BadRelay),
        ("ftp://relay.example", {}, BadRelay),
        ("https://relay.example?a", {}, BadRelay),
        (RELAY, {"THUMBSPAN_TICKET_KEY": KEY}, BadOption),
        (RELAY, {"THUMBSPAN_TICKET_KEY": "x", "THUMBSPAN_TICKET_AUDIENCE": "a"}, TicketKeyRefused),
    ],
)
def test_settings_that_cannot_be_meant(
    relay: str, environment: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        settings(relay, environment, {})


def claims(ticket: str) -> dict[str, Any]:
    part = ticket.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))


def test_an_answers_ticket_has_one_name_and_is_minted_again_before_it_ends() -> None:
    minting = settings(
        RELAY, {"THUMBSPAN_TICKET_KEY": KEY, "THUMBSPAN_TICKET_AUDIENCE": "aud"}, {}
    ).minting
    assert isinstance(minting, Minting)

    def mint(session: dict[str, Any], user: str, now: float) -> str:
        whom = about(CONTEXT, user)
        return permission(session, whom, CONTEXT, user, minting, now=lambda: now)

    session: dict[str, Any] = {}
    first = mint(session, "user-17", 1_000_000.0)
    assert mint(session, "user-17", 1_000_100.0) == first
    later = mint(session, "user-17", 1_000_000.0 + 13 * 3_600)
    assert later != first
    after_reload = mint({}, "user-17", 2_000_000.0)
    names = {claims(each)["jti"] for each in (first, later, after_reload)}
    assert len(names) == 1
    assert claims(first)["sub"] == "user-17"
    assert claims(first)["tgt"] == CONTEXT.target()
    assert claims(mint({}, "user-18", 1_000_000.0))["jti"] not in names


def test_the_look_is_written_as_attributes() -> None:
    look = Look(controls=("rating", "comment"), reasons={"wrong": "Not true"}, texts={"send": "Go"})
    assert look.attributes() == {
        "controls": "rating comment",
        "scale": "stars",
        "ask": "always",
        "size": "full",
        "reasons": '{"wrong":"Not true"}',
        "texts": '{"send":"Go"}',
    }
    assert Look(reasons=("b", "a")).attributes()["reasons"] == '["b","a"]'
    # In the order that the app gives.
    assert Look(reasons={"b": "B", "a": "A"}).attributes()["reasons"] == '{"b":"B","a":"A"}'
    assert Look(lang="de", disabled=True).attributes()["disabled"] == ""


@pytest.mark.parametrize(
    "look", [Look(controls="thumb"), Look(controls=""), Look(scale="hearts"), Look(ask="no")]
)
def test_a_look_that_no_control_has(look: Look) -> None:
    with pytest.raises(BadOption):
        look.attributes()


def test_what_leaves_the_server() -> None:
    rest = {"ticket": "a.b.c", "user": "user-17", "tags": None}
    assert target(CONTEXT, relay=RELAY, ticket="a.b.c", user="user-17", tags={"page": "1"}) == {
        "relay": RELAY,
        "span-id": "20245611112024561111",
        "trace-id": "t",
        "ticket": "a.b.c",
        "ml-app": "app",
        "submitter-id": "user-17",
        "tags": '{"page":"1"}',
    }
    assert target(None, relay=RELAY, **rest)["span-id"] == ""  # type: ignore[arg-type]
    assert target(CONTEXT, relay=None, **rest) == {}  # type: ignore[arg-type]
    session: dict[str, Any] = {}
    place = Place("answer_1", "thumbs 👍", from_votes, to_votes)
    written = data(Data({}, sends=False), place, recall(session, place))
    # Answers are told apart, by what is an id.
    assert written["attributes"] == {"join-key": "thumbs%20%F0%9F%91%8D"}
    with pytest.raises(BadContext):
        about("20245611112024561111", None)  # type: ignore[arg-type]


def test_what_was_said_of_the_answer_before_is_no_news_of_this_one() -> None:
    session: dict[str, Any] = {}
    recall(session, PLACE)
    told(session, 0, DOWN, is_restored=False)
    another = Place(PLACE.key, "second", from_votes, to_votes)
    assert recall(session, another).votes == []
    assert not is_news(session, another)
    assert is_news(session, PLACE)


def test_the_browser_reads_every_field_that_is_written() -> None:
    session: dict[str, Any] = {}
    written = data(Data({}, sends=True), PLACE, recall(session, PLACE))
    script = (PYTHON / "frontend/component.js").read_text()
    listed = re.search(r"@typedef \{object\} Data\n(.*?)\n \*/", script, re.DOTALL)
    assert listed
    assert re.findall(r"@property \{.*?\} (\w+)", listed[1]) == [*written]


def test_streamlits_manifest_is_that_of_the_package() -> None:
    def named(path: str) -> dict[str, str]:
        text = (PYTHON / path).read_text()
        return dict(re.findall(r'^(name|version) = "(.*)"', text.split("[[")[0], re.MULTILINE))

    assert named("src/thumbspan/pyproject.toml") == named("pyproject.toml")
