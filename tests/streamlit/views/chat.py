"""A chat whose answers can be rated; below each stands what Python knows."""

import json
from dataclasses import asdict

import streamlit as st
from thumbspan import FeedbackContext
from thumbspan.streamlit import feedback

state = st.session_state


def note(key: str, word: str) -> None:
    state.calls.append([word, state[key].thumbs])


MODES = {
    "relay": {"user": "user-17"},
    "python": {"relay": False},
    "ignore": {"user": "user-17", "on_change": "ignore"},
    "callback": {"user": "user-17", "on_change": note, "kwargs": {"word": "heard"}},
}

mode = st.query_params.get("mode", "relay")
chat = st.query_params.get("chat", "a")
state.setdefault("calls", [])
state.setdefault("messages", [1, 2])
state.runs = state.get("runs", 0) + 1

st.text(f"runs: {state.runs}")
st.text(f"calls: {json.dumps(state.calls)}")
with st.container(horizontal=True):
    st.button("Again")
    if st.button("Older"):
        state.messages.insert(0, min(state.messages) - 1)
    if st.button("Forget"):
        state["answer_1"] = None
    if st.button("Another"):
        state.another = True

for number in state.messages:
    key = f"answer_{number}"
    span = f"{chat}-{number}-{'another' if state.get('another') else 'first'}"
    with st.chat_message("assistant"):
        st.write(f"Answer {number}.")
        said = feedback(
            key,
            FeedbackContext(backend="ddtrace", span_id=span, trace_id="6f", ml_app="chat"),
            controls="thumbs rating comment",
            args=(key,),
            **MODES[mode],
        )
        st.text(f"{key}: {json.dumps(asdict(said))}")
