"""The Value tab of an agreement: for those who have a part in it, from what was promised to what is proved."""

from __future__ import annotations

import json

import pytest

from tests.web.seated import MOST, asked, text

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
    assert len(charts) == page.count("data-chart=") == page.count('class="numbers"') >= 1


def test_it_shows_the_grade_that_is_asked_for(judged, sign_in):
    client = sign_in("northwind")
    assert text(client.get(PAGE)) != text(client.get(f"{PAGE}?grade=attested"))
    assert client.get(f"{PAGE}?grade=rumour").status_code == 422


def test_it_asks_few_questions(judged, sign_in):
    assert asked(sign_in("northwind"), PAGE)[1] <= MOST
    assert asked(sign_in("assay"), PAGE)[1] <= MOST
