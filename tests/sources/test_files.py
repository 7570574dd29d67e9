"""Files into columns: every row is there, or is refused with the line it stands on."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trueup.sources.files import read_sheet
from trueup.sources.files.grid import Sheet
from trueup.sources.files.paths import expand, filled, variables
from trueup.sources.reading import Read
from trueup.vocabulary import SourceError


def sheet(text: str | bytes, format: str = "csv", **options: Any) -> Sheet:
    raw = text.encode() if isinstance(text, str) else text
    return read_sheet(raw, Path(f"file.{format}"), Read(**{format: "file"}, **options))


def rows(found: Sheet) -> list[list[str]]:
    return [list(row.values()) for row in found.table.to_pylist()]


def lines(found: Sheet) -> list[int]:
    return [int(line) for line in found.lines.to_pylist()]


def test_line_numbers_survive_quoted_line_breaks_and_blank_lines() -> None:
    found = sheet('a,b\n1,"two\nlines"\n\n2,"x, ""y"""\r\n,\n3,z')
    assert rows(found) == [["1", "two\nlines"], ["2", 'x, "y"'], ["3", "z"]]
    assert lines(found) == [2, 5, 7]
    assert found.blank == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_seen_in_the_header(delimiter: str) -> None:
    assert rows(sheet(f"a{delimiter}b\n1{delimiter}2\n")) == [["1", "2"]]


def test_a_delimiter_inside_quotes_does_not_count() -> None:
    assert sheet('"a, b, c";d\n1;2\n').table.column_names == ["a, b, c", "d"]


def test_white_space_tabs_and_stated_delimiters() -> None:
    assert rows(sheet(" id  date\n 001  19970101\n", delimiter="whitespace")) == [["001", "19970101"]]
    assert rows(sheet("a\tb\n1,5\t2\n", "tsv")) == [["1,5", "2"]]
    assert rows(sheet("a~b\n1~2\n", delimiter="~")) == [["1", "2"]]
    assert rows(sheet("a,b\n'1,5',2\n", quote="'")) == [["1,5", "2"]]


def test_long_and_short_rows_are_refused_and_empty_tails_are_not() -> None:
    found = sheet("a,b\n1,2\n1\n1,2,3\n4,5,,\n")
    assert rows(found) == [["1", "2"], ["4", "5"]]
    assert [(r.line, r.reason[:40]) for r in found.refusals] == [
        (3, "has 1 cells where the header has 2; `rag"),
        (4, "has 3 cells where the header has 2"),
    ]
    assert found.read == 4
    assert rows(sheet("a,b\n1\n", ragged="pad")) == [["1", ""]]


def test_a_quote_that_is_never_closed_is_refused_with_what_it_swallowed() -> None:
    found = sheet('a,b\n1,2\n3,"four\n5,6\n7,8\n')
    assert rows(found) == [["1", "2"]]
    assert found.refusals[0].line == 3
    assert "opens a quote that is never closed: 2 more lines" in found.refusals[0].reason


def test_headers() -> None:
    assert sheet("Title\n\na,b\n1,2\n", skip=2).table.column_names == ["a", "b"]
    assert sheet("Title,\nx,y\na,b\n1,2\n", header=3).table.column_names == ["a", "b"]
    assert sheet("2014,2014\nCost,Result\n1,2\n", header=(1, 2)).table.column_names == ["2014 Cost", "2014 Result"]
    assert sheet('"Long\n  header",,a,a\n1,2,3,4\n').table.column_names == ["Long header", "column_2", "a", "a.2"]
    assert sheet("1,2\n3,4\n", header=False).table.column_names == ["column_1", "column_2"]
    named = sheet("1,2\n3,4\n", header=False, columns=("x", "y"))
    assert named.table.column_names == ["x", "y"]
    assert rows(named) == [["1", "2"], ["3", "4"]]
    with pytest.raises(SourceError, match="there is no header row"):
        sheet("")


def test_footers_and_comments() -> None:
    assert rows(sheet("a,b\n1,2\nTotal,2\n\n", skip_last=1)) == [["1", "2"]]
    assert rows(sheet("# made by hand\na,b\n#1,2\n3,4\n", comment="#", skip=0)) == [["3", "4"]]


