"""Flask: <https://flask.palletsprojects.com>."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, stream_with_context

from thumbspan.integrations import jinja2
from thumbspan.integrations.feedback import Feedback

if TYPE_CHECKING:
    from thumbspan.context import FeedbackContext
    from thumbspan.integrations.feedback import Mint, Piece, User


class Thumbspan:
    """The extension: templates have the feedback of the application that they are of.

    The relay is ``app.config["THUMBSPAN_RELAY"]``.
    """

    def __init__(self, app: Flask | None = None, *, mint: Mint | None = None) -> None:
        """Take an application now, or with `init_app` later."""
        self._mint = mint
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        """Set an application up, as `jinja2.install` says.

        Raises:
            BadRelay: its configuration names no relay.
        """
        feedback = Feedback(app.config.get("THUMBSPAN_RELAY", ""), self._mint)
        app.extensions["thumbspan"] = feedback
        jinja2.install(app.jinja_env, feedback)


def set_header(
    response: Response, context: FeedbackContext | None, *, user: User | None = None
) -> None:
    """Put the context on a response, for the page's own script. As `Feedback.element` else."""
    response.headers.update(_feedback().header(context, user))


def event_stream(pieces: Iterable[Piece], *, user: User | None = None) -> Response:
    """Answer with server-sent events, as `Feedback.events` writes them."""
    events = stream_with_context(_feedback().events(pieces, user))
    headers = {"Cache-Control": "no-store"}
    return Response(events, mimetype="text/event-stream", headers=headers)


def _feedback() -> Feedback:
    found: Feedback = current_app.extensions["thumbspan"]
    return found
