"""How bodies are read: JSON, said to be JSON, and text that every database keeps."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

from trueup.web.api.errors import UnsupportedMediaType


class JsonParser(Parser):
    """Reads JSON bodies. Raises UnsupportedMediaType, and ValueError for what is not JSON."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The value in the body."""
        if request.content_type != "application/json":
            raise UnsupportedMediaType(
                f"the body is {request.content_type or 'of no stated type'}", do="send JSON as application/json"
            )
        value = json.loads(request.body, parse_constant=_no_number)
        if b"\\u" in request.body:
            _keepable(value)
        return value


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")


def _keepable(value: Any) -> None:
    """Only escapes bring in halves of characters and NUL: neither can be stored or signed."""
    written = json.dumps(value, ensure_ascii=False)
    written.encode()
    if "\\u0000" in written.replace("\\\\", ""):
        raise ValueError("text holds a NUL character")
