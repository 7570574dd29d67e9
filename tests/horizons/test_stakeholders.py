"""The document: what it holds, and what it says where it says nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from tests.horizons.made import stakeholders
from trueup.agreements.documents import Agreement
from trueup.horizons.stakeholders import HORIZONS, Criterion, Person, Sides, Stakeholders, number
from trueup.vocabulary import InputError


def agreement(**keys: Any) -> Agreement:
    said = {"id": "saw", "title": "Saw", "customer": "mill", "providers": ["acme"], "effective": "2026-01-01"} | keys
    return Agreement.model_validate(said)


def test_the_five_in_order() -> None:
    assert [number(horizon) for horizon in HORIZONS] == [1, 2, 3, 4, 5]
    assert HORIZONS[0] == "corporation"
    assert HORIZONS[4] == "individuals"


def test_a_level_says_its_own_threshold_and_cadence_or_takes_the_documents() -> None:
    found = stakeholders(threshold=0.6, cadence="30d", corporation={"threshold": 0.9, "cadence": "10d"})
    first, second = found.levels[0], found.levels[1]
    assert (found.threshold_of(first), found.threshold_of(second)) == (Decimal("0.9"), Decimal("0.6"))
    assert found.cadence_of(first, first.criteria[0]) == 10
    assert found.cadence_of(second, second.criteria[0]) == 30
    assert found.cadence_of(first, first.criteria[0].model_copy(update={"cadence": 5})) == 5
    assert stakeholders().cadence_of(first, Criterion(id="x", sus=True)) == 10
    assert stakeholders().threshold_of(second) == Decimal("0.7")
    assert stakeholders().cadence_of(second, Criterion(id="x", sus=True)) == 90


def test_what_a_criterion_is_bound_to() -> None:
    question = Criterion.model_validate({"id": "a", "answers": "Is it quick?", "scale": [1, 5], "people": 5})
    assert (question.kind, question.fewest, question.measured, question.name) == ("answers", 5, False, "Is it quick?")
    person = Criterion.model_validate({"id": "a", "people": True})
    assert (person.kind, person.fewest, person.name) == ("people", 1, "a")
    assert Criterion(id="a", objective="x").measured
    assert Criterion(id="a", sus=True, confidential=True).fewest == 5
    for wrong in (Criterion(id="a"), Criterion(id="a", sus=True, hostage=True)):
        with pytest.raises(InputError):
            _ = wrong.kind


def test_sides_come_from_the_document_or_its_agreement() -> None:
    found = stakeholders().sides(agreement(observer="assay"))
    assert found == Sides("mill", ("acme",), "assay")
    assert [found.side(party) for party in ("mill", "acme", "assay", "sint")] == [
        "customer", "provider", "observer", None
    ]  # fmt: skip
    alone = stakeholders(agreement=None, customer="mill", providers=["acme", "sint"], observer="assay")
    assert alone.sides(None) == Sides("mill", ("acme", "sint"), "assay")
    with pytest.raises(InputError, match="name no customer"):
        stakeholders().sides(None)


@pytest.mark.parametrize("key", ["win", "wins", "wants", "motive"])
@pytest.mark.parametrize("model", [Person, Criterion, Stakeholders])
def test_a_win_stands_in_no_document(model: Any, key: str) -> None:
    with pytest.raises(ValidationError, match="not permitted"):
        model.model_validate({"id": "x", "party": "mill", "kind": "stakeholders", key: "a seat on the board"})
    assert "seal it to your own party" in model.REFUSED[key]


def test_a_digest_does_not_change_with_what_is_left_out() -> None:
    assert stakeholders().digest == stakeholders(threshold="0.70", cadence="90d", version=1).digest
    assert stakeholders().digest != stakeholders(cadence="91d").digest
