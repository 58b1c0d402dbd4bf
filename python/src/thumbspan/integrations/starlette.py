"""FastAPI and Starlette: <https://fastapi.tiangolo.com>, <https://www.starlette.io>."""

from __future__ import annotations

from collections.abc import AsyncIterable
from typing import TYPE_CHECKING

from starlette.responses import Response, StreamingResponse

from thumbspan.integrations import jinja2

if TYPE_CHECKING:
    from starlette.templating import Jinja2Templates

    from thumbspan.context import FeedbackContext
    from thumbspan.integrations.feedback import Feedback, Piece, User


def install(templates: Jinja2Templates, feedback: Feedback) -> None:
    """Give an application's feedback to its templates, as `jinja2.install` says."""
    jinja2.install(templates.env, feedback)


def set_header(
    response: Response,
    feedback: Feedback,
    context: FeedbackContext | None,
    *,
    user: User | None = None,
) -> None:
    """Put the context on a response, for the page's own script. As `Feedback.element` else."""
    response.headers.update(feedback.header(context, user))


def event_stream(
    feedback: Feedback, pieces: AsyncIterable[Piece], *, user: User | None = None
) -> StreamingResponse:
    """Answer with server-sent events, as `Feedback.events` writes them."""
    return StreamingResponse(
        feedback.async_events(pieces, user),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store"},
    )
