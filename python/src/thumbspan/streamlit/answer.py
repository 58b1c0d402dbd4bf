"""Feedback for one answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal

from thumbspan.context import FeedbackContext
from thumbspan.streamlit import result
from thumbspan.streamlit.component import OnChange, Width, configured, session, show
from thumbspan.streamlit.errors import BadOption
from thumbspan.streamlit.memory import Place
from thumbspan.streamlit.permission import permission
from thumbspan.streamlit.result import Feedback
from thumbspan.streamlit.settings import Settings
from thumbspan.streamlit.wire import Data, Look, about, target


def feedback(
    key: str,
    context: FeedbackContext | None = None,
    *,
    controls: str | Sequence[str] = "thumbs comment",
    scale: Literal["stars", "faces", "nps"] = "stars",
    ask: Literal["always", "down", "never"] = "always",
    reasons: Sequence[str] | Mapping[str, str] = (),
    texts: Mapping[str, str] | None = None,
    lang: str | None = None,
    size: Literal["full", "compact"] = "full",
    disabled: bool = False,
    user: str | None = None,
    ticket: str | None = None,
    tags: Mapping[str, str] | None = None,
    relay: str | Literal[False] | None = None,
    on_change: OnChange = "rerun",
    args: Sequence[object] = (),
    kwargs: Mapping[str, Any] | None = None,
    width: Width = "stretch",
) -> Feedback:
    """Show the controls for one answer, and give what was said about it until now.

    ``st.session_state[key]`` holds the same; set or delete it to show something else.

    Args:
        key: of this answer, such as its message's id: one that stays when others are added.
        context: what the answer came from. With None nobody can vote yet, where there is a relay.
        controls: which, in which order: thumbs, rating, reasons, comment, correction.
        scale: what the rating looks like.
        ask: after which vote the follow-up opens by itself.
        reasons: what people can choose after a bad vote: texts, or texts by code.
        texts: texts of your own, by the names of ``pkg/text``.
        lang: the language, as in HTML; the page's by default.
        size: ``compact`` has targets of 24 pixels in place of 32.
        disabled: shows without letting anybody vote.
        user: the person, preferably by a pseudonym.
        ticket: from `mint_ticket`. Mint one for each answer and keep it: another one is another
            answer. By default minted here where a key is configured and `user` is given.
        tags: for searching.
        relay: its base URL; None for what is configured (`settings`); False: votes come back to
            Python alone, and nothing is sent.
        on_change: ``rerun`` runs the app again at each vote; a callable is called before that;
            ``ignore`` does not run it: the relay alone learns what was said.
        args: of the callable.
        kwargs: of the callable.
        width: ``stretch``, ``content`` or pixels.

    Raises:
        BadContext: the context is something else.
        BadOption: an argument that cannot be meant.
        BadRelay: the relay's URL is none of HTTP.
        StreamlitTooOld: Streamlit is older than 1.51.
    """
    look = Look(
        controls=controls,
        scale=scale,
        ask=ask,
        size=size,
        reasons=reasons,
        texts=texts or {},
        lang=lang,
        disabled=disabled,
    )
    how = configured(relay)
    if on_change == "ignore" and how.relay is None:
        raise BadOption('With on_change="ignore", set relay: nobody would learn of the vote.')
    place = Place(_checked(key), about(context, user), result.from_votes, result.to_votes)
    signed = ticket or _minted(place, context, user, how)
    said = Data(
        attributes={
            **look.attributes(),
            **target(context, relay=how.relay, ticket=signed, user=user, tags=tags),
        },
        sends=how.relay is not None,
        tells="never" if on_change == "ignore" else "change",
        asks=signed is not None and how.relay is not None,
    )
    now = show(place, said, width, called(on_change, args, kwargs))
    return result.from_votes(now.votes)


def called(
    on_change: OnChange, args: Sequence[object] | None, kwargs: Mapping[str, Any] | None
) -> Callable[[], object] | None:
    """Give the callback, which Streamlit calls without arguments.

    Raises:
        BadOption: `on_change` is neither a callable nor one of the words.
    """
    if callable(on_change):
        return partial(on_change, *(args or ()), **(kwargs or {}))
    if on_change not in ("rerun", "ignore", None):
        raise BadOption('Give on_change as a callable, "rerun" or "ignore".')
    return None


def _checked(key: object) -> str:
    if not isinstance(key, str) or not key:
        raise BadOption("Give key as a string of the answer's own, such as its message's id.")
    return key


def _minted(
    place: Place[Feedback], context: FeedbackContext | None, user: str | None, how: Settings
) -> str | None:
    if context is None or user is None or how.minting is None:
        return None
    return permission(session(), place.about, context, user, how.minting)
