"""YAML that is written says what it was made from, and a change leaves the rest of a text alone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from trueup.book import Book, yaml
from trueup.book.kinds import kinds
from trueup.book.write import dump, edit, plain, same, write

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)
    | st.dates(dt.date(1000, 1, 1))
    | texts
    | st.sampled_from(["no", "1e5", "012", "null", "2026-01-01", "a: b", "- x", "#x", "'", "x ", "{", "*a", "~"])
)
keys = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(lambda key: key != "<<")
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4))
documents = st.dictionaries(keys, values, min_size=1, max_size=6)


def read(text: str) -> object:
    found, issues = yaml.read(text.encode(), "x.yaml")
    assert issues == []
    assert len(found) == 1
    return found[0].data


@given(documents)
def test_what_is_written_is_read_back(data: dict[str, object]) -> None:
    assert same(read(dump(data)), data)


@given(documents, documents)
def test_a_changed_text_says_the_new_data(before: dict[str, object], after: dict[str, object]) -> None:
    assert same(read(edit(dump(before), after)), after)


@pytest.mark.parametrize("book", ["examples/northwind", "src/trueup/book/starter_book"])
def test_every_document_of_an_example_keeps_its_digest(book: str) -> None:
    for document in Book.load(ROOT / book).documents:
        again = kinds()[document.kind_name()].model_validate(read(write(document)))
        assert again.digest == document.digest
        assert same(read(write(document)), plain(document))


TEXT = """\
# A KPI of ours.
kind: kpi
id: days          # short
name: Days
unit: day

# less is better
direction: decrease
entered: true
"""


def test_what_does_not_change_stays_as_it_was_written() -> None:
    data = read(TEXT)
    assert isinstance(data, dict)
    assert edit(TEXT, data) == TEXT
    changed = edit(TEXT, data | {"name": "Days to settle", "stage": "service"})
    assert changed == TEXT.replace("name: Days\n", "name: Days to settle\n") + "stage: service\n"


def test_a_key_that_goes_takes_its_lines_and_no_comment_of_the_next() -> None:
    data = {key: value for key, value in read(TEXT).items() if key != "unit"}  # type: ignore[attr-defined]
    assert edit(TEXT, data) == TEXT.replace("unit: day\n", "")


def test_a_text_on_one_line_or_with_anchors_over_keys_is_written_anew() -> None:
    assert edit("{kind: kpi, id: x}", {"kind": "kpi", "id": "y"}) == "kind: kpi\nid: y\n"
    assert edit("a: &x [1]\nb: *x\n", {"a": [2], "b": [1]}) == "a: [2]\nb: [1]\n"


def test_numbers_and_dates_are_written_as_such(tmp_path: Path) -> None:
    assert dump({"a": Decimal("5.0"), "b": dt.date(2026, 1, 2), "c": "5", "d": {"e": [1, "x y"]}}) == (
        'a: 5.0\nb: 2026-01-02\nc: "5"\nd: {e: [1, x y]}\n'
    )
