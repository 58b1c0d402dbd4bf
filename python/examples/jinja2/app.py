"""Prints a page: THUMBSPAN_RELAY=https://feedback.example.com python app.py."""

import os

from jinja2 import DictLoader, Environment
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider

import thumbspan
from thumbspan.integrations import Feedback, jinja2

PAGE = """<!doctype html>
<title>Flights</title>
{{ llm_feedback_script() }}
<p>{{ text }}</p>
{{ llm_feedback(context, controls="thumbs comment") }}
"""

trace.set_tracer_provider(TracerProvider())
tracer = trace.get_tracer("flights")
pages = Environment(loader=DictLoader({"page.html": PAGE}), autoescape=True)
jinja2.install(pages, Feedback(os.environ["THUMBSPAN_RELAY"]))


@tracer.start_as_current_span("answer", attributes={"gen_ai.operation.name": "invoke_workflow"})
@thumbspan.feedback_context
def answer(question: str) -> str:
    """Ask the model here."""
    return f"{question} At 9."


def page() -> str:
    """Write the page of one answer."""
    text, context = answer("When does my flight leave?")
    return pages.get_template("page.html").render(text=text, context=context)


if __name__ == "__main__":
    print(page())
