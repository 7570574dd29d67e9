"""The one door to the money side: agreements, promises and actuals as of a moment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.value.attribution.contract import documents, observations, opened, series
from trueup.scorecard.value_slices import beside
from trueup.scorecard.values import Values
from trueup.vocabulary import Grade, Slice, UnknownName


@pytest.fixture(scope="module")
def values(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Values]:
    """The outcome contract as of September."""
    folder = tmp_path_factory.mktemp("values")
    rows = observations(series(effect=-3, everywhere=0))
    with opened(folder, documents(None), rows) as book, book.values("2026-09-01") as found:
        yield found


def test_the_only_agreement_needs_no_name(values: Values) -> None:
    assert values.known == ("claims",)
    assert values.named(None) == values.agreement(None).id == "claims"
    with pytest.raises(UnknownName, match="claim"):
        values.named("claim")


def test_an_objective_is_found_by_its_name(values: Values) -> None:
    assert values.promise(None, "cycle-time").title == "Claim cycle time"
    with pytest.raises(UnknownName, match=r"there are: cycle-time|did you mean"):
        values.promise(None, "cycle")


def test_a_series_is_read_once_and_at_the_grade_asked_for(values: Values) -> None:
    promise = values.promise(None, "cycle-time")
    assert len(values.series_of(promise)) == 32
    assert len(values.series_of(promise, grade=Grade.attested)) == 0
    assert values.series("cycle", Slice(segment="south")) is values.series("cycle", Slice(segment="south"))


def test_it_judges_as_the_scorecard_does(values: Values) -> None:
    judged = values.judged(None)
    assert (judged.verdict, judged.value.status) == ("succeeded", "created")
    assert values.judged("claims") is judged
    assert values.rules.currency == "EUR"


def test_what_stands_beside_a_slice_differs_in_what_it_fixes(values: Values) -> None:
    found = beside(values.snapshot, values.kpis["cycle"], Slice(segment="north"))
    assert [each.segment for each in found] == ["coast", "east", "hills", "lakes", "south", "west"]
    assert beside(values.snapshot, values.kpis["cycle"], Slice()) == ()
