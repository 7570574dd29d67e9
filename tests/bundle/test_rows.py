"""Rows go into JSON and come back with the hashes they had; what does not fit is refused."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.bundle.recompute import differences
from trueup.bundle.rows import column_types, from_plain, to_plain
from trueup.facts.digest import row_hashes
from trueup.ledger.encoding import from_canonical
from trueup.vocabulary import LedgerError, canonical

SOME = {
    "text": (pa.string(), st.text(st.characters(codec="utf-8"), max_size=8)),
    "truth": (pa.bool_(), st.booleans()),
    "whole": (pa.int64(), st.integers(-(2**63), 2**63 - 1)),
    "small": (pa.int8(), st.integers(-128, 127)),
    "float": (pa.float64(), st.floats(allow_nan=False, allow_infinity=False)),
    "day": (pa.date32(), st.dates()),
    "moment": (pa.timestamp("us", tz="UTC"), st.datetimes(timezones=st.just(dt.UTC))),
    "naive": (pa.timestamp("us"), st.datetimes()),
    "money": (pa.decimal128(20, 4), st.decimals(-(10**15), 10**15, places=4, allow_nan=False)),
    "bytes": (pa.binary(), st.binary(max_size=8)),
}


@given(st.data())
def test_every_row_comes_back_with_its_hash(data: st.DataObject):
    size = data.draw(st.integers(0, 4))
    columns = {
        name: pa.array([data.draw(st.none() | values) for _ in range(size)], kind)
        for name, (kind, values) in SOME.items()
    }
    table = pa.table(columns)
    lines = [canonical(row) for row in to_plain(table)]
    again = from_plain([from_canonical(line, "a row", 10_000) for line in lines], column_types(table))
    assert again.schema == table.schema
    assert row_hashes(again) == row_hashes(table)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("string", 1),
        ("bool", 1),
        ("int64", "many"),
        ("int64", 1.5),
        ("int64", True),
        ("int8", 1000),
        ("double", "1.5"),
        ("double", True),
        ("date32[day]", "2026-02-30"),
        ("date32[day]", 5),
        ("timestamp[us, tz=UTC]", "2026-01-01T00:00:00Z"),
        ("timestamp[us, tz=UTC]", "2026-01-01T00:00:00.000000"),
        ("decimal128(20, 4)", "1.00001"),
        ("decimal128(20, 4)", "much"),
        ("decimal128(20, 4)", 1),
        ("binary", "0g"),
        ("list<item: string>", ["a"]),
        ("decimal128(99, 4)", "1"),
    ],
)
def test_a_value_that_does_not_fit_its_column_is_refused(kind: str, value: object):
    with pytest.raises(LedgerError):
        from_plain([{"x": value}], {"x": kind})


def test_a_field_without_a_column_is_refused():
    with pytest.raises(LedgerError, match="columns that their table does not"):
        from_plain([{"x": 1, "y": 2}], {"x": "int64"})


def test_a_nested_column_cannot_be_carried_and_says_so():
    with pytest.raises(LedgerError, match=r"tags.*list"):
        column_types(pa.table({"tags": [["a", "b"]]}))


def test_money_and_words_are_compared_exactly_and_floats_to_six_digits():
    stated = '{"a":1.0,"b":[{"money":"1.00"}],"c":null,"d":1}'
    assert differences(stated, '{"a":1.0000000001,"b":[{"money":"1.00"}],"d":1}') == []
    assert differences(stated, '{"a":1.00001,"b":[{"money":"1.0"}],"c":0,"d":true}') == [
        "a: stated 1.0, found 1.00001",
        'b[0].money: stated "1.00", found "1.0"',
        "c: stated null, found 0",
        "d: stated 1, found true",
    ]
    assert differences('{"b":[1]}', '{"b":[1,2]}') == ["b: stated [1], found [1, 2]"]
