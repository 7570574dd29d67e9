"""What holds for every file: nothing is lost in silence, and neither order nor repetition changes what is known."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sources.conftest import Desk

FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MAPPING = """
read: {csv: "data/*.csv"}
facts:
  observations:
    kpi: {value: cycle}
    period: {date: day}
    actual: days
    provider: who
    reported_by: {value: fable}
    recorded_at: {time: told}
"""
DAY = st.dates(dt.date(2025, 1, 1), dt.date(2025, 1, 5))
TOLD = st.datetimes(dt.datetime(2025, 2, 1), dt.datetime(2025, 2, 28)).map(lambda t: t.replace(microsecond=0))
ROW = st.fixed_dictionaries(
    {
        "day": DAY.map(str) | st.sampled_from(["", "soon", "2025-02-30"]),
        "days": st.integers(0, 9).map(str) | st.sampled_from(["", "x", "1,5", "=1"]),
        "who": st.sampled_from(["acme", "sint", ""]),
        "told": TOLD.map(lambda t: t.isoformat(sep=" ")) | st.just("later"),
    }
)


def _write(desk: Desk, name: str, rows: list[dict[str, str]]) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, ["day", "days", "who", "told"])
    writer.writeheader()
    writer.writerows(rows)
    desk.write(f"data/{name}", out.getvalue())


def _desk(folder: str) -> Desk:
    desk = Desk(Path(folder))
    desk.source(MAPPING)
    return desk


@FEW
@given(st.lists(ROW, max_size=15))
def test_every_row_is_mapped_or_refused(rows: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = _desk(folder)
        _write(desk, "a.csv", rows)
        report = desk.load()
        (told,) = report.tables
        blank = sum(not any(row.values()) for row in rows)
        assert report.read == told.read == len(rows) - blank
        assert told.read == told.mapped + told.refused
        assert told.mapped == told.landed + told.unchanged + told.repeated
        assert told.landed == desk.rows("observations", latest=False).num_rows
        desk.store.close()


def _known(desk: Desk) -> list[tuple[object, ...]]:
    rows = desk.rows("observations")
    names = ("period_start", "provider", "actual", "missing_reason", "recorded_at")
    return sorted((tuple(row[name] for name in names) for row in (rows.to_pylist() if rows.num_rows else [])), key=str)


@FEW
@given(st.lists(st.lists(ROW, max_size=6), min_size=2, max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_arrival_and_sending_again_change_nothing(
    parts: list[list[dict[str, str]]], random: object
) -> None:
    seen = {}
    for row in (row for part in parts for row in part):
        seen.setdefault((row["day"], row["who"], row["told"]), row["days"])
    parts = [[row for row in part if seen[row["day"], row["who"], row["told"]] == row["days"]] for part in parts]
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        at_once, in_turn = _desk(one), _desk(other)
        _write(at_once, "all.csv", [row for part in parts for row in part])
        at_once.load()
        turns = list(enumerate(parts)) + list(enumerate(parts))[:1]
        random.shuffle(turns)  # type: ignore[attr-defined]
        for number, part in turns:
            for old in (Path(other) / "data").glob("*.csv"):
                old.unlink()
            _write(in_turn, f"{number}.csv", part)
            in_turn.load()
        assert _known(in_turn) == _known(at_once)
        at_once.store.close()
        in_turn.store.close()
