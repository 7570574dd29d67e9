"""One agreement alone is judged as it is in the scorecard of its book."""

from __future__ import annotations

from pathlib import Path

import pytest

from trueup.bundle.recompute import differences
from trueup.scorecard.assess import assess_one
from trueup.scorecard.opened import open_book
from trueup.vocabulary import Grade, UnknownName


@pytest.mark.parametrize("grade", list(Grade))
def test_it_is_the_same_answer(northwind: Path, grade: Grade):
    with open_book(northwind) as opened:
        card, moment = opened.assess("2026-10-01", at_grade=grade), opened.moment("2026-10-01")
        assert len(card.agreements) > 5
        with opened.store.snapshot() as snapshot:
            for whole in card.agreements:
                alone = assess_one(opened.book, snapshot, moment, whole.id, grade=grade)
                assert differences(alone.model_dump_json(), whole.model_dump_json()) == []


def test_an_agreement_that_is_not_there_is_an_error(northwind: Path):
    missing = pytest.raises(UnknownName, match="did you mean 'portal'")
    with open_book(northwind) as opened, opened.store.snapshot() as snapshot, missing:
        assess_one(opened.book, snapshot, opened.moment("2026-10-01"), "portals")
