"""Every place in which feedback is asked for, a page each."""

import streamlit as st

NAMES = ("chat", "places", "many", "drop_in")

st.navigation([st.Page(f"views/{name}.py", title=name) for name in NAMES]).run()
