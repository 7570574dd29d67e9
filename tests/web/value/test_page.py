"""The Value tab of an agreement: for those who have a part in it, from what was promised to what is proved."""

from __future__ import annotations

import json

import pytest

from tests.web.seated import MOST, asked, text
from trueup.web.value.computing import compute
from trueup.web.value.models import Told

PAGE = "/agreements/northwind/policy-issue/value"


@pytest.mark.parametrize("party", ["northwind", "sint", "assay"])
def test_its_parties_read_it(judged, sign_in, party):
    answer = sign_in(party, "viewer").get(PAGE)
    assert answer.status_code == 200
    assert all(bar in text(answer) for bar in ("Promised in all", "Realised", "cost to date", "Net, as proved"))


def test_to_others_it_does_not_exist(judged, sign_in):
    assert sign_in("acme").get(PAGE).status_code == 404


def test_it_is_a_tab_of_the_agreement(judged, sign_in):
    client = sign_in("northwind")
    tab = f'href="{PAGE}"'
    assert tab in text(client.get(PAGE.removesuffix("/value")))
    assert f'{tab} aria-current="page"' in text(client.get(PAGE))


def test_every_chart_has_its_numbers(judged, sign_in):
    page = text(sign_in("northwind").get(PAGE))
    charts = json.loads(page.split('id="charts">')[1].split("</script>")[0])["charts"]
    assert 1 <= len(charts) == page.count("data-chart=") <= page.count('class="numbers"')


def test_it_shows_the_grade_that_is_asked_for(judged, sign_in):
    client = sign_in("northwind")
    assert text(client.get(PAGE)) != text(client.get(f"{PAGE}?grade=attested"))
    assert client.get(f"{PAGE}?grade=rumour").status_code == 422


def test_it_asks_few_questions(judged, sign_in):
    assert asked(sign_in("northwind"), PAGE)[1] <= MOST
    assert asked(sign_in("assay"), PAGE)[1] <= MOST


def test_what_was_caused_is_computed_in_the_background_and_then_shown(judged, sign_in):
    client = sign_in("acme")
    page = "/agreements/northwind/claims-platform/value"
    assert "being computed in the background" in text(client.get(page))
    assert "HX-Refresh" not in client.get(f"{page}/state")
    asked_for = client.get("/api/v1/books/northwind/agreements/claims-platform/attribution").json()
    assert (asked_for["state"], asked_for["result"]) == ("under_way", None)
    assert compute("northwind") == Told.objects.count() > 1
    assert compute("northwind") == 0
    shown = text(client.get(page))
    assert "Claim cycle time" in shown
    assert client.get(f"{page}/state")["HX-Refresh"] == "true"
    said = client.get("/api/v1/books/northwind/agreements/claims-platform/attribution").json()
    assert said["state"] == "done"
    cycle = next(each for each in said["result"]["objectives"] if each["objective"] == "cycle-time")
    assert cycle["words"][0].upper() + cycle["words"][1:] in shown.replace("&#x27;", "'")
    assert client.get("/api/v1/books/northwind/agreements/policy-issue/attribution").status_code == 404
