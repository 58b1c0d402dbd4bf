"""Why something was refused: a stable code, and a sentence that says what to do next.

::

    ThumbspanError
    ├── NoActiveSpan     no_active_span      nothing to rate is active here
    ├── NotAnLlmSpan     not_an_llm_span     what is active is not the LLM's
    ├── UnknownBackend   unknown_backend     no such name
    └── BadContext       bad_context         an id or a field is out of form
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
