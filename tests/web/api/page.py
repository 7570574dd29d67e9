"""The list of operations on the page of the API: `python -m tests.web.api.page` writes it anew."""

from __future__ import annotations

import os
from typing import Any

from tests.conftest import ROOT
from tests.pages import rewritten

PAGE = ROOT / "docs" / "reference" / "api.md"


def operations(openapi: dict[str, Any]) -> str:
    """A table a tag."""
    rows: dict[str, list[str]] = {}
    for path, methods in openapi["paths"].items():
        for method, found in methods.items():
            scope = found.get("x-scope", "read" if method == "get" else "write")
            short = path.removeprefix("/api/v1")
            row = f"| `{method.upper()} {short}` | {found['summary']} | {scope} |"
            rows.setdefault(found["tags"][0], []).append(row)
    chapters = [
        "\n".join([f"### {tag.capitalize()}\n", "| Operation | Does | Scope |", "|---|---|---|", *lines, ""])
        for tag, lines in sorted(rows.items())
    ]
    return "\n".join(chapters)


def written() -> str:
    """The page as it should be."""
    from trueup.web.api.urls import api

    made = operations(api.get_openapi_schema(path_prefix="/api/v1/"))
    return rewritten(PAGE.read_text(encoding="utf-8"), made)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.web.settings")
    django.setup()
    PAGE.write_text(written(), encoding="utf-8")
