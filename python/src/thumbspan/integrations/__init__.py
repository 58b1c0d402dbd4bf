"""Web frameworks: each module wants its framework alone, and is imported by name.

Each of them gives an application's `Feedback` (the relay, and how tickets are minted) to the
framework's templates, and has ``set_header`` and ``event_stream`` for its responses:

- `thumbspan.integrations.jinja2`, for templates alone;
- `thumbspan.integrations.starlette`, for FastAPI and Starlette;
- `thumbspan.integrations.flask`;
- `thumbspan.integrations.django`.
"""

from thumbspan.integrations.feedback import Feedback, Mint, Piece, User

__all__ = ["Feedback", "Mint", "Piece", "User"]
