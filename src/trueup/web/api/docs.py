"""The page that describes the API: plain, offline, made from the OpenAPI description."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

from trueup.web.api.problems import KINDS
from trueup.web.api.schema import METHODS


class Page(DocsBase):
    """Every operation with what it takes and answers, and every kind of problem."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """The page."""
        made = api.get_openapi_schema()
        return render(
            request,
            "api/docs.html",
            {
                "info": made["info"],
                "operations": [
                    _operation(path, method, found[method])
                    for path, found in made["paths"].items()
                    for method in METHODS
                    if method in found
                ],
                "schemas": [_schema(name, found) for name, found in sorted(made["components"]["schemas"].items())],
                "problems": [(status, slug, title) for status, (slug, title) in KINDS.items()],
            },
        )


def _operation(path: str, method: str, found: dict[str, Any]) -> dict[str, Any]:
    return {
        "method": method.upper(),
        "path": path,
        "scope": found.get("x-scope", ""),
        "summary": found["summary"],
        "description": found.get("description", ""),
        "parameters": found["parameters"],
        "body": [(kind, _name(each.get("schema", {}))) for kind, each in _content(found.get("requestBody"))],
        "answers": [
            (status, each["description"], [_name(part.get("schema", {})) for _, part in _content(each)])
            for status, each in found["responses"].items()
            if "description" in each
        ],
    }


def _content(part: dict[str, Any] | None) -> list[tuple[str, dict[str, Any]]]:
    return list((part or {}).get("content", {}).items())


def _schema(name: str, found: dict[str, Any]) -> dict[str, Any]:
    needed = found.get("required", [])
    fields = [
        (field, _name(made), field in needed, made.get("description", ""))
        for field, made in found.get("properties", {}).items()
    ]
    return {"name": name, "description": found.get("description", ""), "fields": fields}


def _name(schema: dict[str, Any]) -> str:
    """What a schema is, in a word or two."""
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in schema:
        return " or ".join(_name(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_name(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "anything")
