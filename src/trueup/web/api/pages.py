"""Long lists in pages: a cursor says after which item the next page begins, so inserts never repeat or skip one."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from ninja import Schema
from ninja.pagination import PaginationBase
from pydantic import Field

from trueup.vocabulary import TrueupError

Key = list[str | int]


class BadCursor(TrueupError):
    """A cursor that this list did not give."""


class ByCursor(PaginationBase):
    """Pages of a list by a key that no two items share: `@paginate(key=("book", "id"))`, `"-leaf"` for newest first.

    An item is known by its key alone: what is inserted before the cursor changes nothing after it.
    """

    class Input(Schema):
        """Where the page begins, and how long it is."""

        cursor: str | None = Field(None, max_length=2000, description="from `next` of the page before")
        limit: int = Field(50, ge=1, le=200, description="the most items that the page holds")

    class Output(Schema):
        """A page."""

        items: list[Any] = Field(description="the items of the page")
        next: str | None = Field(description="the address of the next page, or null on the last one")

    def __init__(self, key: Sequence[str] = ("id",), **more: Any) -> None:
        super().__init__(**more)
        self.backwards = key[0].startswith("-")
        self.names = [name.removeprefix("-") for name in key]

    def paginate_queryset(self, queryset: Any, pagination: Any, request: HttpRequest, **params: Any) -> dict[str, Any]:
        """The page after the cursor. Raises BadCursor."""
        ordered = sorted(((self._key(item), item) for item in queryset), key=_first, reverse=self.backwards)
        if pagination.cursor:
            last = _position(pagination.cursor, request)
            ordered = [each for each in ordered if (each[0] < last if self.backwards else each[0] > last)]
        page = ordered[: pagination.limit]
        more = len(ordered) > len(page)
        following = _address(request, page[-1][0], pagination.limit) if more else None
        return {"items": [item for _, item in page], "next": following}

    def _key(self, item: Any) -> Key:
        read = item.get if isinstance(item, dict) else lambda name: getattr(item, name)
        return [_plain(read(name)) for name in self.names]


def _first(pair: tuple[Key, Any]) -> Key:
    return pair[0]


def _plain(value: Any) -> str | int:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return value if isinstance(value, int) else str(value or "")


def _address(request: HttpRequest, last: Key, limit: int) -> str:
    place = base64.urlsafe_b64encode(json.dumps(last).encode()).decode().rstrip("=")
    asked = [*_filters(request), ("cursor", f"{place}.{_seal(request, place)}"), ("limit", str(limit))]
    return f"{request.path}?{urlencode(asked)}"


def _position(cursor: str, request: HttpRequest) -> Key:
    place, _, seal = cursor.partition(".")
    if not constant_time_compare(seal, _seal(request, place)):
        raise BadCursor("this cursor is not of this list", where="cursor", do="take it from `next` of the page before")
    last: Key = json.loads(base64.urlsafe_b64decode(place + "=" * (-len(place) % 4)))
    return last


def _seal(request: HttpRequest, place: str) -> str:
    """Binds a place to its list (path and filters) and to this server: what comes back is what was given."""
    said = json.dumps([request.path, _filters(request), place])
    return salted_hmac("trueup.web.api.cursor", said, algorithm="sha256").hexdigest()[:24]


def _filters(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that was asked but for the page."""
    lists = request.GET.lists()
    return [(name, value) for name, values in lists if name not in ("cursor", "limit") for value in values]
