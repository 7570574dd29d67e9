"""What is kept beside the facts says exactly what the rows say, whatever happened and in whatever order."""

from __future__ import annotations

import datetime as dt
import math
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.facts.build import at, observation, observations
from trueup.facts import FactStore
from trueup.facts.derived.cells import CELLS
from trueup.facts.derived.cells import KEY as CELL_KEY
from trueup.facts.tables import OBSERVATIONS

if TYPE_CHECKING:
    from trueup.facts import Snapshot

Row = dict[str, Any]
START = dt.date(2025, 1, 1)

# Few places and slices, so that corrections, of all ages, are common.
_periods = st.sampled_from([(0, 1), (0, 7), (3, 1), (0, 31), (28, 7), (31, 28), (0, 90)]).map(
    lambda p: {
        "period_start": START + dt.timedelta(days=p[0]),
        "period_end": START + dt.timedelta(days=p[0] + p[1]),
    }
)
# Whole numbers, so that sums are exact whatever their order.
_values = st.one_of(
    st.fixed_dictionaries(
        {
            "actual": st.integers(-50, 50).map(float),
            "n": st.sampled_from([None, 0, 1, 7]),
            "stderr": st.sampled_from([None, 2.0]),
        }
    ),
    st.just({"actual": None, "missing_reason": "not given"}),
)
_rows = st.builds(
    lambda kpi, period, slice_, values, known: {
        **observation(kpi),
        **period,
        **slice_,
        **values,
        "recorded_at": at(known),
    },
    st.sampled_from("aab"),
    _periods,
    st.sampled_from([{}, {}, {}, {"provider": "p"}, {"reported_by": "y"}]),
    _values,
    st.integers(1, 28),
)
_steps = st.lists(
    st.one_of(
        st.lists(_rows, min_size=1, max_size=6),
        st.sampled_from(["drain", "drain", "compact", "rebuild"]),
    ),
    min_size=1,
    max_size=14,
)


def _expected_latest(rows: list[Row]) -> list[Row]:
    latest: dict[tuple[Any, ...], Row] = {}
    for row in sorted(rows, key=lambda row: (row["recorded_at"], row["seq"])):
        latest[tuple(row[name] for name in OBSERVATIONS.key)] = row
    return sorted(latest.values(), key=lambda row: row["seq"])


def _month(row: Row) -> tuple[dt.date, dt.date]:
    start: dt.date = row["period_start"]
    first = start.replace(day=1)
    following = (first + dt.timedelta(days=31)).replace(day=1)
    return (first, following) if row["period_end"] <= following else (start, row["period_end"])


def _expected_cells(latest: list[Row]) -> dict[tuple[Any, ...], Row]:
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in latest:
        start, end = _month(row)
        key = {**row, "period_start": start, "period_end": end}
        groups[tuple(key[name] for name in CELL_KEY)].append(row)
    return {key: _sums(rows) for key, rows in groups.items()}


def _sums(rows: list[Row]) -> Row:
    held = [row for row in rows if row["actual"] is not None]
    errors = [row for row in held if row["stderr"] is not None]
    actuals = [row["actual"] for row in held]
    weights = [1 if row["n"] is None else row["n"] for row in held]
    cases = [row["n"] for row in held if row["n"] is not None]
    newest = max(held, key=lambda row: (row["period_end"], row["recorded_at"], row["seq"]), default={"actual": None})
    return {
        "rows": len(rows),
        "actuals": len(held),
        "total": math.fsum(actuals) if held else None,
        "weight": float(sum(weights)) if held else None,
        "weighted": sum(a * w for a, w in zip(actuals, weights, strict=True)) if held else None,
        "squares": sum(a * a for a in actuals) if held else None,
        "least": min(actuals, default=None),
        "most": max(actuals, default=None),
        "latest": newest["actual"],
        "counted": len(cases),
        "cases": sum(cases) if cases else None,
        "errors": len(errors),
        "error2": sum(row["stderr"] ** 2 for row in errors) if errors else None,
        "weighted_error2": sum((row["stderr"] * (1 if row["n"] is None else row["n"])) ** 2 for row in errors)
        if errors
        else None,
        "first": min(row["period_start"] for row in rows),
        "last_start": max(row["period_start"] for row in rows),
        "last": max(row["period_end"] for row in rows),
        "longest": max((row["period_end"] - row["period_start"]).days for row in rows),
        "recorded_at": max(row["recorded_at"] for row in rows),
        "missing": len(rows) - len(held),
        "reason": min((row["missing_reason"] for row in rows if row["missing_reason"]), default=None),
    }


def _check(snapshot: Snapshot) -> None:
    rows = snapshot.collect(snapshot.frame("observations")).to_pylist()
    latest = snapshot.collect(snapshot.latest("observations")).to_pylist()
    expected = _expected_latest(rows)
    assert sorted(latest, key=lambda row: row["seq"]) == expected
    cells = snapshot.cells()
    if cells is None:
        return
    table = snapshot.collect(cells)
    assert table.schema.names == CELLS.names
    found = {tuple(row[name] for name in CELL_KEY): row for row in table.to_pylist()}
    assert len(found) == table.num_rows
    wanted = _expected_cells(expected)
    assert {key: {n: row[n] for n in row if n not in CELL_KEY} for key, row in found.items()} == wanted


