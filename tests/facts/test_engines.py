"""The same question on every engine has the same answer, whatever lies in the lake and whatever in the log."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
import pyarrow as pa
import pytest

from tests.facts.build import actuals, at, count, observation, observations
from tests.facts.test_door import GOOD, _one
from trueup.facts import TABLES, FactStore
from trueup.vocabulary import EngineError

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.engine


def _where(store: FactStore, place: str) -> None:
    if place != "log":
        store.drain()


@pytest.mark.parametrize("place", ["log", "lake"])
def test_every_table_keeps_its_types(book: Path, engine_url: str, place: str) -> None:
    with FactStore.open(book, engine=engine_url) as store:
        rows = {table: _one(table, **row) for table, row in GOOD.items()}
        store.append({**rows, "observations": observations(observation())}, key="a", source="s")
        _where(store, place)
        with store.snapshot() as snapshot:
            for name in TABLES:
                for frame in (snapshot.frame(name), snapshot.latest(name)):
                    found = snapshot.collect(frame)
                    assert found.num_rows == 1
                    assert _plain(found.schema) == _plain(snapshot.schema(name))


def _plain(schema: pa.Schema) -> pa.Schema:
    return pa.schema([field.with_nullable(True) for field in schema])


def _history(store: FactStore, place: str) -> None:
    """Ten days, corrections, a withdrawal, and news that arrives late; the last stay in the log for "both"."""
    first = [observation(day=day, actual=float(day), provider="p" if day % 2 else None) for day in range(1, 11)]
    store.append({"observations": observations(*first)}, key="a", source="s", recorded_at=at(1))
    _where(store, place)
    second = [observation(day=2, actual=20.0), observation(day=3, actual=None, provider="p")]
    store.append({"observations": observations(*second)}, key="b", source="s", recorded_at=at(5))
    late = observations(observation(day=2, actual=15.0), observation(day=4, actual=40.0))
    store.append({"observations": late}, key="c", source="s", recorded_at=at(3))
    if place == "lake":
        store.drain()


@pytest.mark.parametrize("place", ["log", "lake", "both"])
def test_latest_known_as_of_any_moment(book: Path, engine_url: str, place: str) -> None:
    plain = {("k", day): float(day) for day in range(1, 11)}
    third = {**plain, ("k", 2): 15.0, ("k", 4): 40.0}
    corrected = {**third, ("k", 2): 20.0, ("k", 3): None}
    with FactStore.open(book, engine=engine_url) as store:
        _history(store, place)
        expected = {None: corrected, at(5): corrected, at(4): third, at(2): plain, at(1): plain}
        for known_at, answer in expected.items():
            with store.snapshot(known_at) as snapshot:
                assert actuals(snapshot) == answer
        with store.snapshot(dt.datetime(2025, 12, 31, tzinfo=dt.UTC)) as snapshot:
            assert actuals(snapshot) == {}


@pytest.mark.parametrize("kept", [True, False])
def test_kept_and_computed_latest_agree(book: Path, engine_url: str, kept: bool) -> None:
    with FactStore.open(book, engine=engine_url) as store:
        _history(store, "both")
        if not kept:
            store._keeper.layers.clear()
        with store.snapshot() as snapshot:
            assert (snapshot.cells() is not None) == kept
            assert actuals(snapshot)["k", 2] == 20.0


@pytest.mark.parametrize("kept", [True, False])
def test_what_is_left_out_beforehand_changes_no_row_that_stays(book: Path, engine_url: str, kept: bool) -> None:
    other = observations(observation(kpi="o'k", day=1, actual=7.0), observation(kpi="o'k", day=2, actual=8.0))
    correction = observations(observation(kpi="o'k", day=2, actual=9.0))
    with FactStore.open(book, engine=engine_url) as store:
        _history(store, "both")
        store.append({"observations": other}, key="other", source="s", recorded_at=at(3))
        store.append({"observations": correction}, key="correction", source="s", recorded_at=at(5))
        if not kept:
            store._keeper.layers.clear()
        for known_at in (None, at(4)):
            with store.snapshot(known_at) as snapshot:
                frame = snapshot.latest("observations", only={"kpi": ["o'k"], "no key column": ["x"]})
                rows = snapshot.collect(frame.filter(nw.col("kpi") == "o'k")).to_pylist()
            assert sorted(row["actual"] for row in rows) == [7.0, 9.0 if known_at is None else 8.0]


@pytest.mark.parametrize("place", ["log", "lake", "both"])
def test_a_narwhals_question(book: Path, engine_url: str, place: str) -> None:
    with FactStore.open(book, engine=engine_url) as store:
        _history(store, place)
        with store.snapshot() as snapshot:
            question = (
                snapshot.latest("observations")
                .filter(nw.col("period_start") > dt.date(2025, 1, 1))
                .group_by("provider")
                .agg(nw.col("actual").sum().alias("total"), nw.len().alias("rows"))
            )
            rows = snapshot.collect(question).to_pylist()
    totals = {row["provider"]: (row["total"], row["rows"]) for row in rows}
    assert totals == {None: (20.0 + 40 + 6 + 8 + 10, 5), "p": (5.0 + 7 + 9, 4)}


def _land(store: FactStore, place: str) -> None:
    first = pa.table(
        {
            "id": [1, 2],
            "paid": pa.array([Decimal("1.50"), None], pa.decimal128(9, 2)),
            "at": pa.array([at(1), at(2)], pa.timestamp("us", tz="UTC")),
            "we'ird `name\" ü": ["x", None],
        }
    )
    store.land("claims", first, row_key=["id"], key="a", source="s")
    _where(store, place)
    store.land("claims", pa.table({"id": [2, 3], "by": ["y", "z"]}), row_key=["id"], key="b", source="s")
    if place == "lake":
        store.drain()


@pytest.mark.parametrize("place", ["log", "lake", "both"])
def test_raw_tables_grow(book: Path, engine_url: str, place: str) -> None:
    with FactStore.open(book, engine=engine_url) as store:
        _land(store, place)
        with store.snapshot() as snapshot:
            assert count(snapshot, "raw_claims") == 4
            rows = snapshot.collect(snapshot.latest("raw_claims")).to_pylist()
    found = {row["id"]: (row["paid"], row["by"], row["we'ird `name\" ü"]) for row in rows}
    assert found == {1: (Decimal("1.50"), None, "x"), 2: (None, "y", None), 3: (None, "z", None)}


def test_snapshots_in_threads(book: Path, engine_url: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with FactStore.open(book, engine=engine_url) as store:
        _history(store, "both")

        def look(_: int) -> Any:
            with store.snapshot() as snapshot:
                return actuals(snapshot)["k", 2]

        with ThreadPoolExecutor(4) as pool:
            assert set(pool.map(look, range(12))) == {20.0}


def test_an_engine_that_does_not_answer_says_so(book: Path) -> None:
    with pytest.raises(EngineError, match="no Spark Connect server answers"):
        FactStore.open(book, engine="sc://127.0.0.1:1")


def test_an_engine_that_is_not_installed_names_the_extra(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyspark.sql.connect.session", None)
    with pytest.raises(EngineError, match=r"trueup\[spark\]"):
        FactStore.open(book, engine="sc://127.0.0.1:1")


def test_an_unknown_engine_is_refused(book: Path) -> None:
    with pytest.raises(EngineError, match="no engine is called 'duck'"):
        FactStore.open(book, engine="duck")


def test_zoned_times_as_the_clocks_of_a_place_show_them(book: Path, engine_url: str) -> None:
    late = dt.datetime(2026, 3, 31, 22, 30, tzinfo=dt.UTC)  # half past midnight of 1 April in Berlin
    rows = pa.table(
        {"id": [1], "closed": pa.array([late], pa.timestamp("us", tz="UTC")), "plain": [dt.datetime(2026, 3, 31, 22)]}
    )
    with FactStore.open(book, engine=engine_url) as store:
        store.land("claims", rows, row_key=("id",), key="a", source="s", recorded_at=at(1))
        with store.snapshot() as snapshot:
            local = snapshot.collect(
                snapshot.local("raw_claims", "Europe/Berlin").select("closed", "plain")
            ).to_pylist()
    assert [(row["closed"].replace(tzinfo=None), row["plain"]) for row in local] == [
        (dt.datetime(2026, 4, 1, 0, 30), dt.datetime(2026, 3, 31, 22))
    ]


@pytest.mark.parametrize("place", ["log", "lake"])
def test_a_key_of_a_json_column_as_text(book: Path, engine_url: str, place: str) -> None:
    texts = ['{"a.b/c:d": "x \\"y\\" ü", "n": 3}', '{"a.b/c:d": null}', '{"n": "q"}', None]
    rows = [{**GOOD["responses"], "respondent": str(i), "segment_keys": text} for i, text in enumerate(texts)]
    pick = {"odd": ("segment_keys", "a.b/c:d"), "plain": ("segment_keys", "n")}
    with FactStore.open(book, engine=engine_url) as store:
        for i, row in enumerate(rows):
            store.append({"responses": _one("responses", **row)}, key=str(i), source="s")
        _where(store, place)
        with store.snapshot() as snapshot:
            found = snapshot.collect(snapshot.latest("responses", pick=pick)).sort_by("respondent")
    assert found["odd"].to_pylist() == ['x "y" ü', None, None, None]
    assert found["plain"].to_pylist() == ["3", None, "q", None]
