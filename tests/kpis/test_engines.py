"""Every question to the facts, on every engine: equal to plain SQL over the same rows, or to plain Python."""

from __future__ import annotations

import datetime as dt
import math
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from tests.kpis import oracle
from tests.kpis.worlds import KNOWN, actual, book, kpi, landed, read, store, values
from trueup.facts import FactStore
from trueup.scorecard.cube import cube
from trueup.vocabulary import FormulaError, Grade, Grain, Moment, Slice

ALL = Slice()
AS_OF = dt.date(2026, 3, 10)
HOWS = ("sum", "mean", "min", "max", "last", "median")


def _claims() -> pa.Table:
    rng = random.Random(4)
    rows = []
    for _ in range(200):
        received = dt.date(2025, 10, 1) + dt.timedelta(days=rng.randrange(150))
        closed = received + dt.timedelta(days=rng.randrange(60))
        rows.append(
            {
                "received_on": received,
                "closed_on": closed if rng.random() < 0.9 else None,
                "closed_at": dt.datetime(closed.year, closed.month, closed.day, rng.randrange(24), 30),
                "status": rng.choice(["paid", "rejected", None]),
                "vendor": rng.choice(["acme", "sint", None]),
                "stage": rng.choice(["service", None]),
                "amount": rng.choice([None, 0.0, -5.25, 10.5, 99.125]),
                "cases": rng.choice([0, 1, 2, 30]),
                "late": rng.choice([True, False, None]),
            }
        )
    return landed(rows, cases=pa.int32(), closed_at=pa.timestamp("us"))


def _observations() -> list[dict[str, Any]]:
    rng = random.Random(5)
    return [
        actual(
            "k",
            dt.date(2025, 9, 1) + dt.timedelta(days=rng.randrange(220)),
            rng.choice([None, *range(-9, 10)]),
            rng.choice([1, 7, 31, 90]),
            n=rng.choice([None, 0, 1, 5]),
            provider=rng.choice([None, "acme", "sint"]),
            project=rng.choice([None, "x"]),
            reported_by=rng.choice(["customer", "acme"]),
            recorded_at=KNOWN + dt.timedelta(minutes=minute),
        )
        for minute in range(250)
    ]


CLAIMS, OBSERVATIONS = _claims(), _observations()


@pytest.fixture(scope="module")
def facts(engine_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FactStore]:
    folder: Path = tmp_path_factory.mktemp("engine")
    with store(folder, *OBSERVATIONS, engine=engine_url, raw_claims=CLAIMS) as opened:
        yield opened


@pytest.mark.parametrize("grain", list(Grain))
def test_entered_actuals(facts: FactStore, grain: Grain) -> None:
    """Latest known, rivals told apart, rolled up to every grain and by every aggregate."""
    slices = [ALL, Slice(provider="acme"), Slice(provider="sint", project="x")]
    for how in HOWS:
        found = read(facts, book(kpi("k", grain=grain, aggregate=how)), *(("k", s) for s in slices), as_of=AS_OF)
        for series, where in zip(found, slices, strict=True):
            expected = oracle.actuals(OBSERVATIONS, "k", where, grain, how, AS_OF, {"customer": Grade.verified})
            assert values(series) == pytest.approx({str(day): value for day, value in expected.items()}), how


@pytest.mark.parametrize(
    ("as_of", "minutes"), [(AS_OF, None), (dt.date(2026, 2, 17), None), (AS_OF, 120), (dt.date(2026, 2, 17), 200)]
)
def test_months_that_the_moment_cuts(engine_url: str, tmp_path: Path, as_of: dt.date, minutes: int | None) -> None:
    """From maintained aggregates; of months in which more is kept than the moment knows, from the rows."""
    known_at = None if minutes is None else KNOWN + dt.timedelta(minutes=minutes)
    known = [row for row in OBSERVATIONS if known_at is None or row["recorded_at"] <= known_at]
    with store(tmp_path, *OBSERVATIONS, engine=engine_url) as kept:
        kept.drain()
        slices = [ALL, Slice(provider="acme")]
        for how in ("sum", "mean", "max"):
            asked = [("k", where) for where in slices]
            found = read(kept, book(kpi("k", aggregate=how)), *asked, as_of=as_of, known_at=known_at)
            for series, where in zip(found, slices, strict=True):
                expected = oracle.actuals(known, "k", where, Grain.month, how, as_of, {"customer": Grade.verified})
                assert values(series) == pytest.approx({str(day): value for day, value in expected.items()}), how


