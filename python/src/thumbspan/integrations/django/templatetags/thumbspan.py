"""The library: ``{% load thumbspan %}``."""

from __future__ import annotations

from typing import Any

from django import template

from thumbspan.context import FeedbackContext
from thumbspan.integrations.django import feedback
from thumbspan.page import Html

register = template.Library()


@register.simple_tag  # type: ignore[untyped-decorator]
def llm_feedback_script(*, nonce: str | None = None) -> Html:
    """Write the script's tag: ``{% llm_feedback_script nonce=request.csp_nonce %}``."""
    return feedback().script(nonce=nonce)


@register.simple_tag  # type: ignore[untyped-decorator]
def llm_feedback(context: FeedbackContext | None, **attributes: Any) -> Html:  # noqa: ANN401
    """Write the element: ``{% llm_feedback context user=user.pk controls="thumbs" %}``."""
    return feedback().element(context, **attributes)
