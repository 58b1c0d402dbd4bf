"""Capture beside SDKs that are too old or half installed: stand-ins for them."""

from __future__ import annotations

import logging
import sys
from types import ModuleType

import pytest
from opentelemetry.trace import Tracer

from thumbspan import NoActiveSpan, UnknownBackend, backends, capture

OLD = ["langfuse", "mlflow"]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no SDK of the other tests' be there, but OpenTelemetry's."""
    monkeypatch.setattr("thumbspan.capturing._told", set())
    for each in backends.loaded():
        if each.MODULE != "opentelemetry.trace":
            monkeypatch.delitem(sys.modules, each.MODULE, raising=False)


def stand_in(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Import an old SDK: a Langfuse before OpenTelemetry, an MLflow that names no active span."""
    monkeypatch.setitem(sys.modules, name, ModuleType(name))
    if name == "langfuse":
        monkeypatch.delitem(sys.modules, "opentelemetry.trace")
        monkeypatch.setitem(sys.modules, "opentelemetry", None)


@pytest.mark.parametrize("name", OLD)
def test_nothing_is_active_in_an_old_sdk_and_its_name_is_said_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    stand_in(monkeypatch, name)
    with pytest.raises(NoActiveSpan):
        capture()
    with caplog.at_level(logging.WARNING, "thumbspan"):
        assert capture(missing_ok=True) is None
        assert capture(missing_ok=True) is None
    (said,) = [record.getMessage() for record in caplog.records if name in record.getMessage()]
    assert "Upgrade" in said


def test_beside_an_old_sdk_another_ones_span_is_found(
    monkeypatch: pytest.MonkeyPatch, tracer: Tracer
) -> None:
    stand_in(monkeypatch, "mlflow")
    with tracer.start_as_current_span("answer", attributes={"gen_ai.operation.name": "chat"}):
        context = capture()
    assert (context.backend, context.verified) == ("opentelemetry", True)


@pytest.mark.parametrize("missing_ok", [False, True])
@pytest.mark.parametrize("name", OLD)
def test_an_old_sdk_that_is_named_is_an_error_that_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, name: str, missing_ok: bool
) -> None:
    stand_in(monkeypatch, name)
    with pytest.raises(UnknownBackend, match=f"Upgrade the SDK of {name}") as refused:
        capture(name, missing_ok=missing_ok)
    assert isinstance(refused.value.__cause__, (ImportError, AttributeError))
