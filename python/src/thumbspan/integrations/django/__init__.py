"""Django: <https://docs.djangoproject.com>.

With ``"thumbspan.integrations.django"`` in ``INSTALLED_APPS`` and ::

    THUMBSPAN = {"RELAY": "https://feedback.example.com", "MINT": "shop.tickets.mint"}

templates have ``{% load thumbspan %}``, ``{% llm_feedback_script %}`` and ``{% llm_feedback context
%}``. ``MINT`` is the path of a `Mint`, and may be left out. With the context processor
``thumbspan.integrations.django.context_processors.llm_feedback`` each template has the script's tag
as ``{{ llm_feedback_script }}``.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.module_loading import import_string

from thumbspan.integrations.feedback import Feedback

if TYPE_CHECKING:
    from thumbspan.context import FeedbackContext
    from thumbspan.integrations.feedback import Piece, User


def feedback() -> Feedback:
    """Read the application's feedback from its settings.

    Raises:
        BadRelay: they name no relay.
    """
    said = getattr(settings, "THUMBSPAN", {})
    mint = said.get("MINT")
    return Feedback(said.get("RELAY", ""), import_string(mint) if mint else None)


def set_header(
    response: HttpResponse, context: FeedbackContext | None, *, user: User | None = None
) -> None:
    """Put the context on a response, for the page's own script. As `Feedback.element` else."""
    for name, value in feedback().header(context, user).items():
        response.headers[name] = value


def event_stream(
    pieces: Iterable[Piece] | AsyncIterable[Piece], *, user: User | None = None
) -> StreamingHttpResponse:
    """Answer with server-sent events, as `Feedback.events` writes them.

    Asynchronous pieces want ASGI, as Django says of its ``StreamingHttpResponse``.
    """
    said = feedback()
    events = (
        said.async_events(pieces, user)
        if isinstance(pieces, AsyncIterable)
        else said.events(pieces, user)
    )
    headers = {"Cache-Control": "no-store"}
    return StreamingHttpResponse(events, content_type="text/event-stream", headers=headers)
