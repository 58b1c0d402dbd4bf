"""What JSON Schema cannot say of the relay's bodies, said to schemathesis.

https://schemathesis.readthedocs.io/en/stable/guides/extending/
"""

from __future__ import annotations

import schemathesis
from schemathesis.generation import GenerationMode


def _labels(event: object) -> list[str]:
    signals = event.get("signals") if isinstance(event, dict) else None
    each = signals if isinstance(signals, list) else []
    return [repr(signal.get("label")) for signal in each if isinstance(signal, dict)]


@schemathesis.hook
def filter_body(_context: schemathesis.HookContext, body: object) -> bool:
    """Leave out what has a label twice in an event: `uniqueItems` compares whole signals."""
    events = body.get("events") if isinstance(body, dict) else None
    each = [_labels(event) for event in events] if isinstance(events, list) else []
    return all(len(labels) == len(set(labels)) for labels in each)


@schemathesis.check
def a_bad_event_is_refused(
    _context: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> None:
    """Of several events the bad ones are refused, and the answer is still 202 for the good ones."""
    is_negative = case.meta is not None and case.meta.generation.mode == GenerationMode.NEGATIVE
    if is_negative and response.status_code == 202 and not response.json()["rejected"]:
        raise AssertionError("a request that the schema forbids was taken whole")
