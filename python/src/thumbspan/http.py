"""One request to the relay, with the standard library."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from thumbspan.errors import BadRelay


class Answer(NamedTuple):
    """What the relay said."""

    status: int
    body: bytes
    retry_after: str | None


Send = Callable[[bytes], Answer]
"""Posts a body; raises OSError where no answer came."""

_LONGEST = 1_048_576


class _Nowhere(HTTPRedirectHandler):
    """Follows no redirect: it would turn the post into a get, and take the key along."""

    def redirect_request(self, *_: object) -> None:
        return None


def over_http(relay: str, path: str, api_key: str | None, timeout_s: float) -> Send:
    """Post to an end point of a relay.

    Raises:
        BadRelay: the URL is none of HTTP.
    """
    parts = urlsplit(relay)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise BadRelay("Give the relay's base URL, such as https://relay.example.")
    url = relay.rstrip("/") + path
    key = {} if api_key is None else {"X-API-Key": api_key}
    headers = {"Content-Type": "application/json", "User-Agent": "thumbspan-python", **key}
    opener = build_opener(_Nowhere)

    def send(body: bytes) -> Answer:
        request = Request(url, body, headers, method="POST")  # noqa: S310 - checked above
        try:
            with opener.open(request, timeout=timeout_s) as answer:
                return Answer(answer.status, answer.read(_LONGEST), None)
        except HTTPError as error:
            with error:
                return Answer(error.code, error.read(_LONGEST), error.headers.get("Retry-After"))

    return send
