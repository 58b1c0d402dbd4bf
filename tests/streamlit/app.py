"""Every place in which feedback is asked for, a page each."""

import streamlit as st

NAMES = ("chat", "places", "many", "drop_in")


def home() -> None:
    st.write("Choose a page.")


pages = [st.Page(f"views/{name}.py", title=name) for name in NAMES]
st.navigation([st.Page(home, default=True), *pages]).run()
