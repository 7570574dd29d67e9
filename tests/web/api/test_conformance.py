"""Schemathesis asks every operation what it can think of: no 5xx, no answer that the description does not have."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.api.described import OPENAPI, ROOT
from tests.web.api.world import World, world  # noqa: F401 - a fixture
from trueup.web.api.throttle import MemberRate

pytestmark = pytest.mark.usefixtures("one_connection")


def description() -> BaseSchema:
    """What the server says of itself, asked without a network."""
    made = schemathesis.openapi.from_dict(OPENAPI)
    made.app = get_wsgi_application()
    return made


described, drawn = description(), description()
drawn.config.phases.coverage.enabled = False
HOME = {
    "book": ["northwind"],
    "kind": ["agreement", "kpi", "book", "source"],
    "id": ["contact-centre", "claims-platform", "claims-cycle-time", "northwind", "claims"],
    "number": [1, 2],
    "seat": ["northwind", "brandt", "acme"],
}
"""What the example has, for the parameters of a path."""
FEW = 3 if settings().derandomize else 1
"""In CI the same examples are drawn each time: a third of them, for others are only drawn at a desk."""
OF_THINGS = r"\{(book|kind|id|number|seat)\}"


def test_the_description_is_served_as_openapi_3_1(client: Client):
    """To anybody: it tells what there is to ask, not what is in it."""
    served = client.get(ROOT + "openapi.json").json()
    assert served["openapi"].startswith("3.1.")
    assert served == described.raw_schema


@pytest.fixture
def headers(world: World, db: None, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:  # noqa: F811
    """Those of the customer's owner, who may ask as often as there are examples."""
    monkeypatch.setattr(MemberRate, "allow_request", lambda self, request: True)
    return {"Authorization": f"Bearer {world.program('customer owner').token}"}


@described.exclude(path_regex=OF_THINGS).parametrize()
@settings(max_examples=10 // FEW, suppress_health_check=list(HealthCheck))
def test_every_answer_is_described(case: schemathesis.Case, headers: dict[str, str]):
    """Drawn at random, and every limit of every parameter and body in turn."""
    ask(case, headers)


@drawn.include(path_regex=OF_THINGS).parametrize()
@settings(max_examples=3 // FEW, suppress_health_check=list(HealthCheck))
def test_every_answer_about_what_is_not_there_is_described(case: schemathesis.Case, headers: dict[str, str]):
    """Drawn at random, a few: every limit in turn is tried on the things that are there, where more than 404 follows.

    That what is not there looks like what is not yours, test_rights says of each operation.
    """
    ask(case, headers)


def ask(case: schemathesis.Case, headers: dict[str, str]) -> None:
    """What an example did is undone, so that each finds the same world.

    A body may fit its schema and contradict the book: that schema-valid requests get 422 is no finding here.
    """
    with transaction.atomic():
        response = case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])
        assert response.status_code != 401 or "Authorization" in (case.headers or {}), "the token was let in"
        transaction.set_rollback(True)


AT_HOME = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@described.include(path_regex=OF_THINGS).parametrize()
@settings(max_examples=6 // FEW, suppress_health_check=list(HealthCheck))
def test_every_answer_about_the_example_is_described(case: schemathesis.Case, headers: dict[str, str]):
    """The same about things that are there: without these, almost every answer would be 404.

    Every limit in turn, on the few things there are (`HOME`); what is drawn besides tries their combinations.
    """
    for name, known in HOME.items():
        if name in (case.path_parameters or {}):
            given = str(case.path_parameters[name])
            case.path_parameters[name] = known[sum(map(ord, given)) % len(known)]
    with transaction.atomic():
        response = case.call_and_validate(headers=headers, checks=AT_HOME)
        assert response.status_code != 401
        transaction.set_rollback(True)
