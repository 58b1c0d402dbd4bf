"""Reads OTLP/JSON logs with OpenTelemetry's own messages, and prints them as such.

The one argument is a JSON list of request bodies. The messages are strict: a key or a value that
they do not know ends this program. Ids are the one thing that OTLP writes in its own way, in
hexadecimal digits: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
"""

import base64
import json
import sys
from typing import Any

from google.protobuf.json_format import MessageToDict, ParseDict
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest


def as_protobuf(value: Any) -> Any:  # noqa: ANN401
    """Write ids as protobuf's JSON has bytes."""
    if isinstance(value, list):
        return [as_protobuf(each) for each in value]
    if not isinstance(value, dict):
        return value
    named = {key: as_protobuf(each) for key, each in value.items()}
    for key in {"traceId", "spanId"} & named.keys():
        named[key] = base64.b64encode(bytes.fromhex(named[key])).decode()
    return named


def main() -> None:
    """Read every body of the argument."""
    bodies = json.loads(sys.argv[1])
    messages = [ParseDict(as_protobuf(body), ExportLogsServiceRequest()) for body in bodies]
    read = [MessageToDict(message, preserving_proto_field_name=True) for message in messages]
    sys.stdout.write(json.dumps(read))


if __name__ == "__main__":
    main()
