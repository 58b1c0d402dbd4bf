"""Fifty answers on one page."""

import streamlit as st
from thumbspan import FeedbackContext
from thumbspan.streamlit import feedback

said = [
    feedback(
        f"answer-{number}",
        FeedbackContext(backend="ddtrace", span_id=f"many-{number}"),
        user="user-17",
    )
    for number in range(50)
]
st.text(f"thumbs: {' '.join(each.thumbs or '-' for each in said)}")