def test_fiscal_quarters_and_all_time(facts: FactStore) -> None:
    of = book(kpi("k", aggregate="sum"), fiscal_year_start=2)
    with facts.snapshot() as snapshot:
        quarters = cube(of, snapshot, ["kpi", "quarter"], {}, Moment(AS_OF)).to_pylist()
        whole = cube(of, snapshot, ["kpi"], {}, Moment(AS_OF)).to_pylist()
    assert {row["quarter"].month for row in quarters} <= {2, 5, 8, 11}
    expected = oracle.actuals(OBSERVATIONS, "k", ALL, Grain.year, "sum", AS_OF, {"customer": Grade.verified})
    assert [row["actual"] for row in whole] == [pytest.approx(sum(expected.values()))]
    assert sum(row["actual"] for row in quarters) == pytest.approx(sum(expected.values()))
    short = [row for row in OBSERVATIONS if (row["period_end"] - row["period_start"]).days <= 31]
    only = oracle.actuals(short, "k", ALL, Grain.month, "sum", AS_OF, {"customer": Grade.verified})
    assert values(read(facts, of, ("k", ALL), as_of=AS_OF)[0]) == pytest.approx({str(d): v for d, v in only.items()})


FORMULAS = [
    ("sum(amount)", "true"),
    ("1 - sum(amount) / sum(cases)", "true"),
    ("count(*)", "status = 'paid'"),
    ("count(amount)", "status <> 'paid' or status is null"),
    ("count(distinct vendor)", "true"),
    ("count(distinct status) filter (where late)", "true"),
    ("avg(amount)", "amount > 0"),
    ("median(closed_on - received_on)", "status = 'paid'"),
    ("quantile_cont(amount, 0.9)", "true"),
    ("min(amount) + max(cases)", "true"),
    ("max(closed_on) - min(received_on)", "true"),
    ("count(*) filter (where late) / count(*)", "true"),
    ("sum(case when late then 1 when late is null then 0.5 else 0 end)", "true"),
    ("sum(case status when 'paid' then amount else -1 end)", "true"),
    ("avg(amount / cases)", "cases <> 0"),
    ("sum(coalesce(amount, cases, 1))", "true"),
    ("sum(greatest(amount, cases))", "amount is not null"),
    ("sum(least(amount, 5) - abs(amount))", "amount between -10 and 50"),
    ("sum(round(amount, 1))", "true"),
    ("round(sum(amount) / 7, 2)", "true"),
    ("sum(extract(year from closed_on) * 12 + month(received_on))", "true"),
    ("count(*)", "vendor in ('acme', 'none') and not (cases in (0, 1))"),
    ("count(*)", "received_on >= date '2025-12-01' and received_on < '2026-02-01'"),
    ("count(*)", "closed_at >= date '2026-01-01'"),
    ("sum(amount) / sum(cases)", "cases = 0"),
    ("case when sum(cases) > 300 then 1 else coalesce(sum(amount), 0) end", "true"),
]


@pytest.mark.parametrize(("value", "where"), FORMULAS)
def test_formulas_give_what_plain_sql_gives(facts: FactStore, value: str, where: str) -> None:
    """The same text run as SQL by DuckDB is the witness; its infinities are missing values here."""
    formula = {"from": "claims", "time": "closed_on", "value": value, "where": where, "slice": {"provider": "vendor"}}
    with facts.snapshot() as snapshot:
        found = cube(book(kpi("f", formula=formula)), snapshot, ["month", "provider"], {}, Moment(AS_OF)).to_pylist()
    query = f"""SELECT date_trunc('month', closed_on)::DATE AS month, vendor, ({value})::DOUBLE AS actual FROM claims
        WHERE closed_on < DATE '{AS_OF}' AND ({where}) GROUP BY ALL"""
    with duckdb.connect() as connection:
        connection.register("claims", CLAIMS)
        witness = {row[:2]: row[2] for row in connection.execute(query).fetchall()}
    answered = {(row["month"], row["provider"]): row["actual"] for row in found}
    assert set(answered) == set(witness)
    for key, said in witness.items():
        if said is None or not math.isfinite(said):
            assert answered[key] is None
        else:
            assert answered[key] == pytest.approx(said, rel=1e-12, abs=1e-12)


