"""Horizons through the client, against the server itself."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from django.core.wsgi import get_wsgi_application
from django.utils import timezone

import trueup
from trueup.client import NotAccepted, NotThere
from trueup.web.parties.access import SCOPES_OF
from trueup.web.parties.actions import make_token

pytestmark = pytest.mark.django_db
WHERE = ("mill", "saw-people")


def test_a_ladder_by_a_program(personas: dict[str, Any], one_connection: None) -> None:
    token = make_token(personas["mill owner"], "client", SCOPES_OF["owner"]).text
    http = httpx.Client(transport=httpx.WSGITransport(app=get_wsgi_application()))
    client = trueup.connect("http://testserver", token, http=http)
    (row,) = client.ladders()
    found = client.ladder(*WHERE)
    assert found.result is not None
    assert (row.id, row.frontier, row.next) == ("saw-people", found.result.frontier, "technology_organisation")
    assert client.ladder_history(*WHERE).lapses == found.result.lapses
    assert client.ladder_proposals(*WHERE).yaml == ""
    day = timezone.now().date().isoformat()
    said = [{"criterion": "again", "value": 3, "answered_on": day}]
    taken = client.answer_criteria(*WHERE, said, key="again-by-client")
    assert taken.landed is not None
    assert client.answer_criteria(*WHERE, said, key="again-by-client").landed == taken.landed
    assert client.answer_criteria(*WHERE, [said[0] | {"criterion": "pulse"}]).held == 1
    last = {row.criterion: (row.value, row.held) for row in client.last_answers(*WHERE)}
    assert (last["again"], last["pulse"]) == ((3, False), (3, True))
    spent = [{"horizon": "corporation", "spent_on": day, "hours": 2}]
    assert client.write_down_effort(*WHERE, spent).rows == 1
    with pytest.raises(NotAccepted):
        client.answer_criteria(*WHERE, [said[0] | {"value": 9}])
    with pytest.raises(NotThere):
        client.ladder("mill", "no-such")
