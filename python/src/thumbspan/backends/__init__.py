"""The SDKs whose spans can be captured: one module each, all of the same shape.

A backend reads what is active and nothing else. It imports its SDK only when it is asked, so that
this package requires none.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Protocol, cast

from thumbspan.context import FeedbackContext
from thumbspan.errors import UnknownBackend

NAMES = (
    "ddtrace",
    "langsmith",
    "langfuse",
    "mlflow",
    "openinference",
    "opentelemetry",
)
"""Those with LLM spans of their own first; plain OpenTelemetry, which has any span, last."""


class Backend(Protocol):
    """What each module of this package has."""

    __name__: str
    MODULE: str
    """Of the SDK: it has been set up only where this has been imported."""
    ADVICE: str
    """What to do where no span is active."""

    def active(self) -> FeedbackContext | None:
        """Snapshot the active LLM span; None where nothing is active.

        Raises:
            NotAnLlmSpan: what is active is another's.
        """


def named(name: str) -> Backend:
    """Find one by name.

    Raises:
        UnknownBackend: no such name, or its SDK is not installed.
    """
    if name not in NAMES:
        raise UnknownBackend(f"Name one of {', '.join(NAMES)}, or auto: not {name!r}.")
    backend = _module(name)
    try:
        import_module(backend.MODULE)
    except ImportError as error:
        raise UnknownBackend(f"Install the SDK of {name}: {error}.") from error
    return backend


def loaded() -> list[Backend]:
    """List those whose SDK the application has imported."""
    return [each for each in map(_module, NAMES) if each.MODULE in sys.modules]


def unusable(backend: Backend, error: Exception) -> UnknownBackend:
    """Say what to do where an SDK lacks what is asked of it: too old, or installed by half."""
    name = backend.__name__.rpartition(".")[-1]
    return UnknownBackend(f"Upgrade the SDK of {name}, or install what it needs: {error}.")


def _module(name: str) -> Backend:
    return cast("Backend", import_module(f"{__name__}.{name}"))
