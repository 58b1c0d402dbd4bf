"""What an evaluator finds, in the wire format, as ``docs/protocol.md`` says it; pure."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, Literal

from thumbspan.errors import BadEvaluation
from thumbspan.event import TEXT_CHARS, Signal

MetricType = Literal["score", "categorical", "boolean", "json"]
EvaluatorType = Literal["code", "llm", "human"]
Value = float | str | bool | Mapping[str, Any]

CATEGORY_CHARS = 256
"""Characters of a category."""
JSON_BYTES = 16 * 1_024
"""Bytes of an object, written without spaces."""


def finding(
    label: str,
    metric_type: MetricType,
    value: Value,
    *,
    assessment: Literal["pass", "fail"] | None,
    reasoning: str | None,
) -> Signal:
    """Put one signal together; what is not known is left out.

    Raises:
        BadEvaluation: the value is none of its type, or something is out of range.
    """
    fits = {"score": _is_score, "categorical": _is_word, "boolean": _is_flag, "json": _is_object}
    if metric_type not in fits or not fits[metric_type](value):
        raise BadEvaluation(
            f"Give {label} a value of its type: a finite number for score, 1 to {CATEGORY_CHARS} "
            f"characters for categorical, a bool for boolean, a dict of JSON of at most "
            f"{JSON_BYTES} bytes for json."
        )
    if assessment not in (None, "pass", "fail"):
        raise BadEvaluation('Make assessment "pass" or "fail", or leave it out.')
    if reasoning is not None and not _is_text(reasoning, TEXT_CHARS):
        raise BadEvaluation(f"Give a reasoning of 1 to {TEXT_CHARS} characters, or leave it out.")
    optional = {"assessment": assessment, "reasoning": reasoning}
    given = {name: said for name, said in optional.items() if said is not None}
    return {"label": label, "metric_type": metric_type, "value": value, **given}


def _is_score(value: object) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return math.isfinite(value)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_word(value: object) -> bool:
    return _is_text(value, CATEGORY_CHARS)


def _is_text(value: object, most: int) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= most and "\0" not in value


def _is_object(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return len(text.encode()) <= JSON_BYTES and "\\u0000" not in text
    except (TypeError, ValueError, RecursionError):
        return False
