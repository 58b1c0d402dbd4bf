"""Run it: THUMBSPAN_RELAY=https://feedback.example.com uvicorn app:app."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from fastapi.templating import Jinja2Templates
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider

import thumbspan
from thumbspan.integrations import Feedback, Piece
from thumbspan.integrations.starlette import event_stream, install

trace.set_tracer_provider(TracerProvider())
tracer = trace.get_tracer("flights")
feedback = Feedback(os.environ["THUMBSPAN_RELAY"])
templates = Jinja2Templates(Path(__file__).parent / "templates")
install(templates, feedback)
app = FastAPI()


async def answer(question: str) -> AsyncIterator[Piece]:
    """Ask the model here: the words as they come, and then what they came from."""
    attributes = {"gen_ai.operation.name": "invoke_workflow"}
    with tracer.start_as_current_span("answer", attributes=attributes):
        for word in f"{question} At 9.".split():
            yield f"{word} "
        yield thumbspan.capture()


@app.get("/")
def page(request: Request) -> HTMLResponse:
    """Show a page that asks for the answer."""
    return templates.TemplateResponse(request, "page.html")


@app.get("/answer")
async def ask(question: str) -> StreamingResponse:
    """Stream it."""
    return event_stream(feedback, answer(question))