def test_a_transposed_file_counts_columns() -> None:
    found = sheet("id,p1,p2,\nname,One,Two,\ncost,1,,\n", transpose=True)
    assert found.table.column_names == ["id", "name", "cost"]
    assert rows(found) == [["p1", "One", "1"], ["p2", "Two", ""]]
    assert lines(found) == [2, 3]
    assert found.blank == 1


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), max_size=8)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=20))
@example([["", "", " "]])
def test_whatever_a_csv_writer_writes_is_read_back(table: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *table])
    found = sheet(out.getvalue().encode(), encoding="utf-8")
    kept = [row for row in table if any(cell.strip() for cell in row)]
    assert rows(found) == kept
    assert found.blank == len(table) - len(kept)


def workbook(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in sheets:
        page = book.create_sheet(name)
        for row in cells:
            page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_excel_cells_are_what_a_person_would_have_typed() -> None:
    import datetime as dt

    raw = workbook(
        ("cover", [["A report"]]),
        (
            "data",
            [
                [],
                ["id", "when", "cost", "open"],
                ["005", dt.datetime(2014, 2, 28), 12.0, True],
                ["x", None, 0.1, False],
            ],
        ),
    )
    found = sheet(raw, "excel", sheet="data", header=2)
    assert rows(found) == [["005", "2014-02-28", "12", "true"], ["x", "", "0.1", "false"]]
    assert lines(found) == [3, 4]
    assert sheet(raw, "excel").table.column_names == ["A report"]
    with pytest.raises(SourceError, match=r"there is no sheet 'dtaa'\n  did you mean 'data'"):
        sheet(raw, "excel", sheet="dtaa")
    with pytest.raises(SourceError, match="there is no sheet 3"):
        sheet(raw, "excel", sheet=3)
    with pytest.raises(SourceError, match="not a workbook"):
        sheet(b"PK not really", "excel")


def test_json_lines() -> None:
    found = sheet(
        '{"a": 1.10, "b": {"c": "x", "d": null}}\n\nnot json\n[1]\n{"a": 2, "l": [1, {"k": 2.50}]}\n', "jsonl"
    )
    assert found.table.to_pylist() == [
        {"a": "1.10", "b.c": "x", "l": None},
        {"a": "2", "b.c": None, "l": '[1, {"k": 2.50}]'},
    ]
    assert lines(found) == [1, 5]
    assert [refusal.line for refusal in found.refusals] == [3, 4]


def test_parquet_keeps_its_types() -> None:
    out = io.BytesIO()
    pq.write_table(pa.table({"a": [1, 2], "b": ["x", None]}), out)
    found = sheet(out.getvalue(), "parquet")
    assert found.table.schema.field("a").type == pa.int64()
    assert lines(found) == [1, 2]
    with pytest.raises(SourceError, match=r"file\.parquet: not a Parquet file"):
        sheet(b"PAR1", "parquet")


def test_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "metrics_2.csv").touch()
    (tmp_path / "metrics_1.csv").touch()
    assert [path.name for path in expand("metrics_*.csv", tmp_path)] == ["metrics_1.csv", "metrics_2.csv"]
    monkeypatch.setenv("FABLE", str(tmp_path))
    assert [path.name for path in expand("${FABLE}/metrics_1.csv", Path("/nowhere"))] == ["metrics_1.csv"]
    assert filled("${NOT_SET:-data}/x", {}) == "data/x"
    with pytest.raises(SourceError, match="FABLE_TWO is not set"):
        filled("${FABLE_TWO}/x", {})
    with pytest.raises(SourceError, match=r"no such file\n  did you mean 'metrics_1\.csv'"):
        expand("metric_1.csv", tmp_path)


def test_within_given_variables_the_environment_is_out_of_sight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUEUP_OUTSIDE", "outside")
    with variables({"GIVEN": "given"}):
        assert filled("${GIVEN}/${TRUEUP_OUTSIDE:-hidden}") == "given/hidden"
        with pytest.raises(SourceError, match="TRUEUP_OUTSIDE is not set"):
            filled("${TRUEUP_OUTSIDE}")
        with variables({}):
            assert filled("${GIVEN:-nothing}") == "nothing"
    assert filled("${TRUEUP_OUTSIDE}") == "outside"
