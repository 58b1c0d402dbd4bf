"""Run it: chainlit run app.py."""

import chainlit as cl
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider

import thumbspan

trace.set_tracer_provider(TracerProvider())
tracer = trace.get_tracer("flights")


@tracer.start_as_current_span("answer", attributes={"gen_ai.operation.name": "invoke_workflow"})
@thumbspan.feedback_context
def answer(question: str) -> str:
    """Ask the model here."""
    return f"{question} At 9."


@cl.on_message
async def reply(message: cl.Message) -> None:
    """Answer, and below it what it came from."""
    text, context = answer(message.content)
    feedback = cl.CustomElement(name="Feedback", props={"said": context.to_attributes()})
    await cl.Message(text, elements=[feedback]).send()
