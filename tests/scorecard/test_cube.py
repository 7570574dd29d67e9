"""The cube: axes, slices, targets in force, intervals, and that nothing is averaged that must not be."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.kpis.worlds import KNOWN, LATER, actual, book, kpi, landed, store
from trueup.agreements.documents import Dispute
from trueup.book.book import Book
from trueup.facts import FactStore
from trueup.facts.tables import TARGETS, field_of
from trueup.scorecard.cube import cube
from trueup.vocabulary import InputError, Moment, UnknownName

ROWS = [
    actual("a", "2026-01-01", 2.0, provider="acme", project="x", n=1, stderr=0.5),
    actual("a", "2026-02-01", 4.0, provider="acme", project="x", n=3, stderr=0.5),
    actual("a", "2026-02-02", 6.0, provider="sint", n=2, stderr=1.0, reported_by="sint"),
    actual("b", "2026-02-01", 1.0, stage="people"),
]


def laid(
    facts: FactStore, of: Book, *by: str, where: dict[str, str] | None = None, **more: Any
) -> list[dict[str, Any]]:
    with facts.snapshot() as snapshot:
        table = cube(of, snapshot, by, where or {}, Moment(LATER), **more)
    assert table.schema.names[: len(set(by) | {"kpi"})] == (list(by) if "kpi" in by else ["kpi", *by])
    return table.to_pylist()


def sums(*documents: str) -> Book:
    return book(*(kpi(name, unit="count", aggregate="sum", stage="service") for name in documents or ("a", "b")))


def targets(*rows: dict[str, Any]) -> pa.Table:
    schema = pa.schema([field_of(column).with_nullable(True) for column in TARGETS.columns])
    year = {"period_start": dt.date(2026, 1, 1), "period_end": dt.date(2027, 1, 1)}
    return pa.Table.from_pylist([year | row for row in rows], schema)


def test_every_axis_and_the_unassigned(tmp_path: Path) -> None:
    with store(tmp_path, *ROWS) as facts:
        rows = laid(facts, sums(), "stage", "kpi", "quarter", "project")
        assert [(r["stage"], r["kpi"], str(r["quarter"]), r["project"], r["actual"]) for r in rows] == [
            ("people", "b", "2026-01-01", None, 1.0),
            ("service", "a", "2026-01-01", "x", 6.0),
            ("service", "a", "2026-01-01", None, 6.0),
        ]
        assert [r["actual"] for r in laid(facts, sums(), "kpi")] == [12.0, 1.0]


def test_where_and_a_choice_of_kpis(tmp_path: Path) -> None:
    with store(tmp_path, *ROWS) as facts:
        assert [r["actual"] for r in laid(facts, sums(), "kpi", where={"provider": "acme"})] == [6.0]
        assert [r["kpi"] for r in laid(facts, sums(), "kpi", where={"stage": "people"})] == ["b"]
        assert [r["kpi"] for r in laid(facts, sums(), "month", kpis=["b"])] == ["b"]
        assert laid(facts, sums(), "kpi", where={"provider": "nobody"}) == []


def test_names_that_do_not_exist(tmp_path: Path) -> None:
    with store(tmp_path, *ROWS) as facts, facts.snapshot() as snapshot:
        for by, where, kpis, error in (
            (["kpi", "moth"], {}, None, UnknownName),
            (["month", "week"], {}, None, InputError),
            (["kpi"], {"provder": "acme"}, None, UnknownName),
            (["kpi"], {}, ["aa"], UnknownName),
        ):
            with pytest.raises(error):
                cube(sums(), snapshot, by, where, Moment(LATER), kpis=kpis)


def test_an_interval_where_the_error_is_known(tmp_path: Path) -> None:
    with store(tmp_path, *ROWS) as facts:
        of = book(kpi("a"), kpi("b"))
        a, b = laid(facts, of, "kpi")
    assert a["actual"] == pytest.approx((2 + 3 * 4 + 2 * 6) / 6)
    stderr = ((1 * 0.5) ** 2 + (3 * 0.5) ** 2 + (2 * 1.0) ** 2) ** 0.5 / 6
    assert (a["stderr"], a["low"]) == pytest.approx((stderr, a["actual"] - 1.959963984540054 * stderr))
    assert (a["grade"], a["reported_by"]) == ("reported", "customer (2), sint (1)")
    assert (b["low"], b["high"], b["n"]) == (None, None, None)


def test_a_dispute_widens_the_interval(tmp_path: Path) -> None:
    evidence = {"kpi": "b", "period": "2026-02-01/2026-03-01"}
    at = (KNOWN + dt.timedelta(days=1)).isoformat()
    body = {"kind": "dispute", "id": "d", "by": "acme", "at": at, "evidence": evidence, "counter": 5, "reason": "no"}
    with store(tmp_path, *ROWS) as facts:
        [row] = laid(facts, book(kpi("b"), Dispute.model_validate(body)), "kpi")
    assert (row["low"], row["actual"], row["high"]) == (1.0, 1.0, 5.0)


def test_the_target_in_force_and_how_it_is_attained(tmp_path: Path) -> None:
    document = kpi("a", targets=[{"from": dt.date(2026, 1, 1), "until": dt.date(2026, 2, 1), "target": 4}])
    brought = targets({"kpi": "a", "target_low": 5.0, "direction": "increase"})
    with store(tmp_path, *ROWS) as facts:
        facts.append({"targets": brought}, key="t", source="test")
        january, february = laid(facts, book(document), "kpi", "month")
        [whole] = laid(facts, book(document), "kpi")
    assert (january["target"], january["direction"], january["attainment"]) == (4.0, "decrease", 1.5)
    assert (february["target"], february["direction"]) == (5.0, "increase")
    assert february["attainment"] == pytest.approx(4.8 / 5)
    assert whole["target"] is None  # one target gave way to another


def test_a_part_of_a_sum_has_only_a_target_of_its_own(tmp_path: Path) -> None:
    document = kpi("a", unit="count", aggregate="sum", targets=[{"target": 100}])
    own = targets({"kpi": "a", "target_low": 7.0, "provider": "acme"})
    with store(tmp_path, *ROWS) as facts:
        facts.append({"targets": own}, key="t", source="test")
        of = book(document)
        assert {r["provider"]: r["target"] for r in laid(facts, of, "kpi", "month", "provider")} == {
            "acme": 7.0,
            "sint": None,
        }
        assert {r["target"] for r in laid(facts, of, "kpi", "month")} == {100.0}
        assert {r["target"] for r in laid(facts, of, "kpi", "year")} == {None}


def test_a_part_of_a_mean_is_held_to_the_promise_of_the_whole(tmp_path: Path) -> None:
    with store(tmp_path, *ROWS) as facts:
        rows = laid(facts, book(kpi("a", targets=[{"target": 5}])), "kpi", "year", "provider")
    assert {r["provider"]: r["attainment"] for r in rows} == pytest.approx({"acme": 1 + (5 - 3.5) / 5, "sint": 0.8})


def test_rates_are_computed_anew_in_every_cell(tmp_path: Path) -> None:
    table = landed(
        [
            {"day": dt.date(2026, 1, day), "vendor": vendor, "late": late, "all": count}
            for day, vendor, late, count in ((1, "acme", 1, 2), (2, "acme", 0, 98), (3, "sint", 10, 100))
        ]
    )
    formula = {"from": "t", "time": "day", "value": "100 * sum(late) / sum(all)".replace("all", '"all"')}
    late = kpi("late", unit="%", formula={**formula, "slice": {"provider": "vendor"}})
    with store(tmp_path, raw_t=table) as facts:
        months = {r["provider"]: r["actual"] for r in laid(facts, book(late), "kpi", "month", "provider")}
        [whole] = laid(facts, book(late), "kpi", "year")
        [acme] = laid(facts, book(late), "kpi", "year", where={"provider": "acme"})
        nothing = laid(facts, book(late), "kpi", where={"project": "x"})
    assert months == {"acme": 1.0, "sint": 10.0}
    assert whole["actual"] == 5.5
    assert acme["actual"] == 1.0
    assert nothing == []


def test_a_ratio_in_the_cube_is_that_of_the_series(tmp_path: Path) -> None:
    rows = [
        actual("top", "2026-01-01", 1.0, provider="acme"),
        actual("top", "2026-01-01", 4.0, reported_by="sint"),
        actual("low", "2026-01-01", 10.0, provider="acme"),
        actual("low", "2026-01-01", 0.0, provider="sint"),
    ]
    of = book(*(kpi(n, unit="count", aggregate="sum") for n in ("top", "low")), kpi("r", aggregate="ratio(top, low)"))
    with store(tmp_path, *rows) as facts:
        [whole] = laid(facts, of, "kpi", "month", kpis=["r"])
        parts = {r["provider"]: (r["actual"], r["missing"]) for r in laid(facts, of, "provider", kpis=["r"])}
    assert (whole["actual"], whole["n"], whole["grade"]) == (0.5, 10.0, "reported")
    assert whole["reported_by"] == "customer (3), sint (1)"
    assert parts == {"acme": (0.1, None), "sint": (None, "low is 0"), None: (None, "no actual of low")}


def test_an_empty_book_gives_an_empty_cube(tmp_path: Path) -> None:
    with store(tmp_path) as facts:
        assert laid(facts, book(), "kpi", "month") == []


@pytest.mark.parametrize(("zone", "months"), [("UTC", [(3, 2.0), (4, 1.0)]), ("Europe/Berlin", [(3, 1.0), (4, 2.0)])])
def test_a_day_begins_where_the_book_is(tmp_path: Path, zone: str, months: list[tuple[int, float]]) -> None:
    hours = [dt.datetime(2026, 3, 30, 9), dt.datetime(2026, 3, 31, 22, 30), dt.datetime(2026, 4, 1, 9)]
    closed = pa.array([hour.replace(tzinfo=dt.UTC) for hour in hours], pa.timestamp("us", tz="UTC"))
    table = pa.table({"closed": closed, "source_ref": ["0", "1", "2"]})
    counted = {"from": "claims", "time": "closed", "value": "count(*)"}
    of = book(kpi("claims", unit="count", grain="month", aggregate="sum", formula=counted), time_zone=zone)
    with store(tmp_path, raw_claims=table) as facts:
        rows = laid(facts, of, "month")
    assert [(row["month"].month, row["actual"]) for row in rows] == months
