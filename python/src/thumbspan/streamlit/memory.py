"""What a session remembers of one place for feedback; pure.

Three tell what was said: the browser, the app by ``st.session_state[key] = …``, and the relay by
way of the browser. The newest wins: the browser's word counts while its revision is ours, and the
revision goes up whenever the app says something else.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from thumbspan.streamlit.result import Vote

T = TypeVar("T")
Session = MutableMapping[str, Any]

STATE = "feedback"
"""The component's one value."""
_NOTHING = object()


@dataclass(frozen=True, slots=True)
class Place(Generic[T]):
    """One place on the page: its key, and how its value is read and written."""

    key: str
    about: str
    """What is rated, and by whom: another one is another answer, which nobody has rated."""
    read: Callable[[list[Vote]], T]
    write: Callable[[object], list[Vote]]
    first: list[Vote] = field(default_factory=list)
    """What is shown before anybody said anything."""
    is_public: bool = True
    """Whether ``st.session_state[key]`` holds the value."""

    @property
    def component(self) -> str:
        """Name the component among the widgets; Streamlit refuses two underscores in a row."""
        return f"{self.key.replace('_', '_.')}-feedback"


@dataclass(slots=True)
class Remembered:
    """What was said at a place, as far as Python knows."""

    about: str
    revision: int
    votes: list[Vote]
    shown: object
    """What ``st.session_state[key]`` held when we last wrote it."""


def recall(session: Session, place: Place[T]) -> Remembered:
    """Bring together what was said, and write the value for the app."""
    name = f"{place.component}.remembered"
    now = session.get(name)
    if now is None or now.about != place.about:
        if now is not None and place.is_public:
            # The value of another answer; what the app itself set before the first one stays.
            session.pop(place.key, None)
        revision = 0 if now is None else now.revision + 1
        now = Remembered(place.about, revision, list(place.first), _NOTHING)
    set_by_app = session.get(place.key, _NOTHING) if place.is_public else now.shown
    if set_by_app != now.shown:
        votes = place.first if set_by_app is _NOTHING else place.write(set_by_app)
        now = Remembered(place.about, now.revision + 1, list(votes), _NOTHING)
    told = _told(session, place)
    if told.get("about") == now.about and told.get("revision") == now.revision:
        now.votes = list(told["votes"])
    now.shown = place.read(now.votes)
    if place.is_public:
        session[place.key] = now.shown
    session[name] = now
    return now


def is_news(session: Session, place: Place[T]) -> bool:
    """Whether the browser tells what somebody has just said of this answer.

    Else it is what the relay knew, or a press on the buttons of the answer that was there before.
    """
    told = _told(session, place)
    return told.get("about") == place.about and not told.get("is_restored")


def _told(session: Session, place: Place[T]) -> dict[str, Any]:
    state = session.get(place.component) or {}
    return dict(state.get(STATE) or {})