def _play(store: FactStore, steps: list[Any]) -> int:
    """Do the steps, checking after each; return how many rows were appended."""
    appended = 0
    for number, step in enumerate(steps):
        if isinstance(step, list):
            store.append({"observations": observations(*step)}, key=str(number), source="s")
            appended += len(step)
        else:
            {"drain": store.drain, "compact": lambda: store.compact(few=1), "rebuild": store.rebuild_aggregates}[step]()
        with store.snapshot() as snapshot:
            _check(snapshot)
            assert (snapshot.cells() is not None) == (store._log.head() is not None)
    return appended


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=_steps)
def test_cells_and_latest_say_what_the_rows_say(steps: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder, FactStore.open(Path(folder)) as store:
        _play(store, steps)
        for day in (1, 14, 28):
            with store.snapshot(known_at=at(day)) as snapshot:
                _check(snapshot)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(_rows, min_size=1, max_size=12, unique_by=lambda row: row["recorded_at"]), data=st.data())
def test_order_of_arrival_never_changes_a_result(rows: list[Row], data: st.DataObject) -> None:
    """Rows with a time of their own, sent in any order, in any batches, some of them twice."""
    results = []
    for _ in range(2):
        order = data.draw(st.permutations(range(len(rows))))
        twice = data.draw(st.lists(st.sampled_from(order)))
        drains = data.draw(st.sets(st.integers(0, len(rows))))
        with tempfile.TemporaryDirectory() as folder, FactStore.open(Path(folder)) as store:
            for place, number in enumerate([*order, *twice]):
                store.append({"observations": observations(rows[number])}, key=str(number), source="s")
                if place in drains:
                    store.drain()
            results.append(_answers(store))
    assert results[0] == results[1]


def _answers(store: FactStore) -> list[Any]:
    """Latest rows and cells, now and on three days, without what numbers the arrival."""
    answers: list[Any] = []
    for day in (7, 14, 21, None):
        with store.snapshot(known_at=at(day) if day else None) as snapshot:
            latest = snapshot.collect(snapshot.latest("observations")).drop_columns(["seq", "batch", "book"])
            answers.append(sorted(map(repr, latest.to_pylist())))
    return answers


def _history(store: FactStore) -> None:
    january = [observation(day=day, actual=float(day)) for day in range(1, 11)]
    store.append({"observations": observations(*january)}, key="a", source="s", recorded_at=at(1))
    store.drain()
    corrected = [observation(day=2, actual=100.0), observation(day=3, actual=None), observation("other", day=2)]
    store.append({"observations": observations(*corrected)}, key="b", source="s", recorded_at=at(5))


@pytest.mark.engine
@pytest.mark.parametrize("drained", [False, True])
def test_every_engine_reads_the_same_cells(book: Path, engine_url: str, drained: bool) -> None:
    with FactStore.open(book, engine=engine_url) as store:
        _history(store)
        if drained:
            store.drain()
        with store.snapshot() as snapshot:
            _check(snapshot)
            cells = snapshot.cells()
            assert cells is not None
            rows = snapshot.collect(cells.filter(cells_kpi() == "k")).to_pylist()
            assert [(row["rows"], row["missing"], row["total"]) for row in rows] == [(10, 1, 55.0 - 2 - 3 + 100)]
        with store.snapshot(known_at=at(3)) as then:
            assert then.cells() is None
            _check(then)
            by_now = then.cells_by_now()
            assert by_now is not None
            told = then.collect(by_now.select("kpi", "later")).to_pylist()
            assert sorted((row["kpi"], row["later"]) for row in told) == [("k", True), ("other", True)]


def cells_kpi() -> Any:
    import narwhals.stable.v2 as nw

    return nw.col("kpi")


def test_layers_are_merged_before_there_are_many(store: FactStore, book: Path) -> None:
    for number in range(30):
        rows = observations(observation(f"k{number % 9}", day=number % 4 + 1, actual=float(number)))
        store.append({"observations": rows}, key=str(number), source="s")
        store.drain()
    manifest = store._keeper.layers.manifest((book / ".trueup" / "store").read_text())
    assert manifest is not None
    assert len(manifest.cells) <= 7
    assert len(manifest.superseded) <= 7
    with store.snapshot() as snapshot:
        _check(snapshot)


def test_cells_of_another_store_or_format_are_not_used(store: FactStore, book: Path) -> None:
    _history(store)
    manifest = book / ".trueup" / "derived" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": 1', '"format": 0'))
    with store.snapshot() as snapshot:
        assert snapshot.cells() is None
    store.drain()
    with store.snapshot() as snapshot:
        assert snapshot.cells() is not None
        _check(snapshot)
