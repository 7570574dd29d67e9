"""Pastes and uploads: what is a table is read, what is not is refused in words."""

from __future__ import annotations

import io
import json
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from trueup.vocabulary import SourceError
from trueup.web.evidence import sheets
from trueup.web.evidence.sheets import pasted, stated, uploaded, written_out

ROWS = [{"period": "2026-06", "actual": "12.5"}, {"period": "2026-07", "actual": "13"}]


def workbook() -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in (("period", "actual"), ("2026-06", 12.5), ("2026-07", 13)):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"period": ["2026-06", "2026-07"], "actual": [12.5, 13.0]}), out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("a.csv", b"period,actual\n2026-06,12.5\n2026-07,13\n"),
        ("a.CSV", b"\xef\xbb\xbfperiod;actual\r\n2026-06;12.5\r\n2026-07;13\r\n"),
        ("a.tsv", b"period\tactual\n2026-06\t12.5\n\n2026-07\t13"),
        ("a.xlsx", workbook()),
        ("a.jsonl", b'{"period": "2026-06", "actual": 12.5}\n{"period": "2026-07", "actual": 13}\n'),
        ("a.parquet", parquet()),
    ],
)
def test_the_same_rows_come_out_of_every_format(name: str, raw: bytes) -> None:
    found = uploaded(name, raw)
    assert [dict(record.values) for record in found.records] == ROWS
    assert not found.refusals


def test_cells_copied_from_a_spreadsheet_are_read() -> None:
    found = pasted("period\tactual\n2026-06\t12.5\n2026-07\t13\n")
    assert [dict(record.values) for record in found.records] == ROWS
    assert [record.line for record in found.records] == [2, 3]


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("a.exe", b"MZ", "not a format that can be read"),
        ("a", b"period,actual", "without an ending"),
        ("a.csv", b"", "empty"),
        ("a.xlsx", b"not a workbook", "not a workbook"),
        ("a.xlsx", b"PK\x03\x04 broken", "not a workbook"),
        ("a.parquet", b"PAR1 broken PAR1", "not a Parquet file"),
        ("a.csv", b"x" * (sheets.MOST_BYTES + 1), "10 MB"),
        ("a.csv", b"period,actual\n" + b"2026-06,1\n" * (sheets.MOST_ROWS + 1), "20,000 rows"),
        ("../../etc/passwd.csv", b"", "empty"),
    ],
)
def test_what_is_no_table_is_refused_in_words(name: str, raw: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason) as refused:
        uploaded(name, raw)
    assert "etc/" not in str(refused.value)


def test_a_small_file_that_holds_a_huge_table_is_refused_unread() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (sheets.MOST_UNPACKED + 1))
    with pytest.raises(SourceError, match="unpacked"):
        uploaded("bomb.xlsx", out.getvalue())
    many = io.BytesIO()
    pq.write_table(pa.table({"actual": pa.array([1.0] * (sheets.MOST_ROWS + 1))}), many)
    with pytest.raises(SourceError, match="20,000 rows"):
        uploaded("bomb.parquet", many.getvalue())


def test_rows_that_do_not_fit_are_named_by_line() -> None:
    found = pasted("period\tactual\n2026-06\t1\t2\t3\n2026-07\t13\n")
    assert [refusal.line for refusal in found.refusals] == [2]
    broken = uploaded("a.jsonl", b'{"period": 1}\nnot json\n[1]\n')
    assert [refusal.line for refusal in broken.refusals] == [2, 3]


def test_an_empty_paste_says_what_to_do() -> None:
    with pytest.raises(SourceError, match="nothing was pasted"):
        pasted(" \n\n ")


def test_rows_of_a_program_keep_their_figures_exactly() -> None:
    found = stated([{"period": "2026-06", "actual": 1234.567, "n": 3, "claim": None}])
    assert dict(found.records[0].values) == {"period": "2026-06", "actual": "1234.567", "n": "3"}
    assert found.mark == "."
    with pytest.raises(SourceError, match="20,000 rows"):
        stated([{}] * (sheets.MOST_ROWS + 1))


CELL = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).map(str.strip).filter(bool)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5))
def test_what_was_shown_is_what_is_confirmed(rows: list[tuple[str, str]]) -> None:
    raw = "\n".join(json.dumps({"period": a, "actual": b}) for a, b in rows).encode()
    before = uploaded("a.jsonl", raw)
    after = pasted(written_out(before))
    assert [dict(one.values) for one in after.records] == [dict(one.values) for one in before.records]
