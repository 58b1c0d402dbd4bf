"""Jinja2: <https://jinja.palletsprojects.com>.

After `install`, templates have ``{{ llm_feedback_script() }}`` and ``{{ llm_feedback(context) }}``,
the latter as a filter too: ``{{ context | llm_feedback(controls="thumbs") }}``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

    from thumbspan.integrations.feedback import Feedback


def install(environment: Environment, feedback: Feedback) -> None:
    """Give an application's feedback to all templates of an environment."""
    environment.globals["llm_feedback_script"] = feedback.script
    environment.globals["llm_feedback"] = feedback.element
    environment.filters["llm_feedback"] = feedback.element
