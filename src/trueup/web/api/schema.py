"""The OpenAPI 3.1 description: what django-ninja knows of the operations, and every problem they may answer with."""

from __future__ import annotations

import json
import re
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.operation import Operation

from trueup.web.api.problems import KINDS, MEDIA_TYPE, Problem

METHODS = ("get", "post", "put", "patch", "delete")
_ALWAYS = (400, 401, 403, 404, 422, 429, 500, 503)
_WITH_BODY = (413, 415)
_CHANGES = (409, 413, 507)
_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[\x21-\x7e]+$"},
    "description": "sent again with the same body, the request is done once and answered as the first time",
}


class SameName(AssertionError):
    """Two schemas share a name: one would describe the other's answers."""


class Description(OpenAPISchema):
    """The description of an API. Raises SameName where two models would fight for one name."""

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        """Take models in."""
        for name, made in definitions.items():
            if self.schemas.setdefault(name, made) != made:
                raise SameName(f"two models of the API are called {name}")


class Api(NinjaAPI):
    """A NinjaAPI whose description is complete."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The folder and the function: parties_make_token."""
        folder = operation.view_func.__module__.split(".")[-2]
        return f"{folder}_{operation.view_func.__name__}"

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The description, with the problems of every operation."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        return completed(Description(self, prefix))


def completed(made: Description) -> Description:
    """Add to every operation what all of them may answer."""
    problems = Problem.model_json_schema(ref_template=REF_TEMPLATE, mode="serialization")
    for path in made["paths"].values():
        for method in METHODS:
            if method in path:
                _complete(path[method], method)
    parts = made["components"]
    parts["responses"] = {KINDS[status][0]: _response(status) for status in KINDS if status != 405}
    parts["schemas"] = _used(made) | problems.pop("$defs") | {"Problem": problems}
    return made


def _used(made: Description) -> dict[str, Any]:
    """The schemas that something refers to: the library also lists those of parameters."""
    named = set(re.findall(r"#/components/schemas/([^\"]+)", json.dumps(made)))
    return {name: schema for name, schema in made["components"]["schemas"].items() if name in named}


def _complete(operation: dict[str, Any], method: str) -> None:
    responses = operation["responses"]
    for status in _may_answer(operation, method):
        responses.setdefault(status, {"$ref": f"#/components/responses/{KINDS[status][0]}"})
    if method == "get":
        responses.setdefault(304, {"description": "As it was: If-None-Match names it"})
    else:
        operation["parameters"].append(_KEY)
    operation["responses"] = {str(status): responses[status] for status in sorted(responses, key=int)}


def _may_answer(operation: dict[str, Any], method: str) -> tuple[int, ...]:
    changes = _CHANGES if method != "get" else ()
    return _ALWAYS + changes + (_WITH_BODY if "requestBody" in operation else ())


def _response(status: int) -> dict[str, Any]:
    found: dict[str, Any] = {
        "description": KINDS[status][1],
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status == 429:
        found["headers"] = {"Retry-After": {"description": "seconds to wait", "schema": {"type": "integer"}}}
    return found
