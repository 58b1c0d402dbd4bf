"""What the pages of one application have in common."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from thumbspan.context import FeedbackContext
from thumbspan.errors import BadRelay, TicketBadClaim
from thumbspan.page import Html

Mint = Callable[[FeedbackContext, str], str]
"""Makes a ticket for a context and a user; as a rule with `thumbspan.mint_ticket`."""

User = str | int | UUID
"""Who votes: an id that says nothing of the person, never a name or an address."""

Piece = str | FeedbackContext | None
"""Of a streamed answer: a piece of its text, or what it came from, once and last, if anything."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """The script, the element and the context of an application's pages.

    >>> feedback = Feedback("https://feedback.example.com")
    >>> print(feedback.script())
    <script type="module" src="https://feedback.example.com/thumbspan.js"></script>
    >>> context = FeedbackContext(backend="ddtrace", span_id="20245611112024561111")
    >>> print(feedback.element(context, controls="thumbs comment"))
    <llm-feedback span-id="20245611112024561111" controls="thumbs comment"></llm-feedback>
    """

    relay: str
    """The relay's base URL, which serves the script and takes the votes."""
    mint: Mint | None = None
    """Without it the user is named as ``submitter_id``, which no relay with tickets takes."""

    def __post_init__(self) -> None:
        """Refuse what no page could load a script from.

        Raises:
            BadRelay: ``relay`` is no http(s) URL.
        """
        url = urlsplit(self.relay)
        if url.scheme not in ("http", "https") or not url.netloc:
            raise BadRelay("Pass the relay's base URL, such as https://feedback.example.com.")

    def script(self, *, nonce: str | None = None) -> Html:
        """Write the script's tag, once in a page, with its policy's nonce if it has one."""
        said = "" if nonce is None else f' nonce="{escape(nonce)}"'
        source = escape(self.relay.rstrip("/") + "/thumbspan.js")
        return Html(f'<script type="module"{said} src="{source}"></script>')

    def element(
        self,
        context: FeedbackContext | None,
        *,
        user: User | None = None,
        tags: Mapping[str, str] | None = None,
        **attributes: object,
    ) -> Html:
        """Write the element for one answer; nothing where there is no context.

        Args:
            context: what the answer came from.
            user: who may vote: in the ticket, else as ``submitter_id``.
            tags: for searching.
            attributes: further ones, by name: ``controls="thumbs comment"``, ``data_answer=7`` for
                ``data-answer``. True is an attribute without a value; None and False are left out.

        Raises:
            TicketBadClaim: tickets are minted, and no user was named.
        """
        if context is None:
            return Html("")
        said = context.to_attributes(tags=tags, **self._who(context, user))
        further = "".join(map(_attribute, attributes.items()))
        return Html(f"<llm-feedback {said}{further}></llm-feedback>")

    def header(self, context: FeedbackContext | None, user: User | None = None) -> dict[str, str]:
        """Name a response's header; none where there is no context. As `element` else."""
        return {} if context is None else context.to_header(**self._who(context, user))

    def events(self, pieces: Iterable[Piece], user: User | None = None) -> Iterator[str]:
        """Write a streamed answer as server-sent events. As `element` else.

        Each text is a ``message``, the context is the event ``feedback-context``.
        """
        return (self._event(piece, user) for piece in pieces if piece is not None)

    async def async_events(
        self, pieces: AsyncIterable[Piece], user: User | None = None
    ) -> AsyncIterator[str]:
        """Write likewise what comes asynchronously."""
        async for piece in pieces:
            if piece is not None:
                yield self._event(piece, user)

    def _event(self, piece: str | FeedbackContext, user: User | None) -> str:
        if isinstance(piece, FeedbackContext):
            return piece.to_sse(**self._who(piece, user))
        # A reader takes \r, \n and \r\n each for the end of a line.
        lines = piece.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return "".join(f"data: {line}\n" for line in lines) + "\n"

    def _who(self, context: FeedbackContext, user: User | None) -> dict[str, Any]:
        if self.mint is None:
            return {"submitter_id": None if user is None else str(user)}
        if user is None:
            raise TicketBadClaim("Pass the user: a ticket permits one person to vote.")
        return {"ticket": self.mint(context, str(user))}


def _attribute(item: tuple[str, object]) -> str:
    name, value = item
    if value is None or value is False:
        return ""
    name = name.replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
