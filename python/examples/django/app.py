"""Run it: THUMBSPAN_RELAY=https://feedback.example.com python app.py runserver."""

import os
import sys
from pathlib import Path

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import execute_from_command_line
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider

import thumbspan

TEMPLATES = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": [Path(__file__).parent / "templates"],
    "APP_DIRS": True,
}
settings.configure(
    ROOT_URLCONF=__name__,
    SECRET_KEY=os.environ.get("SECRET_KEY", "for this example alone"),
    ALLOWED_HOSTS=["127.0.0.1", "localhost", "testserver"],
    INSTALLED_APPS=["thumbspan.integrations.django"],
    TEMPLATES=[TEMPLATES],
    THUMBSPAN={"RELAY": os.environ["THUMBSPAN_RELAY"]},
)
trace.set_tracer_provider(TracerProvider())
tracer = trace.get_tracer("flights")


@tracer.start_as_current_span("answer", attributes={"gen_ai.operation.name": "invoke_workflow"})
@thumbspan.feedback_context
def answer(question: str) -> str:
    """Ask the model here."""
    return f"{question} At 9."


def page(request: HttpRequest) -> HttpResponse:
    """Show an answer, and what it came from under it."""
    text, context = answer("When does my flight leave?")
    return render(request, "page.html", {"text": text, "context": context})


urlpatterns = [path("", page)]

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
else:
    import django

    django.setup()
    app = WSGIHandler()
