"""Tables as files: nothing in them is run by a spreadsheet, and figures keep their types."""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.vocabulary import TrueupError
from trueup.web.site.export import Table, as_csv, as_parquet, download, neutral


def cells(table: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1", "\n=1", " =1+1", "\u00a0=1", "=cmd|' /C calc'!A0",
     "\N{FULLWIDTH EQUALS SIGN}1", "-2 days", "\ufeff=1"],
)  # fmt: skip
def test_what_begins_like_a_formula_is_text(text: str) -> None:
    assert neutral(text) == f"'{text}"
    assert cells(Table(("what",), [(text,)]))[1] == [f"'{text}"]


@pytest.mark.parametrize("text", ["", "plain", "Müller", "a=b", "-5", "+3.5", "-1e5", "12 %", "'quoted", "5 - 3"])
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text


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


def test_a_file_has_a_safe_name_and_a_known_format() -> None:
    answer = download('a"b/../c\r\nX: y', Table(("a",), []), "csv")
    assert answer["Content-Disposition"] == 'attachment; filename="a-b-..-c-X-y.csv"'
    with pytest.raises(TrueupError, match="no format 'xls'"):
        download("a", Table(("a",), []), "xls")
