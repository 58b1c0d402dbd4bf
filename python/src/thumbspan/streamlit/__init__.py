"""Feedback in Streamlit 1.51 and newer: ``pip install "thumbspan[streamlit]"``.

- `feedback` shows the controls for one answer and gives what was said as a `Feedback`;
- `st_feedback` stands in for ``st.feedback``, `streamlit_feedback` for the package of that name;
- `errors`: why not, and what to do.

Inside: `wire` is what goes to the browser and comes back, `memory` what a session remembers,
`settings` where the relay is, `permission` the tickets, `component` Streamlit itself.
"""

from thumbspan.streamlit.answer import feedback
from thumbspan.streamlit.errors import BadOption, StreamlitTooOld
from thumbspan.streamlit.like_package import streamlit_feedback
from thumbspan.streamlit.like_streamlit import st_feedback
from thumbspan.streamlit.result import Feedback

__all__ = [
    "BadOption",
    "Feedback",
    "StreamlitTooOld",
    "feedback",
    "st_feedback",
    "streamlit_feedback",
]
