"""An application with Datadog's SDK: a request, in it a workflow, in that a query and a model."""

import ddtrace.auto  # noqa: F401 - before FastAPI, which it patches

# isort: split
import asyncio
from collections.abc import AsyncIterator

import thumbspan
from ddtrace.llmobs.decorators import llm, workflow
from ddtrace.trace import tracer
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, JSONResponse, StreamingResponse
from page import ANSWER, old, streamed

app = FastAPI()


@llm(model_name="fake", model_provider="nobody")
async def model(question: str) -> AsyncIterator[str]:  # noqa: ARG001 - every answer is the same
    """Stand in for a model."""
    for word in ANSWER.split():
        await asyncio.sleep(0)
        yield word


@workflow
async def answer(question: str) -> AsyncIterator[str]:
    """Answer as server-sent events; the last names the span that they came from."""
    with tracer.trace("postgres.query"):
        await asyncio.sleep(0)
    async for word in model(question):
        yield f"data: {word}\n\n"
    yield thumbspan.capture().to_sse()


@app.get("/")
def page() -> HTMLResponse:
    """Show the page."""
    return HTMLResponse(streamed())


@app.get("/answer")
async def ask() -> StreamingResponse:
    """Stream an answer."""
    return StreamingResponse(answer("When?"), media_type="text/event-stream")


@app.get("/too-late")
async def too_late() -> JSONResponse:
    """Capture after the workflow, where the request's span is the active one."""
    words = [event async for event in answer("When?")]
    http = tracer.current_span()
    try:
        thumbspan.capture()
    except thumbspan.NotAnLlmSpan as error:
        said = {"code": error.code, "message": str(error), "events": len(words)}
        return JSONResponse({**said, "span_id": str(http and http.span_id)})
    return JSONResponse({})


@app.get("/old")
def page_with_traceparent() -> HTMLResponse:
    """Show a page that was built with the request's span."""
    http = tracer.current_span()
    return HTMLResponse(old(f"00-{http.trace_id:032x}-{http.span_id:016x}-01" if http else ""))
