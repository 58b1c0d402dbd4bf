"""Beside each original, what stands in its place."""

import json

import streamlit as st
from streamlit_feedback import streamlit_feedback as original_feedback
from thumbspan.streamlit import st_feedback, streamlit_feedback

state = st.session_state
state.setdefault("calls", {})


def note(name: str, word: str) -> None:
    state.calls[name] = [word, state[name]]


left, right = st.columns(2)
for options in ("thumbs", "faces", "stars"):
    for column, ask in ((left, st.feedback), (right, st_feedback)):
        who = "original" if ask is st.feedback else "ours"
        name = f"{options}-{who}"
        with column:
            value = ask(options, key=name, on_change=note, args=(name,), kwargs={"word": "heard"})
            st.text(f"{name}: {json.dumps([value, state[name], state.calls.get(name)])}")

with left:
    st.feedback("stars", key="default-original", default=2)
with right:
    st_feedback("stars", key="default-ours", default=2)
    st.text(f"default-ours: {json.dumps(state['default-ours'])}")
    st_feedback("faces", disabled=True)

for column, ask in ((left, original_feedback), (right, streamlit_feedback)):
    who = "original" if ask is original_feedback else "ours"
    for kind in ("thumbs", "faces"):
        for label in (None, "Why?"):
            name = f"{kind}-{label}-{who}"
            with column:
                said = ask(
                    kind,
                    label,
                    key=name,
                    on_submit=lambda said, word: {**said, "word": word},
                    args=("x",),
                )
                if said:
                    state.setdefault("answers", {})[name] = said
                st.text(f"{name}: {json.dumps(state.get('answers', {}).get(name))}")
