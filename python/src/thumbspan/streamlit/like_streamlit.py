"""In the place of ``st.feedback``: <https://docs.streamlit.io/develop/api-reference/widgets/st.feedback>."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from thumbspan.streamlit.answer import called
from thumbspan.streamlit.component import OnChange, Width, page, query, show
from thumbspan.streamlit.errors import BadOption
from thumbspan.streamlit.memory import Place
from thumbspan.streamlit.result import Vote
from thumbspan.streamlit.wire import Data, Look

_COUNTS = {"thumbs": 2, "faces": 5, "stars": 5}
_THUMBS = ("down", "up")


def st_feedback(
    options: Literal["thumbs", "faces", "stars"] = "thumbs",
    *,
    key: str | int | None = None,
    default: int | None = None,
    disabled: bool = False,
    on_change: OnChange = "rerun",
    args: Sequence[object] | None = None,
    kwargs: Mapping[str, Any] | None = None,
    width: Width = "content",
    bind: Literal["query-params"] | None = None,
    persist_state: Literal["page", "session"] | None = None,
) -> int | None:
    """Ask for thumbs, faces or stars, and give the index of what was chosen, as ``st.feedback``.

    The vote goes to Python alone. Two things differ: with ``on_change="ignore"`` the app never
    learns what was chosen, and the value is kept for the session whatever `persist_state` says.

    Raises:
        BadOption: an argument that cannot be meant.
    """
    if options not in _COUNTS:
        raise BadOption("Give options as one of: thumbs, faces, stars.")
    if default is not None and not 0 <= default < _COUNTS[options]:
        raise BadOption(f"Give default from 0 to {_COUNTS[options] - 1}.")
    if bind not in ("query-params", None) or persist_state not in ("page", "session", None):
        raise BadOption('Give bind as "query-params", persist_state as "page" or "session".')
    if key is None and (bind or persist_state):
        raise BadOption("Give a key with bind and persist_state.")
    place = _place(options, None if key is None else str(key), _first(options, key, default, bind))
    said = Data(
        attributes=Look(
            controls="thumbs" if options == "thumbs" else "rating",
            scale="stars" if options == "thumbs" else options,
            disabled=disabled,
        ).attributes(),
        sends=False,
        tells="never" if on_change == "ignore" else "change",
    )
    value = place.read(show(place, said, width, called(on_change, args, kwargs)).votes)
    if bind:
        _write_query(str(key), value, default)
    return value


def _place(options: str, key: str | None, first: int | None) -> Place[int | None]:
    label = "user_thumbs" if options == "thumbs" else "user_rating"

    def read(votes: list[Vote]) -> int | None:
        said = [vote["value"] for vote in votes if vote["label"] == label]
        if not said:
            return None
        return _THUMBS.index(said[0]) if options == "thumbs" else int(said[0]) - 1

    def write(value: object) -> list[Vote]:
        if type(value) is not int or not 0 <= value < _COUNTS[options]:
            return []
        return [{"label": label, "value": _THUMBS[value] if options == "thumbs" else value + 1}]

    # Without a key, as Streamlit: two of the same arguments on one page are refused.
    name = f"{page()} {options} {first}" if key is None else key
    return Place(name, options, read, write, write(first), is_public=key is not None)


def _first(
    options: str, key: str | int | None, default: int | None, bind: str | None
) -> int | None:
    said = query().get(str(key)) if bind else None
    if said == "":
        return None
    is_index = said is not None and said.isdecimal() and int(said) < _COUNTS[options]
    return int(said or 0) if is_index else default


def _write_query(key: str, value: int | None, default: int | None) -> None:
    wanted = "" if value is None else str(value)
    if value == default:
        query().pop(key, None)
    elif query().get(key) != wanted:
        query()[key] = wanted
