"""Run it: THUMBSPAN_RELAY=https://feedback.example.com python app.py."""

import os

import gradio as gr
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider

import thumbspan
from thumbspan.integrations import Feedback

trace.set_tracer_provider(TracerProvider())
tracer = trace.get_tracer("flights")
feedback = Feedback(os.environ["THUMBSPAN_RELAY"])


@tracer.start_as_current_span("answer", attributes={"gen_ai.operation.name": "invoke_workflow"})
@thumbspan.feedback_context
def answer(question: str) -> str:
    """Ask the model here."""
    return f"{question} At 9."


def chat(question: str, history: list[gr.MessageDict]) -> list[str | gr.HTML]:  # noqa: ARG001
    """Answer, and below it what it came from."""
    text, context = answer(question)
    return [text, gr.HTML(feedback.element(context, controls="thumbs comment"))]


demo = gr.ChatInterface(chat)

if __name__ == "__main__":
    # Gradio darkens by a class; the element goes by the page's colour scheme.
    demo.launch(head=feedback.script(), css=".dark { color-scheme: dark; }")
