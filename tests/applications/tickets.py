"""The example for FastAPI with tickets: its page, and answers that one person alone can rate."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import thumbspan
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from fastapi.templating import Jinja2Templates
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from thumbspan import FeedbackContext
from thumbspan.integrations import Feedback, Piece
from thumbspan.integrations.starlette import event_stream, install


def mint(context: FeedbackContext, user: str) -> str:
    """Permit one person to rate one answer."""
    key = os.environ["THUMBSPAN_TICKET_KEY"]
    return thumbspan.mint_ticket(
        context, user, key=key, issuer="shop", audience="https://relay.example"
    )


EXAMPLE = Path(__file__).parents[2] / "python/examples/fastapi"
trace.set_tracer_provider(TracerProvider())
tracer = trace.get_tracer("flights")
feedback = Feedback(os.environ["THUMBSPAN_RELAY"], mint)
templates = Jinja2Templates(EXAMPLE / "templates")
install(templates, feedback)
app = FastAPI()


async def answer() -> AsyncIterator[Piece]:
    """Answer, and say what the answer came from."""
    attributes = {"gen_ai.operation.name": "invoke_workflow"}
    with tracer.start_as_current_span("answer", attributes=attributes):
        yield "At 9."
        yield thumbspan.capture()


@app.get("/")
def page(request: Request) -> HTMLResponse:
    """Show the example's page."""
    return templates.TemplateResponse(request, "page.html")


@app.get("/answer")
async def ask() -> StreamingResponse:
    """Stream an answer to a person."""
    return event_stream(feedback, answer(), user=17)
