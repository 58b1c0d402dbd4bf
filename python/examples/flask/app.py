"""Run it: THUMBSPAN_RELAY=https://feedback.example.com flask run."""

import os

from flask import Flask, render_template
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider

import thumbspan
from thumbspan.integrations.flask import Thumbspan

trace.set_tracer_provider(TracerProvider())
tracer = trace.get_tracer("flights")
app = Flask(__name__)
app.config["THUMBSPAN_RELAY"] = os.environ["THUMBSPAN_RELAY"]
Thumbspan(app)


@tracer.start_as_current_span("answer", attributes={"gen_ai.operation.name": "invoke_workflow"})
@thumbspan.feedback_context
def answer(question: str) -> str:
    """Ask the model here."""
    return f"{question} At 9."


@app.get("/")
def page() -> str:
    """Show an answer, and what it came from under it."""
    text, context = answer("When does my flight leave?")
    return render_template("page.html", text=text, context=context)
