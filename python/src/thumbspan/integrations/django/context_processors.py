"""What each template has."""

from __future__ import annotations

from django.http import HttpRequest

from thumbspan.integrations.django import feedback
from thumbspan.page import Html


def llm_feedback(request: HttpRequest) -> dict[str, object]:
    """Give the script's tag, with the nonce that django-csp puts on the request."""

    def script() -> Html:
        nonce = getattr(request, "csp_nonce", None)
        return feedback().script(nonce=None if nonce is None else str(nonce))

    # A template calls what it writes: whoever asks for the nonce puts it into the policy.
    return {"llm_feedback_script": script}