def test_division_by_nothing_says_why(facts: FactStore) -> None:
    formula = {"from": "claims", "time": "closed_on", "value": "sum(amount) / sum(cases)", "where": "cases = 0"}
    [series] = read(facts, book(kpi("f", formula=formula)), ("f", ALL), as_of=AS_OF)
    assert len(series) == 0
    assert {why for _, why in series.missing} == {"SUM(cases) is 0"}


def test_a_plain_mean_brings_its_own_error(facts: FactStore) -> None:
    formula = {"from": "claims", "time": "closed_on", "value": "avg(amount)"}
    [series] = read(facts, book(kpi("f", formula=formula)), ("f", ALL), as_of=AS_OF)
    with duckdb.connect() as connection:
        connection.register("claims", CLAIMS)
        rows = connection.execute(
            f"""SELECT count(amount), stddev_samp(amount) / sqrt(count(amount)) FROM claims
            WHERE closed_on < DATE '{AS_OF}' GROUP BY date_trunc('month', closed_on) ORDER BY min(closed_on)"""
        ).fetchall()
    assert [series.n.tolist(), series.stderr.tolist()] == [pytest.approx(column) for column in zip(*rows, strict=True)]


def test_rows_without_a_stage_have_the_kpis_own(facts: FactStore) -> None:
    formula = {"from": "claims", "time": "closed_on", "value": "count(*)", "slice": {"stage": "stage"}}
    of = book(kpi("f", stage="service", formula=formula), kpi("g", stage="people", formula=formula))
    whole, service = read(facts, of, ("f", ALL), ("f", Slice(stage="service")), as_of=AS_OF)
    people, rest = read(facts, of, ("g", Slice(stage="people")), ("g", Slice(stage="service")), as_of=AS_OF)
    assert values(whole) == values(service)
    assert sum(people.value) + sum(rest.value) == sum(whole.value)
    assert len(read(facts, of, ("f", Slice(project="x")), as_of=AS_OF)[0]) == 0


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ({"value": "sum(amout)"}, "claims has no column 'amout'"),
        ({"value": "sum(status)"}, "'SUM(status)' needs numbers, and 'status' is a text"),
        ({"value": "sum(closed_on - 3)"}, "needs numbers, and 'closed_on' is a date"),
        ({"value": "count(*)", "where": "status > 3"}, "needs two of one kind to compare"),
        ({"value": "count(*)", "where": "amount"}, "is not a condition"),
        ({"value": "count(*)", "where": "closed_on > 'soon'"}, "is not a day"),
        ({"value": "sum(case when late then 1 else 'x' end)"}, "gives a number here and a text there"),
        ({"value": "median(status)"}, "needs numbers or days"),
        ({"value": "count(*)", "time": "status"}, "periods are cut by days"),
        ({"value": "count(*)", "slice": {"provider": "vendr"}}, "did you mean 'vendor'"),
        ({"value": "round(avg(amount), cases)"}, "'cases' stands for many rows"),
        ({"value": "sum(round(amount, 40))"}, "rounds to 40"),
    ],
)
def test_a_formula_that_does_not_fit_its_table_says_how(tmp_path: Path, formula: dict[str, Any], message: str) -> None:
    whole = {"from": "claims", "time": "closed_on", **formula}
    with store(tmp_path, raw_claims=CLAIMS) as facts, pytest.raises(FormulaError, match="KPI f, formula") as caught:
        read(facts, book(kpi("f", formula=whole)), ("f", Slice(provider="acme")), as_of=AS_OF)
    assert message in str(caught.value)
