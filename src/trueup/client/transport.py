"""Requests that arrive once: sent again where that is safe, under one idempotency key, with growing pauses."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx

from trueup.client.errors import Unavailable, error_of

ATTEMPTS = 5
LONGEST_PAUSE = 30.0
_AGAIN = frozenset({429, 502, 503, 504})
Asked = Mapping[str, Any]


class Transport:
    """Sends requests to one server with one token."""

    def __init__(self, http: httpx.Client, pause: Callable[[float], None] = time.sleep) -> None:
        self.http, self._pause = http, pause

    def get(self, path: str, **asked: Any) -> Any:
        """The JSON at a path under /api/v1, asked with what is not None."""
        return self.send("GET", path, params=_stated(asked)).json()

    def pages(self, path: str, **asked: Any) -> Iterator[dict[str, Any]]:
        """Every item of a list, page after page."""
        page = self.get(path, **asked)
        yield from page["items"]
        while page["next"]:
            page = self.send("GET", page["next"]).json()
            yield from page["items"]

    def change(self, method: str, path: str, body: Any = None, *, key: str | None = None, **more: Any) -> Any:
        """The JSON answer to a change; sent again under the same key, it is done once."""
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        sent = {"json": body} if body is not None else {}
        response = self.send(method, path, headers=headers, **sent, **more)
        return response.json() if response.content else None

    def send(self, method: str, path: str, **sent: Any) -> httpx.Response:
        """The answer, once it is one. Raises RemoteError."""
        for attempt in range(1, ATTEMPTS + 1):
            last = attempt == ATTEMPTS
            try:
                response = self.http.request(method, path, **sent)
            except httpx.TransportError as failed:
                if last:
                    raise _no_answer(self.http, failed) from failed
                self._pause(_seconds(attempt, None))
                continue
            if response.status_code not in _AGAIN or last:
                return _checked(response, f"{method} {path}")
            self._pause(_seconds(attempt, response.headers.get("Retry-After")))
        raise AssertionError("the last attempt returns or raises")


def _checked(response: httpx.Response, where: str) -> httpx.Response:
    if response.is_success:
        return response
    try:
        problem = response.json()
    except ValueError:
        problem = {}
    raise error_of(response.status_code, problem if isinstance(problem, dict) else {}, where)


def _seconds(attempt: int, asked: str | None) -> float:
    """As long as the server asks for, else twice as long each time, at random so that many do not come together."""
    if asked is not None and asked.isdigit():
        return min(float(asked), LONGEST_PAUSE)
    return random.uniform(0.5, 1.0) * min(0.25 * float(2**attempt), LONGEST_PAUSE)  # noqa: S311 - it guards no secret


def _no_answer(http: httpx.Client, failed: httpx.TransportError) -> Unavailable:
    return Unavailable(
        f"the server does not answer: {failed or type(failed).__name__}",
        where=str(http.base_url),
        do="check the URL and whether the server runs; what was sent may be sent again under the same key",
    )


def _stated(asked: Asked) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if value is not None}
