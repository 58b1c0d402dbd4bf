"""An application with OpenTelemetry: a request, in it a workflow, in that a query and a model."""

import asyncio
import os
from collections.abc import AsyncIterator

import thumbspan
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, JSONResponse, StreamingResponse
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from page import ANSWER, old, streamed

provider = TracerProvider()
exporter = OTLPSpanExporter(endpoint=os.environ["OTLP"] + "/v1/traces")
provider.add_span_processor(SimpleSpanProcessor(exporter))
trace.set_tracer_provider(provider)
tracer = trace.get_tracer("flights")

app = FastAPI()
FastAPIInstrumentor.instrument_app(app)


async def model(question: str) -> AsyncIterator[str]:  # noqa: ARG001 - every answer is the same
    """Stand in for a model."""
    with tracer.start_as_current_span("chat fake", attributes={"gen_ai.operation.name": "chat"}):
        for word in ANSWER.split():
            await asyncio.sleep(0)
            yield word


async def answer(question: str) -> AsyncIterator[str]:
    """Answer as server-sent events; the last names the span that they came from."""
    attributes = {"gen_ai.operation.name": "invoke_workflow"}
    with tracer.start_as_current_span("answer", attributes=attributes):
        with tracer.start_as_current_span("postgres.query"):
            await asyncio.sleep(0)
        async for word in model(question):
            yield f"data: {word}\n\n"
        yield thumbspan.capture().to_sse()


@app.get("/")
def page() -> HTMLResponse:
    """Show the page."""
    return HTMLResponse(streamed())


@app.get("/answer")
def ask() -> StreamingResponse:
    """Stream an answer."""
    return StreamingResponse(answer("When?"), media_type="text/event-stream")


@app.get("/too-late")
async def too_late() -> JSONResponse:
    """Capture after the workflow, where the request's span is the active one."""
    words = [event async for event in answer("When?")]
    http = trace.get_current_span().get_span_context()
    try:
        thumbspan.capture()
    except thumbspan.NotAnLlmSpan as error:
        said = {"code": error.code, "message": str(error), "events": len(words)}
        return JSONResponse({**said, "span_id": f"{http.span_id:016x}"})
    return JSONResponse({})


@app.get("/old")
def page_with_traceparent() -> HTMLResponse:
    """Show a page that was built with the request's span."""
    http = trace.get_current_span().get_span_context()
    return HTMLResponse(old(f"00-{http.trace_id:032x}-{http.span_id:016x}-01"))
