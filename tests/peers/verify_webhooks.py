"""Verifies web hooks with the library of Standard Webhooks, and prints their bodies.

The one argument is JSON: ``secret``, and ``requests`` of ``headers`` and ``body``. The first that
does not verify ends this program.
"""

import json
import sys

from standardwebhooks import Webhook


def main() -> None:
    """Verify every request of the argument."""
    asked = json.loads(sys.argv[1])
    webhook = Webhook(asked["secret"])
    read = [webhook.verify(each["body"], each["headers"]) for each in asked["requests"]]
    sys.stdout.write(json.dumps(read))


if __name__ == "__main__":
    main()
