"""Schemathesis asks every operation what it can think of: no 5xx, no answer that the description does not have."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.web.api.conftest import Program
from trueup.web.api.throttle import MemberRate
from trueup.web.api.urls import api
from trueup.web.parties.access import Actor

ROOT = "/api/v1/"
described = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema(path_prefix=ROOT))))
described.app = get_wsgi_application()


def test_the_description_is_served_as_openapi_3_1(client: Client):
    """To anybody: it tells what there is to ask, not what is in it."""
    served = client.get(ROOT + "openapi.json").json()
    assert served["openapi"].startswith("3.1.")
    assert served == described.raw_schema


@described.parametrize()
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
def test_every_answer_is_described(
    case: schemathesis.Case,
    personas: dict[str, Actor | None],
    program: Callable[..., Program],
    monkeypatch: pytest.MonkeyPatch,
):
    """As the customer's owner; what an example did is undone, so that each finds the same world.

    A body may fit its schema and contradict the book: that schema-valid requests get 422 is no finding here.
    """
    monkeypatch.setattr(MemberRate, "allow_request", lambda self, request: True)
    token = program(personas["customer owner"]).token
    with transaction.atomic():
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, excluded_checks=[positive_data_acceptance])
        transaction.set_rollback(True)
