"""Sends feedback or evaluations with Datadog's SDK, for comparison with what the relay sends.

The one argument is JSON: ``{"method": "submit_feedback", "calls": [...]}``, each call the arguments
of that method of ``LLMObs``, or of ``submit_evaluation``.
Where the Agent is, ``DD_TRACE_AGENT_URL`` says.
"""

import json
import sys

from ddtrace.llmobs import LLMObs


def main() -> None:
    """Submit every call of the argument and flush."""
    asked = json.loads(sys.argv[1])
    LLMObs.enable(ml_app="peer", agentless_enabled=False)
    submit = getattr(LLMObs, asked["method"])
    for call in asked["calls"]:
        submit(**call)
    LLMObs.flush()
    LLMObs.disable()


if __name__ == "__main__":
    main()
