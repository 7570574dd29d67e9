from __future__ import annotations

import datetime as dt
import hashlib
import struct
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.facts.digest import digest_of, row_hashes


def _net(text: str) -> str:
    return f"{len(text.encode())}:{text},"


def _witness(table: str, rows: list[list[tuple[str, str, str]]]) -> str:
    """The definition, spelled out by hand: name, letter and value of each field that is not null."""
    hashes = []
    for row in rows:
        text = "".join(_net(name) + _net(letter) + _net(value) for name, letter, value in sorted(row))
        hashes.append(hashlib.sha256(text.encode()).digest())
    inner = hashlib.sha256(b"".join(sorted(hashes))).digest()
    whole = b"trueup-rows-1\n" + _net(table).encode() + b"32:" + inner + b","
    return hashlib.sha256(whole).hexdigest()


def _bits(value: float) -> str:
    return str(struct.unpack("<q", struct.pack("<d", value))[0])


def test_the_digest_is_what_its_definition_says() -> None:
    moment = dt.datetime(2025, 1, 1, 12, tzinfo=dt.UTC)
    rows = pa.table(
        {
            "text": ["a,b:ü", None],
            "whole": pa.array([None, -3], pa.int8()),
            "real": [0.1, -0.0],
            "flag": [True, None],
            "day": [dt.date(1970, 1, 3), None],
            "at": pa.array([moment, None], pa.timestamp("ms", tz="Europe/Berlin")),
            "local": pa.array([dt.datetime(1970, 1, 1, 0, 0, 1), None]),
            "money": pa.array([Decimal("10.50"), Decimal("0.00")], pa.decimal128(9, 2)),
            "bytes": [b"\x00\xff", None],
            "list": [[1, None], None],
        }
    )
    first = [
        ("text", "s", "a,b:ü"),
        ("real", "f", _bits(0.1)),
        ("flag", "b", "1"),
        ("day", "d", "2"),
        ("at", "t", str(int(moment.timestamp()) * 1_000_000)),
        ("local", "u", "1000000"),
        ("money", "n", "10.5"),
        ("bytes", "x", "00ff"),
        ("list", "j", "[1, null]"),
    ]
    second = [("whole", "i", "-3"), ("real", "f", _bits(0.0)), ("money", "n", "0")]
    assert digest_of({"raw_x": rows}) == _witness("raw_x", [first, second])


def test_nothing_has_a_digest_too() -> None:
    assert digest_of({}) == digest_of({"observations": pa.table({"kpi": pa.array([], pa.string())})})
    assert digest_of({}) == hashlib.sha256(b"trueup-rows-1\n").hexdigest()


_rows = st.lists(
    st.fixed_dictionaries({"a": st.none() | st.text(max_size=5), "b": st.none() | st.floats(allow_nan=False)}),
    max_size=8,
)
_SCHEMA = pa.schema([("a", pa.string()), ("b", pa.float64())])


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows, _SCHEMA)


@given(rows=_rows, data=st.data())
def test_order_chunks_column_order_and_null_columns_do_not_matter(
    rows: list[dict[str, Any]], data: st.DataObject
) -> None:
    other = (
        _table(data.draw(st.permutations(rows))).select(["b", "a"]).append_column("c", pa.nulls(len(rows), pa.int64()))
    )
    cut = data.draw(st.integers(0, len(rows)))
    pieces = pa.concat_tables([other.slice(0, cut), other.slice(cut)])
    assert digest_of({"t": pieces}) == digest_of({"t": _table(rows)})


@given(left=_rows, right=_rows)
def test_other_rows_have_another_digest(left: list[dict[str, Any]], right: list[dict[str, Any]]) -> None:
    def plain(rows: list[dict[str, Any]]) -> list[str]:
        return sorted(repr((row["a"], None if row["b"] is None else row["b"] + 0.0)) for row in rows)

    same = plain(left) == plain(right)
    assert (digest_of({"t": _table(left)}) == digest_of({"t": _table(right)})) == same


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"a": ["1"]}, {"a": [1]}),
        ({"a": [1]}, {"a": [True]}),
        ({"a": ["x"], "b": [None]}, {"a": [None], "b": ["x"]}),
        ({"ab": ["c"]}, {"a": ["bc"]}),
    ],
)
def test_fields_cannot_be_mistaken_for_each_other(left: dict[str, Any], right: dict[str, Any]) -> None:
    assert digest_of({"t": pa.table(left)}) != digest_of({"t": pa.table(right)})


def test_the_table_counts() -> None:
    rows = pa.table({"a": [1]})
    assert digest_of({"t": rows}) != digest_of({"u": rows})


def test_a_row_can_be_proved_by_its_hash() -> None:
    rows = pa.table({"a": ["x", "y"]}).slice(1)
    assert row_hashes(rows) == [hashlib.sha256(b"1:a,1:s,1:y,").digest()]
