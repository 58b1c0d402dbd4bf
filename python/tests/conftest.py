"""What a process takes once: OpenTelemetry's tracer provider and Django's settings."""

from __future__ import annotations

import os

# Before any SDK is imported: nothing is sent anywhere.
os.environ.update(
    DD_TRACE_AGENT_URL="http://127.0.0.1:9",
    DD_INSTRUMENTATION_TELEMETRY_ENABLED="false",
    DD_REMOTE_CONFIGURATION_ENABLED="false",
    DD_TRACE_STARTUP_LOGS="false",
    LANGFUSE_TRACING_ENABLED="true",
    OTEL_SDK_DISABLED="false",
)

import django
import pytest
from django.conf import settings
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider

PROVIDER = TracerProvider(shutdown_on_exit=False)
trace.set_tracer_provider(PROVIDER)

TEMPLATES = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {
        "context_processors": ["thumbspan.integrations.django.context_processors.llm_feedback"]
    },
}
# pytest has this file as a module of its own, beside the one that tests import.
if not settings.configured:
    settings.configure(INSTALLED_APPS=["thumbspan.integrations.django"], TEMPLATES=[TEMPLATES])
    django.setup()


@pytest.fixture
def tracer() -> trace.Tracer:
    """Give a tracer whose spans are recorded and sent nowhere."""
    return PROVIDER.get_tracer("tests")
