"""The row filter: read, refused, and right."""

from __future__ import annotations

import pyarrow as pa
import pytest

from tests.sources.staging import staged
from trueup.sources.mapping.compile import Compiler
from trueup.sources.where import read_where

ROWS = pa.table(
    {
        "Vendor Name": ["Acme", "Sint", "", "acme", "N/A"],
        "amount": ["10", "2,000.5", "x", "-1", ""],
        "status": ["Awarded", "Closed", "Awarded", "awarded", "It's on"],
    }
)


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        ("vendor_name = 'Acme'", [0]),
        ("{Vendor Name} in ('Acme', 'Sint')", [0, 1]),
        ("vendor_name is null", [2, 4]),
        ("vendor_name is not null", [0, 1, 3]),
        ("amount > 9", [0, 1]),
        ("amount between -1 and 10", [0, 3]),
        ("amount <> 10", [1, 3]),
        ("status like 'Award%' and not amount = 10", [2]),
        ("status not in ('Awarded', 'Closed') or vendor_name = 'Acme'", [0, 3, 4]),
        ("(status = 'Closed' or status = 'awarded') and amount < 0", [3]),
        ("status = 'It''s on'", [4]),
    ],
)
def test_the_rows_that_pass(where: str, kept: list[int]) -> None:
    stage = staged(ROWS, missing={"N/A": None})
    test = Compiler(stage, "main").condition(where)
    found = stage.query(f"SELECT _row FROM {stage.reads['main'].relation} WHERE {test} ORDER BY 1")
    assert found["_row"].to_pylist() == kept


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("", "a column is expected"),
        ("status", "a sign is expected"),
        ("status = Awarded", "a text in 'quotes' or a number"),
        ("status = 'a' status = 'b'", "and, or, or the end"),
        ("(status = 'a'", ") is expected"),
        ("status = 'a' ; drop", "cannot read '; drop'"),
        ("lower(status) = 'a'", "does not compare"),
        ("status in ()", "a text in 'quotes' or a number"),
    ],
)
def test_a_wrong_filter_says_where(where: str, words: str) -> None:
    with pytest.raises(ValueError, match="where:") as caught:
        read_where(where)
    assert words in str(caught.value)
