from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from tests.facts.build import at, observation, observations
from trueup.facts.door import admit, widened
from trueup.facts.tables import MOMENT, TABLES
from trueup.vocabulary import FactError, Refusal

ROW = observation()


def _refused(table: str, rows: pa.Table) -> list[Refusal]:
    with pytest.raises(FactError) as caught:
        admit({table: rows})
    return list(caught.value.refusals)


def test_columns_come_back_in_the_order_of_the_table() -> None:
    shuffled = observations(ROW).select(["reported_by", "actual", "period_end", "kpi", "period_start"])
    admitted = admit({"observations": shuffled})["observations"]
    assert admitted.column_names == [column.name for column in TABLES["observations"].columns]


def test_every_refused_value_is_named_with_its_line_column_and_reason() -> None:
    rows = observations(
        observation(source_ref="a.csv:2"),
        observation(actual=float("inf"), source_ref="a.csv:3"),
        observation(n=-1, source_ref="a.csv:4"),
        {**observation(actual=None), "kpi": None, "missing_reason": None, "source_ref": "a.csv:5"},
    )
    found = {(refusal.line, refusal.column, refusal.reason.split(";")[0]) for refusal in _refused("observations", rows)}
    assert found == {
        ("a.csv:3", "observations.actual", "is not a finite number"),
        ("a.csv:4", "observations.n", "is a count and cannot be negative"),
        ("a.csv:5", "observations.kpi", "may not be null"),
        ("a.csv:5", "observations.actual", "has no value: say why in missing_reason"),
    }


def test_without_a_source_ref_lines_count_from_one() -> None:
    [refusal] = _refused("observations", observations(ROW, observation(stderr=-1.0)))
    assert (refusal.line, refusal.value) == (2, "-1.0")


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"period_end": dt.date(2025, 1, 1)}, "period_end", "half-open"),
        ({"missing_reason": "sick"}, "missing_reason", "yet there is one"),
        ({"actual": None, "missing_reason": None}, "actual", "say why"),
        ({"reported_by": None}, "reported_by", "may not be null"),
        ({"actual": float("nan")}, "actual", "not a finite number"),
    ],
)
def test_an_observation_must_hold_together(change: dict[str, Any], column: str, reason: str) -> None:
    [refusal] = _refused("observations", observations({**ROW, **change}))
    assert refusal.column == f"observations.{column}"
    assert reason in refusal.reason


def _one(table: str, **values: Any) -> pa.Table:
    schema = pa.schema([(c.name, c.type) for c in TABLES[table].columns if c.name in values])
    return pa.Table.from_pylist([values], schema)


NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
GOOD: dict[str, dict[str, Any]] = {
    "targets": {
        "kpi": "k",
        "period_start": dt.date(2025, 1, 1),
        "period_end": dt.date(2026, 1, 1),
        "target_low": 1.0,
        "target_high": 2.0,
    },
    "touchpoints": {"touchpoint": "t", "at": NOW, "properties": '{"a": 1}'},
    "responses": {
        "survey": "s",
        "wave": "1",
        "respondent": "r",
        "outcome": "o",
        "importance": 5,
        "satisfaction": 1,
        "weight": 1.0,
        "answered_at": NOW,
    },
    "progress": {
        "plan": "p",
        "activity": "a",
        "status_date": dt.date(2026, 1, 1),
        "actual_start": dt.date(2025, 1, 1),
        "actual_finish": dt.date(2025, 2, 1),
        "percent": 100.0,
        "actual_cost": Decimal("10.50"),
        "remaining_days": 0.0,
        "reported_by": "x",
    },
    "transactions": {"customer": "c", "at": NOW, "amount": Decimal("9.99"), "kind": "renewal"},
    "payments": {
        "agreement": "a",
        "period_start": dt.date(2026, 1, 1),
        "period_end": dt.date(2026, 4, 1),
        "payer": "c",
        "payee": "p",
        "kind": "invoiced",
        "plan": None,
        "what": "fee",
        "amount": Decimal("9.99"),
        "currency": "EUR",
        "dated": dt.date(2026, 4, 2),
        "ref": "17",
    },
    "answers": {
        "stakeholders": "s",
        "horizon": "corporation",
        "criterion": "c",
        "item": None,
        "person": "p",
        "value": 4.0,
        "n": 1,
        "stderr": 0.0,
        "answered_on": dt.date(2026, 1, 1),
        "reported_by": "x",
    },
    "efforts": {
        "stakeholders": "s",
        "horizon": "individuals",
        "party": "x",
        "spent_on": dt.date(2026, 1, 1),
        "hours": 1.5,
        "amount": Decimal("9.99"),
        "currency": "EUR",
        "what": "a visit",
        "ref": "1",
    },
    "documents": {"kind": "kpi", "id": "k", "version": 1, "body": "{}", "digest": "d"},
}


