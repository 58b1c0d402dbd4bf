"""Capture with the real SDKs of the other backends; their servers are not asked."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from conftest import PROVIDER
from langfuse import Langfuse
from langsmith import Client, traceable
from langsmith.run_helpers import get_current_run_tree, tracing_context
from openinference.instrumentation import OITracer, TraceConfig, using_session
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, Tracer

from thumbspan import FeedbackContext, NoActiveSpan, NotAnLlmSpan, capture


@pytest.fixture(scope="module")
def langfuse() -> Langfuse:
    """Give a client on the tests' provider, which exports nothing."""
    return Langfuse(
        public_key="pk",
        secret_key="sk",  # noqa: S106 - opens nothing
        base_url="http://127.0.0.1:9",
        tracer_provider=PROVIDER,
        span_exporter=InMemorySpanExporter(),
    )


def test_langfuse_gives_the_observation(langfuse: Langfuse) -> None:
    with langfuse.start_as_current_observation(name="answer", as_type="generation") as observation:
        context = capture()
    assert (context.span_id, context.trace_id) == (observation.id, observation.trace_id)
    assert (context.backend, context.kind, context.verified) == ("langfuse", "generation", True)


def test_openinference_gives_the_span_with_its_session() -> None:
    tracer = OITracer(PROVIDER.get_tracer("openinference"), config=TraceConfig())
    with (
        using_session("s-1"),
        tracer.start_as_current_span("answer", openinference_span_kind="chain") as span,
    ):
        context = capture()
    assert context.span_id == f"{span.get_span_context().span_id:016x}"
    assert (context.backend, context.kind) == ("openinference", "chain")
    assert (context.session_id, context.verified) == ("s-1", True)


@pytest.mark.parametrize("backend", ["auto", "langfuse", "openinference"])
def test_on_top_of_opentelemetry_the_request_is_refused(
    langfuse: Langfuse, tracer: Tracer, backend: str
) -> None:
    with tracer.start_as_current_span("GET /", kind=SpanKind.SERVER):
        assert langfuse.get_current_observation_id(), "the trap: Langfuse itself gives an id"
        with pytest.raises(NotAnLlmSpan):
            capture(backend)


def test_langsmith_gives_the_run() -> None:
    @traceable(run_type="chain")
    def answer() -> tuple[FeedbackContext, str, str]:
        run = get_current_run_tree()
        assert run is not None
        return capture(), str(run.id), str(run.trace_id)

    client = Client(api_url="http://127.0.0.1:9", auto_batch_tracing=False)
    with tracing_context(enabled="local", client=client):
        context, run_id, trace_id = answer()
    assert (context.span_id, context.trace_id) == (run_id, trace_id)
    assert (context.backend, context.kind, context.verified) == ("langsmith", "chain", True)
    with pytest.raises(NoActiveSpan, match="@traceable"):
        capture("langsmith")


MLFLOW = """
import json, os, sys
os.environ["MLFLOW_USE_DEFAULT_TRACER_PROVIDER"] = sys.argv[1]
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
trace.set_tracer_provider(TracerProvider())
import mlflow
from mlflow.entities.trace_location import MlflowExperimentLocation
from thumbspan import NotAnLlmSpan, capture
mlflow.set_tracking_uri("http://127.0.0.1:9")
mlflow.tracing.set_destination(MlflowExperimentLocation(experiment_id="1"))
with trace.get_tracer("http").start_as_current_span("GET /", kind=trace.SpanKind.SERVER):
    refused = 0
    for backend in ("auto", "mlflow"):
        try: capture(backend)
        except NotAnLlmSpan: refused += 1
    with mlflow.start_span("answer", span_type="AGENT") as span:
        found = [capture().to_dict(), capture("mlflow").to_dict()]
    print(json.dumps([refused, span.trace_id, span.span_id, *found]), flush=True)
# Without the exporter's thread, which would look for a server.
os._exit(0)
"""


@pytest.mark.parametrize("own_provider", ["true", "false"])
def test_mlflow_gives_its_span_and_refuses_the_request(own_provider: str) -> None:
    said = subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-c", MLFLOW, own_provider],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    refused, trace_id, span_id, *found = json.loads(said.stdout)
    assert refused == 2
    for said_of in found:
        context = FeedbackContext.from_dict(said_of)
        assert (context.span_id, context.trace_id) == (span_id, trace_id)
        assert (context.backend, context.kind) == ("mlflow", "agent")
        assert context.verified
        assert context.w3c_trace_id == trace_id.removeprefix("tr-")
