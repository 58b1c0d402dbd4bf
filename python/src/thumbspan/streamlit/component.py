"""Streamlit itself: the one module that knows it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, MutableMapping
from functools import cache
from typing import Any, Literal
from urllib.parse import urlsplit

from thumbspan.streamlit.errors import StreamlitTooOld
from thumbspan.streamlit.memory import STATE, Place, Remembered, Session, T, is_news, recall
from thumbspan.streamlit.settings import Settings, settings
from thumbspan.streamlit.wire import Data, data

Width = Literal["stretch", "content"] | int
OnChange = Callable[..., object] | Literal["rerun", "ignore"] | None


@cache
def _streamlit() -> Any:  # noqa: ANN401 - a module
    # At the first use: what is pure here needs no Streamlit.
    import streamlit

    return streamlit


@cache
def _component() -> Callable[..., Any]:
    """Register the component: once, so that Streamlit does not say that it is there already."""
    components = _streamlit().components
    if not hasattr(components, "v2"):
        raise StreamlitTooOld("Install Streamlit 1.51 or newer: pip install -U streamlit")
    made: Callable[..., Any] = components.v2.component(
        "thumbspan.feedback", js="component-*.js", css="component-*.css"
    )
    return made


def session() -> Session:
    """Give the session's state."""
    state: Session = _streamlit().session_state
    return state


def query() -> MutableMapping[str, str]:
    """Give the query of the page's URL."""
    params: MutableMapping[str, str] = _streamlit().query_params
    return params


def page() -> str:
    """Name the page of the app that is shown."""
    url = getattr(_streamlit().context, "url", None)
    return urlsplit(url or "").path


def configured(relay: str | Literal[False] | None) -> Settings:
    """Settle how votes travel."""
    said: Mapping[str, object] = {}
    secrets = _streamlit().secrets
    # Asked first: Streamlit writes an error into the app where there is no such file.
    if relay is not False and secrets.load_if_toml_exists():
        said = secrets.get("thumbspan", {})
    return settings(relay, os.environ, said)


def show(
    place: Place[T], said: Data, width: Width, changed: Callable[[], object] | None
) -> Remembered:
    """Draw the controls, and give what was said until now.

    Args:
        place: where.
        said: for the browser, but for what `place` remembers.
        width: as of Streamlit's own elements.
        changed: called when somebody says something, before the app runs again.
    """

    def told() -> None:
        recall(session(), place)
        if changed is not None and is_news(session(), place):
            changed()

    now = recall(session(), place)
    _component()(
        key=place.component,
        data=data(said, place, now),
        width=width,
        **{f"on_{STATE}_change": told},
    )
    return now
