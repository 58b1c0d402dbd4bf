"""Makes a trace of one span with OpenTelemetry's SDK and sends it by OTLP/HTTP.

The one argument is JSON: ``url`` of the traces' intake, ``headers`` for it, the ids that the span
gets, ``trace_id`` and ``span_id``, in hexadecimal digits, and its session, ``session_id``.
"""

import json
import sys

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator


def main() -> None:
    """Send one span."""
    asked = json.loads(sys.argv[1])
    ids = RandomIdGenerator()
    ids.generate_trace_id = lambda: int(asked["trace_id"], 16)
    ids.generate_span_id = lambda: int(asked["span_id"], 16)
    provider = TracerProvider(id_generator=ids)
    exporter = OTLPSpanExporter(endpoint=asked["url"], headers=asked["headers"])
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    with provider.get_tracer("peer").start_as_current_span("answer") as span:
        span.set_attribute("openinference.span.kind", "LLM")
        span.set_attribute("session.id", asked["session_id"])
    provider.shutdown()


if __name__ == "__main__":
    main()
