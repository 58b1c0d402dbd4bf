"""What was said, as Python reads it; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Vote = dict[str, Any]
"""As the relay's ``/v1/feedback/restore`` has it: label, value, and the id of its event."""

_REASON = "user_reason_"


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody has said about one answer; true when there is anything."""

    thumbs: Literal["up", "down"] | None = None
    rating: int | None = None
    """Stars or faces, 1 to 5."""
    nps: int | None = None
    """0 to 10."""
    reasons: tuple[str, ...] = ()
    """The codes of the chosen reasons."""
    comment: str | None = None
    correction: str | None = None
    event_id: str | None = None
    """Of the newest event, which is the same at the relay; None before the first."""

    def __bool__(self) -> bool:
        """Say whether anything was said that still stands."""
        said = (self.thumbs, self.rating, self.nps, self.comment, self.correction)
        return bool(self.reasons) or any(value is not None for value in said)


def from_votes(votes: Iterable[Vote]) -> Feedback:
    """Read what stands; a label that is not of this table is left out."""
    listed = list(votes)
    values: Mapping[str, Any] = {vote["label"]: vote["value"] for vote in listed}
    reasons = [label.removeprefix(_REASON) for label in values if label.startswith(_REASON)]
    return Feedback(
        thumbs=values.get("user_thumbs"),
        rating=_whole(values.get("user_rating")),
        nps=_whole(values.get("user_nps")),
        reasons=tuple(code for code in reasons if values[_REASON + code]),
        comment=values.get("user_comment"),
        correction=values.get("user_correction"),
        # UUIDs of version 7 sort by the time that they were made.
        event_id=max((vote["id"] for vote in listed if vote.get("id")), default=None),
    )


def to_votes(said: object) -> list[Vote]:
    """Write what `from_votes` reads; of what is no `Feedback`, nothing."""
    if not isinstance(said, Feedback):
        return []
    plain = {
        "user_thumbs": said.thumbs,
        "user_rating": said.rating,
        "user_nps": said.nps,
        "user_comment": said.comment,
        "user_correction": said.correction,
    } | {_REASON + code: True for code in said.reasons}
    votes = {label: value for label, value in plain.items() if value is not None}
    return [{"label": label, "value": value, "id": said.event_id} for label, value in votes.items()]


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
