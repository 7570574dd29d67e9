"""Tables as files: nothing in them is run by a spreadsheet, and figures keep their types."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

from trueup.report.tables import Table, as_csv, as_parquet


def cells(table: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"), newline="")))


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=30))
def test_no_text_begins_like_a_formula_in_the_file(text: str) -> None:
    written = cells(Table(("what",), [(text, "end")]))[1][0]
    if written and written[0] in "=+-@\t\r\n":
        float(written)  # a plain number, which no spreadsheet runs
    assert written in (text, f"'{text}")


def test_values_are_written_plainly() -> None:
    row = (1.5, -3, Decimal("1E+3"), dt.date(2026, 6, 1), dt.datetime(2026, 6, 1, tzinfo=dt.UTC), None, True)
    assert cells(Table(tuple("abcdefg"), [row]))[1] == [
        "1.5", "-3", "1000", "2026-06-01", "2026-06-01T00:00:00+00:00", "", "true",
    ]  # fmt: skip


def test_parquet_keeps_types_and_empty_tables_their_columns() -> None:
    table = pq.read_table(io.BytesIO(as_parquet(Table(("day", "actual", "why"), [(dt.date(2026, 6, 1), 1.5, None)]))))
    assert [str(field.type) for field in table.schema] == ["date32[day]", "double", "string"]
    empty = pq.read_table(io.BytesIO(as_parquet(Table(("day", "actual"), []))))
    assert empty.column_names == ["day", "actual"]