@pytest.mark.parametrize("table", GOOD)
def test_a_good_row_gets_in(table: str) -> None:
    assert admit({table: _one(table, **GOOD[table])})[table].num_rows == 1


@pytest.mark.parametrize("rating", [0, 10, None])
def test_ratings_of_the_longest_scale_and_none_get_in(rating: int | None) -> None:
    row = {**GOOD["responses"], "importance": rating, "satisfaction": rating}
    assert admit({"responses": _one("responses", **row)})["responses"].num_rows == 1


@pytest.mark.parametrize(
    ("table", "change", "reason"),
    [
        ("targets", {"target_low": None, "target_high": None}, "needs a low or a high"),
        ("targets", {"target_high": 0.5}, "below target_low"),
        ("touchpoints", {"properties": "{"}, "not JSON"),
        ("touchpoints", {"properties": '{"a": NaN}'}, "not JSON"),
        ("touchpoints", {"at": None}, "may not be null"),
        ("responses", {"importance": 11}, "0 to 10"),
        ("responses", {"satisfaction": -1}, "0 to 10"),
        ("responses", {"weight": -1.0}, "negative"),
        ("progress", {"percent": 101.0}, "0 to 100"),
        ("progress", {"actual_finish": dt.date(2024, 12, 31)}, "before actual_start"),
        ("progress", {"remaining_days": -1.0}, "negative"),
        ("progress", {"actual_cost": Decimal("-0.01")}, "what it has cost so far"),
        ("transactions", {"amount": None}, "may not be null"),
        ("payments", {"kind": "promised"}, "is none of: planned, invoiced, paid, credited"),
        ("payments", {"currency": "Euro"}, "not a currency"),
        ("payments", {"amount": Decimal("-1")}, "is `credited`"),
        ("payments", {"kind": "credited", "amount": Decimal("-1")}, "is `credited`"),
        ("payments", {"period_end": dt.date(2026, 1, 1)}, "must end after it starts"),
        ("payments", {"ref": None}, "may not be null"),
        ("answers", {"horizon": "board"}, "is none of: corporation, business_users"),
        ("answers", {"value": None}, "may not be null"),
        ("answers", {"value": float("nan")}, "not a finite number"),
        ("answers", {"n": 0}, "1 or more"),
        ("answers", {"stderr": -0.1}, "cannot be negative"),
        ("efforts", {"horizon": "board"}, "is none of: corporation, business_users"),
        ("efforts", {"hours": -1.0}, "cannot be negative"),
        ("efforts", {"amount": Decimal("-1")}, "cannot be negative"),
        ("efforts", {"currency": "Euro"}, "not a currency"),
        ("efforts", {"currency": None}, "in which currency"),
        ("efforts", {"hours": None, "amount": None, "currency": None}, "says neither hours nor an amount"),
        ("documents", {"body": "nothing"}, "not JSON"),
    ],
)
def test_a_bad_row_is_refused(table: str, change: dict[str, Any], reason: str) -> None:
    [refusal] = _refused(table, _one(table, **{**GOOD[table], **change}))
    assert reason in refusal.reason


