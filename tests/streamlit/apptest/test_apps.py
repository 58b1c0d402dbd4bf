"""An app with the component in AppTest: what is told to the browser, and what a vote there does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from thumbspan.streamlit import Feedback

VIEWS = Path(__file__).parents[1] / "views"


def ran(app: AppTest) -> AppTest:
    app.run(timeout=60)
    assert not app.exception
    return app


def told(app: AppTest) -> list[dict[str, Any]]:
    """Give the data of every component, in the order of the page."""
    found = [each for each in app.main if getattr(each, "type", "") == "bidi_component"]
    nested = app.get("bidi_component") or found
    return [json.loads(each.proto.json or each.proto.mixed.json) for each in nested]


BOUND = """
import streamlit as st
from thumbspan.streamlit import st_feedback
st.text(st_feedback("stars", key="stars", default=2, bind="query-params"))
st.text(st_feedback("faces"))
"""


@pytest.mark.parametrize(
    ("query", "value", "left"),
    [(None, "2", ""), ("4", "4", "4"), ("", "None", ""), ("9", "2", ""), ("x", "2", "")],
)
def test_st_feedback_bound_to_the_query(query: str | None, value: str, left: str) -> None:
    app = AppTest.from_string(BOUND)
    if query is not None:
        app.query_params["stars"] = query
    ran(app)
    assert [text.value for text in app.text] == [value, "None"]
    # Older AppTests leave out what is empty.
    assert "".join(app.query_params.get("stars", [])) == left


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("THUMBSPAN_RELAY", "https://relay.example")
    app = AppTest.from_file(str(VIEWS / "chat.py"))
    app.query_params["chat"] = "apptest"
    return app


def test_the_browser_is_told_whom_the_vote_is_about(chat: AppTest) -> None:
    first, second = told(ran(chat))
    assert first["attributes"]["span-id"] == "apptest-1-first"
    assert first["attributes"]["relay"] == "https://relay.example"
    assert first["attributes"]["submitter-id"] == "user-17"
    assert "ticket" not in first["attributes"]
    assert (first["sends"], first["tells"], first["asks"]) == (True, "change", False)
    assert second["attributes"]["span-id"] == "apptest-2-first"


def test_a_vote_in_the_browser_is_the_functions_result(chat: AppTest) -> None:
    data = told(ran(chat))[0]
    vote = {"label": "user_thumbs", "value": "up", "id": "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11"}
    state = {"about": data["about"], "revision": data["revision"], "votes": [vote]}
    chat.session_state["answer_.1-feedback"] = {"feedback": state}
    ran(chat)
    assert chat.session_state["answer_1"].thumbs == "up"
    assert told(chat)[0]["votes"] == [vote]
    chat.session_state["answer_2"] = Feedback(rating=4)
    ran(chat)
    assert told(chat)[1]["votes"] == [{"label": "user_rating", "value": 4, "id": None}]
    chat.session_state["answer_1"] = None
    ran(chat)
    assert (told(chat)[0]["votes"], told(chat)[0]["revision"]) == ([], data["revision"] + 1)
