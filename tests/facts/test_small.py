"""A small table in the log: its latest rows are those that a large one would have, and are sought once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.facts.build import at, observation, observations
from trueup.facts import FactStore, snapshot
from trueup.facts.engine import sql

LATE, LATER = {"recorded_at": at(10)}, {"recorded_at": at(20)}


@pytest.fixture
def corrected(store: FactStore) -> FactStore:
    """Of four actuals two were corrected, one of them twice and once at the same moment."""
    given = [observation(day=day, actual=float(day), recorded_at=at(5)) for day in (1, 2, 3, 4)]
    store.append({"observations": observations(*given)}, key="first", source="s")
    store.append({"observations": observations(observation(day=2, actual=20.0, **LATE))}, key="second", source="s")
    same = (observation(day=3, actual=30.0, **LATER), observation(day=2, actual=21.0, **LATE))
    store.append({"observations": observations(*same)}, key="third", source="s")
    return store


def _latest(store: FactStore, known_at: dt.datetime | None, only: dict[str, list[str]] | None = None) -> list[Any]:
    with store.snapshot(known_at) as seen:
        return [seen.collect(seen.latest("observations", only)).sort_by("seq").to_pylist() for _ in range(2)]


@pytest.mark.parametrize("known_at", [None, at(20), at(10), at(5), at(1)])
@pytest.mark.parametrize("only", [None, {"kpi": ["k"]}, {"kpi": ["another"]}])
def test_the_latest_rows_are_those_of_a_large_table(
    corrected: FactStore, monkeypatch: pytest.MonkeyPatch, known_at: dt.datetime | None, only: dict[str, list[str]]
) -> None:
    small = _latest(corrected, known_at, only)
    monkeypatch.setattr(snapshot, "SMALL", -1)
    assert small == _latest(corrected, known_at, only)


def test_of_a_correction_at_the_same_moment_the_later_row_counts(corrected: FactStore) -> None:
    rows = _latest(corrected, None)[0]
    assert {row["period_start"].day: row["actual"] for row in rows} == {1: 1.0, 2: 21.0, 3: 30.0, 4: 4.0}


def test_what_is_corrected_is_sought_once(corrected: FactStore, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, superseded = [], sql.superseded

    def counted(*given: Any) -> str:
        asked.append(given)
        return superseded(*given)

    monkeypatch.setattr(sql, "superseded", counted)
    assert len(_latest(corrected, None)) == 2
    assert len(asked) == 1


def test_a_table_in_the_lake_is_not_small(corrected: FactStore, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _latest(corrected, None)
    corrected.drain()
    monkeypatch.setattr(sql, "superseded", None)
    assert _latest(corrected, None) == before
