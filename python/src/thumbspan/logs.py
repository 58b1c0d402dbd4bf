"""Ids on the records of `logging`, also when the span is gone."""

from __future__ import annotations

import logging

from thumbspan.current import current
from thumbspan.ids import TraceSpanIds, get_trace_span_ids


class FeedbackFilter(logging.Filter):
    """Adds ``trace_id``, ``span_id`` and ``trace_flags`` to every record; drops none.

    From ``extra={"feedback_context": …}`` (anything that `get_trace_span_ids` takes), else from the
    `feedback_context` around the call. What is not known is an empty text, so that a format such
    as ``%(trace_id)s`` always works::

        handler.addFilter(FeedbackFilter())
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the ids."""
        ids = get_trace_span_ids(getattr(record, "feedback_context", None))
        if ids.trace_id_hex is None:
            ids = get_trace_span_ids(current())
        record.trace_id = ids.trace_id_hex or ""
        record.span_id = ids.span_id_hex or ""
        record.trace_flags = _flags(ids)
        return True


def _flags(ids: TraceSpanIds) -> str:
    return "" if ids.trace_flags is None else f"{ids.trace_flags:02x}"
