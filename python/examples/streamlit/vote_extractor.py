"""The same page with Thumbspan: thumbs, stars and a comment, in a fifth of the lines."""

import streamlit as st

from thumbspan import FeedbackContext
from thumbspan.streamlit import feedback


def display_extraction_results_with_feedback(result: object, span_id: str, trace_id: str) -> None:
    """Show a result, and ask how it was."""
    st.json(result)
    st.subheader("📝 How was this extraction?")
    context = FeedbackContext(backend="ddtrace", span_id=span_id, trace_id=trace_id)
    feedback(span_id, context, controls="thumbs rating comment", tags={"page": "vote_extractor"})


# What calls it: the result of an extraction, and the ids of its span.
display_extraction_results_with_feedback(
    {"form": "constituency", "vote_results": [{"number": 1, "vote_count": 120}]},
    span_id="2670203640094394356",
    trace_id="6959432000000000d1f51f98d49b97c8",
)
