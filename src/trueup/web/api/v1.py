"""Version 1 of the API: the routers of every folder, under one set of rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.views.decorators.http import conditional_page
from ninja import Router
from ninja.operation import Operation
from ninja.renderers import BaseRenderer
from pydantic_core import to_json

from trueup.web.api import again, errors, idempotency
from trueup.web.api.auth import BearerToken, SessionSeat
from trueup.web.api.docs import Page
from trueup.web.api.level import LEVEL
from trueup.web.api.parser import JsonParser
from trueup.web.api.schema import Api
from trueup.web.api.throttle import RATE, MemberRate

DESCRIPTION = """\
Everything a person can do, for programs. Errors are `application/problem+json` (RFC 9457) and nothing of a request
that gets one was done. Lists come in pages: follow `next` until it is null. Send an `Idempotency-Key` with a change,
and sending it again does nothing twice. What is missing and what is not yours to see look the same: 404."""


class Json(BaseRenderer):
    """Answers as text, written by the library that has checked them: a list of fifty agreements is 130 kB."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """JSON (RFC 8259) in UTF-8."""
        return to_json(data)


def _as_json(operation: Operation, request: HttpRequest, status: int) -> dict[str, Any]:
    """Answers are dumped as JSON, not as Python values: our types say how they are written (money, periods, slices)."""
    return {"mode": "json"}


Operation._model_dump_kwargs = _as_json  # type: ignore[assignment,method-assign]  # the library has no setting for it


def build(routers: Mapping[str, Router], namespace: str = "api-1") -> Api:
    """An API of these routers (by tag), with the rules that hold for every operation."""
    api = Api(
        title="Trueup",
        version=f"1.{LEVEL}",
        description=DESCRIPTION,
        urls_namespace=namespace,
        auth=[BearerToken(), SessionSeat()],
        throttle=[MemberRate(RATE)],
        parser=JsonParser(),
        renderer=Json(),
        docs=Page(),
    )
    errors.register(api)
    api.add_exception_handler(idempotency.AlreadyDone, idempotency.replayed)
    for tag, router in routers.items():
        api.add_router("", router, tags=[tag])
    api.add_decorator(idempotency.begins, mode="operation")
    api.add_decorator(again.gives, mode="operation")
    api.add_decorator(idempotency.once, mode="view")
    api.add_decorator(again.keeps, mode="view")
    api.add_decorator(conditional_page, mode="view")
    return api
