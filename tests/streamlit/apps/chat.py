"""A chat whose answers can be rated; what Python knows is written below each."""

from __future__ import annotations

import json
import os
from dataclasses import asdict

import streamlit as st

from thumbspan import FeedbackContext
from thumbspan.streamlit import feedback

SETTINGS = json.loads(os.environ.get("CHAT", "{}"))

st.session_state.setdefault("runs", 0)
st.session_state.runs += 1
st.session_state.setdefault("calls", [])
messages = st.session_state.setdefault("messages", [1, 2])

st.write(f"runs: {st.session_state.runs}")
st.write(f"calls: {st.session_state.calls}")
st.button("Again")
if st.button("Older"):
    messages.insert(0, min(messages) - 1)
if st.button("Set"):
    st.session_state["answer-1"] = None
if st.button("Other"):
    st.session_state.other = True

for number in messages:
    span = f"{number}000" if st.session_state.get("other") else f"{number}"
    with st.chat_message("assistant"):
        st.write(f"Answer {number}.")
        said = feedback(
            f"answer-{number}",
            FeedbackContext(backend="ddtrace", span_id=span, ml_app="chat"),
            controls="thumbs rating comment",
            **SETTINGS,
        )
        st.code(json.dumps(asdict(said)), language=None)
