"""Sends evaluations with Datadog's SDK, for comparison with what the relay sends.

The one argument is a JSON list; each member is one call's arguments of
``LLMObs.submit_evaluation``. Where the Agent is, ``DD_TRACE_AGENT_URL`` says.
"""

import json
import sys

from ddtrace.llmobs import LLMObs


def main() -> None:
    """Submit every call of the argument and flush."""
    calls = json.loads(sys.argv[1])
    LLMObs.enable(ml_app="peer", agentless_enabled=False)
    for call in calls:
        LLMObs.submit_evaluation(**call)
    LLMObs.flush()
    LLMObs.disable()


if __name__ == "__main__":
    main()