def test_unknown_columns_and_the_stores_own_are_refused() -> None:
    rows = observations(ROW).append_column("actuals", pa.array([1.0])).append_column("seq", pa.array([7]))
    reasons = {refusal.column: refusal.reason for refusal in _refused("observations", rows)}
    assert "did you mean 'actual'" in reasons["actuals"]
    assert reasons["seq"] == "only the store writes this column"


def test_a_missing_column_that_is_needed_is_named() -> None:
    rows = observations(ROW).drop_columns(["kpi"])
    assert ("kpi", "the column is missing and may not be null") in {
        (refusal.column, refusal.reason) for refusal in _refused("observations", rows)
    }


@pytest.mark.parametrize(
    ("column", "values", "type_"),
    [
        ("actual", pa.array([3]), pa.float64()),
        ("actual", pa.array([0.5], pa.float32()), pa.float64()),
        ("n", pa.array([3], pa.int8()), pa.int64()),
        ("kpi", pa.array(["k"]).dictionary_encode(), pa.string()),
        ("kpi", pa.array(["k"], pa.large_string()), pa.string()),
        ("stage", pa.nulls(1), pa.string()),
        ("period_start", pa.array([dt.date(2025, 1, 1)], pa.date64()), pa.date32()),
    ],
)
def test_types_widen_without_loss(column: str, values: pa.Array, type_: pa.DataType) -> None:
    rows = observations(ROW)
    rows = rows.set_column(rows.column_names.index(column), column, values)
    assert admit({"observations": rows})["observations"].schema.field(column).type == type_


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("actual", pa.array(["3"])),
        ("actual", pa.array([2**60 + 1])),
        ("n", pa.array([1.5])),
        ("kpi", pa.array([1])),
        ("period_start", pa.array(["2025-01-01"])),
        ("period_start", pa.array([dt.datetime(2025, 1, 1, 5)])),
    ],
)
def test_types_that_would_lose_something_are_refused(column: str, values: pa.Array) -> None:
    rows = observations(ROW)
    rows = rows.set_column(rows.column_names.index(column), column, values)
    [refusal] = _refused("observations", rows)
    assert refusal.column == column
    assert "must be" in refusal.reason


def test_an_instant_needs_a_time_zone() -> None:
    rows = observations(ROW).append_column("recorded_at", pa.array([dt.datetime(2025, 1, 1)]))
    [refusal] = _refused("observations", rows)
    assert refusal.column == "recorded_at"


def test_other_time_zones_become_utc() -> None:
    berlin = pa.array([at(1)], pa.timestamp("ms", tz="Europe/Berlin"))
    admitted = admit({"observations": observations(ROW).append_column("recorded_at", berlin)})["observations"]
    assert admitted.schema.field("recorded_at").type == MOMENT
    assert admitted["recorded_at"].to_pylist() == [at(1)]


@pytest.mark.parametrize(
    ("kind", "wide"),
    [
        (pa.int8(), pa.int64()),
        (pa.float32(), pa.float64()),
        (pa.large_string(), pa.string()),
        (pa.dictionary(pa.int32(), pa.large_string()), pa.string()),
        (pa.timestamp("ns", tz="Asia/Tokyo"), MOMENT),
        (pa.timestamp("s"), pa.timestamp("us")),
        (pa.decimal128(5, 2), pa.decimal128(5, 2)),
    ],
)
def test_raw_types_agree_between_batches(kind: pa.DataType, wide: pa.DataType) -> None:
    assert widened(kind) == wide


def test_raw_columns_without_any_value_wait_for_a_type() -> None:
    rows = pa.table({"id": pa.array([1], pa.int16()), "later": pa.nulls(1)})
    assert admit({"raw_x": rows})["raw_x"].schema == pa.schema([("id", pa.int64())])


def test_a_raw_number_must_be_finite_too() -> None:
    [refusal] = _refused("raw_x", pa.table({"v": [1.0, float("nan")]}))
    assert (refusal.line, refusal.column) == (2, "raw_x.v")
