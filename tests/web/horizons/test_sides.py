"""Who has a side in a relationship that names its parties itself, and where the gate is drawn. No database."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.horizons.made import stakeholders
from trueup.horizons.results import HorizonScore
from trueup.web.documents.relationships import named, signing
from trueup.web.horizons.drawing import Scale, rungs, scale

DOCUMENTS: Any = SimpleNamespace(agreements={}, stakeholders={})


def test_without_an_agreement_those_that_the_document_names() -> None:
    document = stakeholders(agreement=None, customer="mill", providers=["sawyer"], observer="audit")
    sides = {"mill": "customer", "sawyer": "provider", "audit": "observer"}
    assert named(DOCUMENTS, document, (*sides, "carter")) == sides
    assert signing(DOCUMENTS, document) == ["mill", "sawyer"], "an observer signs nothing"


def test_nobody_is_written_out_of_what_they_signed() -> None:
    before = stakeholders(agreement=None, customer="mill", providers=["sawyer"])
    after = stakeholders(agreement=None, customer="mill", providers=["carter"], version=2)
    standing: Any = SimpleNamespace(agreements={}, stakeholders={before.id: SimpleNamespace(latest=before)})
    assert signing(standing, after) == ["mill", "carter", "sawyer"]


@pytest.mark.parametrize("frontier", range(6))
def test_the_gate_stands_right_above_the_frontier(frontier: int) -> None:
    names = ("corporation", "business_users", "technology_organisation", "technology_team", "individuals")
    levels = [SimpleNamespace(number=n, horizon=name, score=None, threshold=0.7) for n, name in enumerate(names, 1)]
    ladder: Any = SimpleNamespace(levels=levels, frontier=frontier, next=None, warnings=())
    drawn = rungs(ladder)
    assert [rung.level.number for rung in drawn] == [5, 4, 3, 2, 1]
    assert [rung.level.number for rung in drawn if rung.gate] == ([frontier] if frontier else [])
    assert sum(rung.passed for rung in drawn) == frontier


def test_a_score_stands_where_it_is() -> None:
    found = HorizonScore(value=0.5, low=0.25, high=1.0, n=3, method="made")
    assert scale(found, 0.7) == Scale(70.0, 50.0, 25.0, 100.0)
    assert scale(found, 0.7).width == 75.0
    assert scale(None, 0.7) == Scale(70.0, None, None, None)
