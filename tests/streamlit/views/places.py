"""In a form, a fragment, tabs and columns."""

import json
from dataclasses import asdict

import streamlit as st
from thumbspan import FeedbackContext
from thumbspan.streamlit import feedback

state = st.session_state
state.runs = state.get("runs", 0) + 1
st.text(f"runs: {state.runs}")


def rate(name: str) -> None:
    context = FeedbackContext(backend="ddtrace", span_id=f"places-{name}")
    said = feedback(name, context, user="user-17", width="content")
    st.text(f"{name}: {json.dumps(asdict(said))}")


with st.form("form"):
    rate("formed")
    st.form_submit_button("Submit")


@st.fragment
def part() -> None:
    state.parts = state.get("parts", 0) + 1
    st.text(f"parts: {state.parts}")
    rate("fragment")


part()

one, other = st.tabs(["One", "Other"])
with one:
    rate("one")
with other:
    rate("other")
