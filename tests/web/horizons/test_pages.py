"""The pages of horizons: the ladder with its gate, what each level rests on, and what both sides see of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.web.horizons.mill import PAGE, REST
from tests.web.seated import MOST, asked, text
from trueup.web.horizons.computing import compute
from trueup.web.horizons.models import Scored

pytestmark = pytest.mark.django_db
Browse = Callable[[str], Client]


def test_the_ladder_its_gate_and_what_comes_next(browse: Browse) -> None:
    client = browse("mill owner")
    answer, questions = asked(client, PAGE)
    page = text(answer)
    assert questions <= MOST
    result = json.loads(client.get(REST).content)["result"]
    assert (result["frontier"], result["next"]) == (2, "technology_organisation")
    assert result["failing"] == ["technology_organisation"]
    assert [f'id="{level["horizon"]}"' in page for level in result["levels"]] == [True] * 5
    ladder = page[page.index('<ol class="ladder"') : page.index("</ol>")]
    rungs = re.findall(r'<li class="(gate|rung)[^"]*"(?: value="(\d)")?', ladder)
    assert rungs == [("rung", "5"), ("rung", "4"), ("rung", "3"), ("gate", ""), ("rung", "2"), ("rung", "1")]
    assert "The gate: 2 levels hold in order." in ladder
    assert ladder.count("work here next") == 1
    assert ladder.index("work here next") > ladder.index('value="3"')
    assert "effort out of order" in ladder
    assert f"{result['headline']['value']:.2f}" in page
    mean = sum(level["score"]["value"] for level in result["levels"]) / 5
    assert result["headline"]["value"] == min(level["score"]["value"] for level in result["levels"]) < mean


def test_the_providers_own_figure_stands_beside_and_decides_nothing(browse: Browse) -> None:
    page = text(browse("sawyer viewer").get(PAGE))
    hostage = page[page.index('id="hostage"') :]
    assert "Sawyer Systems says of itself <b>1.00</b>" in hostage
    assert "it decides nothing" in hostage
    assert "the customer says so" in hostage
    assert "/answer/" not in page, "a viewer answers nothing"


def test_a_list_and_files_for_all_who_have_a_part(browse: Browse, personas: dict[str, Any]) -> None:
    for name in ("mill viewer", "sawyer viewer", "audit viewer"):
        client = browse(name)
        assert "Who lives with the saw" in text(client.get("/horizons"))
        assert client.get(PAGE).status_code == 200
    for name in ("carter owner", "stranger"):
        client = browse(name)
        assert "Who lives with the saw" not in text(client.get("/horizons"))
        assert "Nobody keeps the horizons" in text(client.get("/horizons"))
        for address in (PAGE, f"{PAGE}/criteria.csv", REST, f"{REST}/history"):
            assert client.get(address).status_code == 404
        assert json.loads(client.get("/api/v1/horizons").content)["items"] == []
    client = browse("audit viewer")
    for what, said in (("criteria", "hostage"), ("history", "individuals"), ("lapses", "lapsed_on")):
        assert said in client.get(f"{PAGE}/{what}.csv").content.decode()
        assert client.get(f"{PAGE}/{what}.parquet").content[:4] == b"PAR1"
    assert client.get(f"{PAGE}/no-such.csv").status_code == 404
    assert "saw-people" in client.get("/horizons.csv").content.decode()


def test_what_stands_is_not_scored_again_and_what_cannot_be_says_why(personas: dict[str, Any], browse: Browse) -> None:
    assert compute("mill") == 0
    Scored.objects.update(ladder="", problem="no level has a criterion", basis="of before")
    page = text(browse("mill owner").get(PAGE))
    assert "No level has a criterion." in page
    assert "New figures are on their way" in page
    assert compute("mill") == 1
    Scored.objects.all().delete()
    assert "It is not scored yet." in text(browse("mill owner").get(PAGE))
    assert json.loads(browse("mill owner").get(REST).content)["state"] == "under_way"
