"""What is active right now, as a context; called inside the workflow."""

from __future__ import annotations

import logging
from typing import Literal, overload

from thumbspan import backends
from thumbspan.backends import Backend
from thumbspan.context import FeedbackContext
from thumbspan.errors import NoActiveSpan, NotAnLlmSpan

logger = logging.getLogger("thumbspan")

_told: set[str] = set()


@overload
def capture(backend: str = "auto", *, missing_ok: Literal[False] = False) -> FeedbackContext: ...
@overload
def capture(backend: str = "auto", *, missing_ok: bool) -> FeedbackContext | None: ...


def capture(backend: str = "auto", *, missing_ok: bool = False) -> FeedbackContext | None:
    """Take the identity of the LLM span that is active here.

    Call it inside the workflow, before or after the call of the model, and return the context
    together with the result. ``auto`` asks each backend whose SDK the application has imported; a
    span that an SDK proves to be an LLM's comes first, and one that an SDK refuses is never
    replaced by one that merely might be.

    Args:
        backend: ``auto``, or one of `backends.NAMES`.
        missing_ok: give None where nothing is active, and say so once in the log.

    Raises:
        NoActiveSpan: nothing is active, and ``missing_ok`` is false.
        NotAnLlmSpan: what is active is the HTTP request or another span that is no LLM's.
        UnknownBackend: no such backend, or its SDK is not installed or too old.
    """
    asked = backends.loaded() if backend == "auto" else [backends.named(backend)]
    found = _best(asked, is_named=backend != "auto")
    if found is None and not missing_ok:
        raise NoActiveSpan(_advice(backend, asked))
    if found is None:
        _warn(backend, f"No feedback can be given on this answer. {_advice(backend, asked)}")
    return found


def _best(asked: list[Backend], *, is_named: bool) -> FeedbackContext | None:
    found: FeedbackContext | None = None
    refused: NotAnLlmSpan | None = None
    for each in asked:
        try:
            context = each.active()
        except NotAnLlmSpan as error:
            refused = refused or error
            continue
        except (ImportError, AttributeError) as error:
            unusable = backends.unusable(each, error)
            if is_named:
                raise unusable from error
            # Imported for something else, perhaps: the answer comes even so.
            _warn(each.MODULE, f"Looked elsewhere for the active span. {unusable}")
            continue
        if context is not None and context.verified:
            return context
        found = found or context
    if refused is not None:
        raise refused
    return found


def _warn(about: str, message: str) -> None:
    if about not in _told:
        _told.add(about)
        logger.warning("%s", message)


def _advice(backend: str, asked: list[Backend]) -> str:
    if not asked:
        return (
            "No tracing SDK is imported: set up ddtrace LLMObs, OpenTelemetry, Langfuse, LangSmith "
            "or MLflow, and call capture() inside the workflow."
        )
    if backend == "auto":
        return (
            "No span is active: call capture() inside the function that calls the model, while "
            "its workflow span is open, and return the context with the result."
        )
    return f"{backend} has no active span. {asked[0].ADVICE}"
