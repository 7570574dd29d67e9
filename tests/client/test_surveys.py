"""Surveys through the client: ask, answer by a link, read the rates and the answers."""

from __future__ import annotations

import httpx
import pytest
from django.core.wsgi import get_wsgi_application

import trueup
from tests.web.conftest import member
from tests.web.surveys.conftest import SURVEY, Respondent, acting, book, book_of, today
from trueup.client import Client, NotAccepted, NotThere
from trueup.web.parties.access import SCOPES_OF
from trueup.web.parties.actions import make_token
from trueup.web.surveys.models import Fielding
from trueup.web.surveys.tasks import land_answers

__all__ = ["acting", "book", "book_of", "member", "today"]


@pytest.fixture
def connect(book, acting):
    def make(party: str) -> Client:
        token = make_token(acting(party), "client", SCOPES_OF["owner"]).text
        http = httpx.Client(transport=httpx.WSGITransport(app=get_wsgi_application()))
        return trueup.connect("http://testserver", token, http=http)

    return make


def test_a_wave_by_a_program(connect):
    client = connect("harbour")
    assert [row.id for row in client.surveys()] == ["panel"]
    rows = [{"person": str(number), "region": "north"} for number in range(4)]
    asked = client.invite(*SURVEY, "now", rows, by="links").asked
    assert client.invite(*SURVEY, "now", rows[:1], by="links").not_asked[0].why == "is asked in this wave already"
    with pytest.raises(NotAccepted):
        list(client.answers(*SURVEY, "now"))
    for each in asked[:3]:
        Respondent(str(each.link)).whole()
    land_answers.func(Fielding.objects.get().pk)
    found = list(client.answers(*SURVEY, "now"))
    assert len(found) == 36
    assert found[0].keys == {"region": "north"}
    assert len(client.survey_links(*SURVEY, "now", 2).asked) == 2
    assert client.wave(*SURVEY, "now").rates.response == 0.5
    with pytest.raises(NotAccepted):
        client.remind(*SURVEY, "now")
    assert client.close_wave(*SURVEY, "now").state == "closed"
    with pytest.raises(NotThere):
        connect("acme").wave(*SURVEY, "now")
