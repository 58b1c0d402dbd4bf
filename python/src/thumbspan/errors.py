"""Why something was refused: a stable code, and a sentence that says what to do next.

::

    ThumbspanError
    ├── NoActiveSpan         no_active_span         nothing to rate is active here
    ├── NotAnLlmSpan         not_an_llm_span        what is active is not the LLM's
    ├── UnknownBackend       unknown_backend        no such name, or no such SDK
    ├── BadContext           bad_context            an id or a field is out of form
    ├── TicketBadClaim       ticket_bad_claim       the relay would refuse the ticket
    ├── TicketTooLongLived   ticket_too_long_lived  likewise
    ├── TicketKeyRefused     bad_ticket_key         a key that the relay would refuse
    ├── BadFeedback          bad_feedback           nothing said, or out of range
    ├── BadEvaluation        bad_evaluation         a value of another type, or out of range
    ├── BadRelay             bad_relay              no URL of a relay
    └── QueueFull            queue_full             the relay is away; try again later
"""

from typing import ClassVar


class ThumbspanError(Exception):
    """Every error of this package. Branch on `code`; the sentence is for people."""

    code: ClassVar[str]


class NoActiveSpan(ThumbspanError):  # noqa: N818 - named for what is so
    """Nothing that feedback could be about is active here."""

    code = "no_active_span"


class NotAnLlmSpan(ThumbspanError):  # noqa: N818 - named for what is so
    """A span is active, but it is not the LLM's: feedback on it would be lost."""

    code = "not_an_llm_span"


class UnknownBackend(ThumbspanError):  # noqa: N818 - named for what is so
    """A backend that this package does not know, or whose SDK is not installed."""

    code = "unknown_backend"


class BadContext(ThumbspanError):  # noqa: N818 - named for what is so
    """A context with a field out of form."""

    code = "bad_context"


class TicketBadClaim(ThumbspanError):  # noqa: N818 - named for what is so
    """A claim of a ticket is absent, unknown or out of form."""

    code = "ticket_bad_claim"


class TicketTooLongLived(ThumbspanError):  # noqa: N818 - named for what is so
    """A ticket would be valid for more than seven days."""

    code = "ticket_too_long_lived"


class TicketKeyRefused(ThumbspanError):  # noqa: N818 - named for what is so
    """A key that mints is out of form; the message never holds it."""

    code = "bad_ticket_key"


class BadFeedback(ThumbspanError):  # noqa: N818 - named for what is so
    """Feedback that says nothing, or something out of range."""

    code = "bad_feedback"


class BadEvaluation(ThumbspanError):  # noqa: N818 - named for what is so
    """An evaluation with a value of another type, or something out of range."""

    code = "bad_evaluation"


class BadRelay(ThumbspanError):  # noqa: N818 - named for what is so
    """What should be the relay's base URL is none."""

    code = "bad_relay"


class QueueFull(ThumbspanError):  # noqa: N818 - named for what is so
    """Too much waits for the relay already, or the client was closed; the event was not queued."""

    code = "queue_full"
