"""The corrected rows that are kept, against a search through everything."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.facts.build import at
from tests.facts.test_door import GOOD, _one
from trueup.facts import FactStore

if TYPE_CHECKING:
    import datetime as dt

    from trueup.facts import Snapshot

Answer = tuple[str, int]


def _rows(who: str, importance: int) -> dict[str, Any]:
    return {**GOOD["responses"], "respondent": who, "importance": importance}


def _told(store: FactStore, key: str, who: str, importance: int, day: int) -> None:
    store.append({"responses": _one("responses", **_rows(who, importance))}, key=key, source="s", recorded_at=at(day))


def _latest(snapshot: Snapshot) -> dict[str, int]:
    rows = snapshot.collect(snapshot.latest("responses")).to_pylist()
    found = {row["respondent"]: row["importance"] for row in rows}
    assert len(found) == len(rows)
    return found


def _searched(snapshot: Snapshot) -> dict[str, int]:
    rows = snapshot.collect(snapshot.frame("responses")).to_pylist()
    ordered = sorted(rows, key=lambda row: (row["recorded_at"], row["seq"]))
    return {row["respondent"]: row["importance"] for row in ordered}


@settings(max_examples=12)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 10), st.integers(1, 5), st.booleans()), max_size=7))
def test_kept_and_searched_agree_after_every_batch(history: list[tuple[str, int, int, bool]]) -> None:
    """Whatever is corrected, whatever arrives late, wherever it lies, and whenever it is asked for."""
    with tempfile.TemporaryDirectory() as folder, FactStore.open(Path(folder)) as store:
        for number, (who, importance, day, drained) in enumerate(history):
            _told(store, str(number), who, importance, day)
            if drained:
                store.drain()
            for known_at in (None, at(3)):
                with store.snapshot(known_at) as snapshot:
                    assert _latest(snapshot) == _searched(snapshot)


@pytest.fixture
def corrected(store: FactStore) -> FactStore:
    """One answer, corrected once, in the lake; what is corrected has been asked for and is kept."""
    for number, (importance, day) in enumerate(((1, 1), (2, 2))):
        _told(store, str(number), "a", importance, day)
    store.drain()
    with store.snapshot() as snapshot:
        assert _latest(snapshot) == {"a": 2}
    return store


def _kept(store: FactStore) -> list[str]:
    return sorted(path.name for path in (store.root / "derived" / "corrected").glob("*.parquet"))


def test_what_is_kept_is_used_as_long_as_nothing_comes(corrected: FactStore, monkeypatch: pytest.MonkeyPatch) -> None:
    (name,) = _kept(corrected)
    monkeypatch.setattr("trueup.facts.derived.corrected._searched", None)
    with corrected.snapshot() as snapshot:
        assert _latest(snapshot) == {"a": 2}
    assert _kept(corrected) == [name]


def test_what_comes_is_searched_for_and_kept_in_place_of_what_was(corrected: FactStore) -> None:
    (before,) = _kept(corrected)
    _told(corrected, "late", "a", 9, 3)
    _told(corrected, "other", "b", 4, 1)
    with corrected.snapshot() as snapshot:
        assert _latest(snapshot) == {"a": 9, "b": 4}
    (after,) = _kept(corrected)
    assert after != before


def test_an_erased_correction_corrects_nothing_any_more(corrected: FactStore) -> None:
    _told(corrected, "x", "a", 7, 3)
    with corrected.snapshot() as snapshot:
        assert _latest(snapshot) == {"a": 7}
    assert corrected.erase("responses", "importance", ["7"], key="e", reason="request 17") == 1
    with corrected.snapshot() as snapshot:
        assert _latest(snapshot) == {"a": 2}


def test_an_older_state_does_not_take_the_place_of_a_later_one(corrected: FactStore, book: Path) -> None:
    with corrected.snapshot() as old:
        _told(corrected, "x", "a", 7, 3)
        with corrected.snapshot() as new:
            assert _latest(new) == {"a": 7}
        later = _kept(corrected)
        assert _latest(old) == {"a": 2}
    assert _kept(corrected) == later


def test_at_an_earlier_moment_a_later_correction_is_not_known(corrected: FactStore) -> None:
    moment: dt.datetime = at(1)
    with corrected.snapshot(moment) as snapshot:
        assert _latest(snapshot) == {"a": 1}
