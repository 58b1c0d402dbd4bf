"""The vote extractor's page as it was: its own buttons, and a post to the API's end point.

It runs unchanged with the relay in the place of the API: give `api_base_url` the relay's address.
"""

import os

# frontend/streamlit/pages/1_🗳️_Vote_Extractor.py
import streamlit as st
import requests

def display_extraction_results_with_feedback(result, span_id, trace_id):
    """Display results with feedback collection"""
    st.json(result)

    # Feedback section
    st.markdown("---")
    st.subheader("📝 How was this extraction?")

    col1, col2, col3 = st.columns(3)

    with col1:
        if st.button("👍 Good"):
            submit_feedback(span_id, trace_id, "thumbs_up")
            st.success("Thanks for your feedback!")

    with col2:
        if st.button("👎 Poor"):
            submit_feedback(span_id, trace_id, "thumbs_down")
            st.success("Thanks for your feedback!")

    # Detailed feedback
    with st.expander("Provide detailed feedback"):
        quality_score = st.slider("Quality (1-5 stars)", 1, 5, 3)
        comment = st.text_area("Comments (optional)")

        if st.button("Submit Detailed Feedback"):
            submit_feedback(
                span_id, trace_id,
                "thumbs_up" if quality_score >= 3 else "thumbs_down",
                comment=comment,
                quality_score=quality_score
            )
            st.success("Detailed feedback submitted!")

def submit_feedback(span_id, trace_id, feedback_type, comment=None, quality_score=None):
    """Submit feedback to backend API"""
    api_url = f"{st.session_state.get('api_base_url')}/api/v1/feedback"

    payload = {
        "span_id": span_id,
        "trace_id": trace_id,
        "feedback_type": feedback_type,
        "comment": comment,
        "quality_score": quality_score,
        "tags": {
            "user_session": st.session_state.get("session_id"),
            "page": "vote_extractor"
        }
    }

    try:
        response = requests.post(
            api_url,
            json=payload,
            headers={"X-API-Key": st.secrets.get("API_KEY")}
        )
        response.raise_for_status()
    except Exception as e:
        st.error(f"Failed to submit feedback: {e}")

# What calls it: the result of an extraction, and the ids of its span.
st.session_state["api_base_url"] = os.environ["API_BASE_URL"]
display_extraction_results_with_feedback(
    {"form": "constituency", "vote_results": [{"number": 1, "vote_count": 120}]},
    span_id="2670203640094394356",
    trace_id="6959432000000000d1f51f98d49b97c8",
)
