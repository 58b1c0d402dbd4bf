"""What stands in the place of others takes their arguments, and refuses what they refuse."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st
import streamlit_feedback as package
from thumbspan.streamlit import BadOption, st_feedback, streamlit_feedback

Parameters = dict[str, tuple[inspect._ParameterKind, object]]


def parameters(function: Callable[..., Any]) -> Parameters:
    signature = inspect.signature(function)
    return {name: (each.kind, each.default) for name, each in signature.parameters.items()}


def test_st_feedback_takes_every_argument_of_the_original_in_its_place() -> None:
    theirs, ours = parameters(st.feedback), parameters(st_feedback)
    # Before 1.52 or so, "rerun" was the one thing that happened, and None its name.
    if theirs["on_change"][1] is None:
        theirs["on_change"] = ours["on_change"]
    assert {name: ours.get(name) for name in theirs} == theirs
    assert [name for name in ours if name in theirs] == [*theirs]
    newest = {"bind", "persist_state"}
    assert {*ours} - {*theirs} <= newest | {"width"}


def test_streamlit_feedback_has_the_signature_of_the_original() -> None:
    assert parameters(streamlit_feedback) == parameters(package.streamlit_feedback)


@pytest.mark.parametrize(
    ("ask", "arguments"),
    [
        (st_feedback, {"options": "hearts"}),
        (st_feedback, {"options": "thumbs", "default": 2}),
        (st_feedback, {"options": "stars", "default": -1}),
        (st_feedback, {"bind": "query-params"}),
        (st_feedback, {"on_change": "never"}),
        (streamlit_feedback, {"feedback_type": "stars"}),
        (streamlit_feedback, {"feedback_type": "faces", "disable_with_score": "👍"}),
        (streamlit_feedback, {"feedback_type": "thumbs", "align": "left"}),
        (streamlit_feedback, {"feedback_type": "thumbs", "max_text_length": 9}),
    ],
)
def test_what_the_originals_refuse(ask: Callable[..., Any], arguments: dict[str, Any]) -> None:
    with pytest.raises(BadOption):
        ask(**arguments)
