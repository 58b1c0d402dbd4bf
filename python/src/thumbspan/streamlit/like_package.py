"""In the place of the package streamlit-feedback: <https://pypi.org/project/streamlit-feedback/0.1.4/>."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from thumbspan.streamlit import result
from thumbspan.streamlit.component import session, show
from thumbspan.streamlit.errors import BadOption
from thumbspan.streamlit.memory import Place, recall
from thumbspan.streamlit.result import Feedback
from thumbspan.streamlit.wire import Data, Look

_SCORES: Mapping[str, Mapping[str | int, str]] = {
    "thumbs": {"up": "👍", "down": "👎"},
    "faces": {1: "😞", 2: "🙁", 3: "😐", 4: "🙂", 5: "😀"},
}
_ALIGNS = ("flex-end", "center", "flex-start")


def streamlit_feedback(
    feedback_type: Literal["thumbs", "faces"],
    optional_text_label: str | None = None,
    max_text_length: int | None = None,
    disable_with_score: str | None = None,
    review_on_positive: bool = True,
    on_submit: Callable[..., Any] | None = None,
    args: Sequence[object] = (),
    kwargs: Mapping[str, Any] = {},
    align: Literal["flex-end", "center", "flex-start"] = "flex-end",
    key: str | None = None,
) -> Any:  # noqa: ANN401 - what on_submit gives
    """Ask once, and give ``{"type", "score", "text"}`` in the run after; None before and later.

    With a label the answer is complete when the comment is sent or its box closed. Without
    `review_on_positive` the box opens after at most two of five faces, where the original opened it
    after at most four.

    Raises:
        BadOption: an argument that cannot be meant.
    """
    _check(feedback_type, optional_text_label, max_text_length, disable_with_score, align)
    name = feedback_type if key is None else key
    submitted = f"feedback_submitted_{name}"
    session().setdefault(submitted, False)
    first = _votes(feedback_type, disable_with_score)
    about = f"{feedback_type} {disable_with_score}"
    place = Place(name, about, result.from_votes, result.to_votes, first, is_public=False)
    is_over = bool(session()[submitted] or disable_with_score)
    words = {} if optional_text_label is None else {"commentHint": optional_text_label}
    look = Look(
        controls=_controls(feedback_type, optional_text_label),
        scale="faces",
        ask="always" if review_on_positive else "down",
        texts=words,
        # Told at the end alone: what is there is the answer.
        disabled=is_over or bool(recall(session(), place).votes),
    )
    attributes = {**look.attributes(), "class": align}
    said = Data(attributes=attributes, sends=False, tells="end", longest=max_text_length)
    now = result.from_votes(show(place, said, "stretch", None).votes)
    if is_over or not now:
        return None
    session()[submitted] = True
    answer = _answer(feedback_type, now)
    return (on_submit(answer, *args, **kwargs) if on_submit else None) or answer


def _answer(feedback_type: str, now: Feedback) -> dict[str, str | None]:
    chosen = now.thumbs if feedback_type == "thumbs" else now.rating
    return {
        "type": feedback_type,
        "score": _SCORES[feedback_type].get(chosen or ""),
        "text": now.comment,
    }


def _controls(feedback_type: str, label: str | None) -> str:
    control = "thumbs" if feedback_type == "thumbs" else "rating"
    return control if label is None else f"{control} comment"


def _votes(feedback_type: str, score: str | None) -> list[result.Vote]:
    label = "user_thumbs" if feedback_type == "thumbs" else "user_rating"
    found = [value for value, emoji in _SCORES[feedback_type].items() if emoji == score]
    return [{"label": label, "value": value} for value in found]


def _check(
    feedback_type: str, label: str | None, longest: int | None, score: str | None, align: str
) -> None:
    if feedback_type not in _SCORES:
        raise BadOption("Give feedback_type as thumbs or faces.")
    if score is not None and score not in _SCORES[feedback_type].values():
        known = " ".join(_SCORES[feedback_type].values())
        raise BadOption(f"Give disable_with_score as one of: {known}")
    if align not in _ALIGNS:
        raise BadOption(f"Give align as one of: {', '.join(_ALIGNS)}.")
    if longest and label is None:
        raise BadOption("Give optional_text_label with max_text_length.")
