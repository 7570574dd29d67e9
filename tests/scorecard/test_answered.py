"""Answers and efforts that are given: stored whole or not at all, once, and corrected by a later row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.horizons.made import stakeholders
from trueup.book import Book
from trueup.book.write import write
from trueup.facts import FactStore
from trueup.horizons.given import GivenAnswer, GivenEffort
from trueup.scorecard.answer_files import read_answers, read_efforts
from trueup.scorecard.answered import store_answers, store_efforts
from trueup.vocabulary import FactError, UnknownName

BOOK = """
kind: book
id: mill
name: Mill
currency: EUR
parties:
  - {id: mill, name: Mill, role: customer}
  - {id: acme, name: Acme, role: provider}
---
kind: agreement
id: saw
title: Saw
customer: mill
providers: [acme]
effective: 2026-01-01
---
"""
DAY = dt.date(2026, 3, 1)


class Mill:
    """A book with one stakeholders document, and its store."""

    def __init__(self, folder: Path) -> None:
        (folder / "book.yaml").write_text(BOOK + write(stakeholders()), encoding="utf-8")
        self.book = Book.load(folder)
        self.store = FactStore.open(folder, book="mill")

    def answer(self, *given: GivenAnswer, today: dt.date = DAY) -> tuple[int, int]:
        found = store_answers(self.store, self.book, None, given, today=today)
        return found.new, found.known

    def spend(self, *given: GivenEffort) -> tuple[int, int]:
        found = store_efforts(self.store, self.book, "saw-people", given, today=DAY)
        return found.new, found.known

    def rows(self, table: str) -> list[dict[str, Any]]:
        with self.store.snapshot() as snapshot:
            found: list[dict[str, Any]] = (
                snapshot.collect(snapshot.latest(table)).to_pylist() if snapshot.has(table) else []
            )
        return found


@pytest.fixture
def mill(tmp_path: Path) -> Iterator[Mill]:
    made = Mill(tmp_path)
    yield made
    made.store.close()


def again(value: float, **keys: Any) -> GivenAnswer:
    return GivenAnswer("again", value, DAY, "mill", **keys)


def test_an_answer_is_stored_once_and_corrected_by_a_later_row(mill: Mill) -> None:
    assert mill.answer(again(4)) == (1, 0)
    assert mill.answer(again(4)) == (0, 1)
    assert mill.answer(again(2)) == (1, 0)
    assert mill.answer(again(4)) == (1, 0), "back to what it was is a correction, too"
    [row] = mill.rows("answers")
    assert (row["value"], row["horizon"], row["item"], row["person"]) == (4.0, "corporation", None, None)


def test_one_that_cannot_count_keeps_all_out(mill: Mill) -> None:
    with pytest.raises(FactError, match="nothing was stored: 2 of 3") as raised:
        mill.answer(again(4), again(9, line=7), again(1, person="x", n=2, line="form"))
    assert [(each.line, each.column) for each in raised.value.refusals] == [(7, "value"), ("form", "n")]
    assert mill.rows("answers") == []


def test_two_that_contradict_each_other_keep_all_out(mill: Mill) -> None:
    with pytest.raises(FactError, match="two rows say different things"):
        mill.answer(again(4), again(5))
    assert mill.answer(again(4), again(4)) == (1, 1)


def test_a_day_that_lies_ahead_is_refused(mill: Mill) -> None:
    with pytest.raises(FactError) as raised:
        mill.answer(again(4), today=dt.date(2026, 2, 28))
    assert "lies ahead" in raised.value.refusals[0].reason
    with pytest.raises(FactError, match="nothing to store"):
        mill.answer()


def test_efforts_of_a_day_are_told_apart_by_what_they_say_or_by_their_reference(mill: Mill) -> None:
    visit = GivenEffort("individuals", "acme", DAY, 3.0, what="a visit")
    assert mill.spend(visit) == (1, 0)
    assert mill.spend(visit, GivenEffort("individuals", "acme", DAY, 4.0, what="a visit")) == (1, 1)
    assert mill.spend(GivenEffort("individuals", "acme", DAY, 5.0, ref="17")) == (1, 0)
    assert mill.spend(GivenEffort("individuals", "acme", DAY, 6.0, ref="17")) == (1, 0)
    assert sorted(row["hours"] for row in mill.rows("efforts")) == [3.0, 4.0, 6.0]


def test_a_document_that_is_not_there(mill: Mill) -> None:
    with pytest.raises(UnknownName, match="did you mean 'saw-people'"):
        store_answers(mill.store, mill.book, "saw-peopel", [again(4)], today=DAY)


def test_a_file_of_answers(mill: Mill) -> None:
    text = "criterion,item,person,value,answered_on,note\nusable,1,c,5,2026-02-01,\nusable,2,c,1,,quick\n"
    found = read_answers(text, by="mill", on=DAY)
    assert [(each.item, each.value, each.answered_on, each.note, each.line) for each in found] == [
        ("1", 5.0, dt.date(2026, 2, 1), None, 2), ("2", 1.0, DAY, "quick", 3)
    ]  # fmt: skip
    assert mill.answer(*found) == (2, 0)


def test_a_file_of_efforts() -> None:
    [found] = read_efforts("horizon,hours,amount,currency,what\nindividuals,2.5,10.50,EUR,visit\n", by="acme", on=DAY)
    assert (found.hours, str(found.amount), found.party, found.spent_on) == (2.5, "10.50", "acme", DAY)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("criterion,valu\na,1\n", "no column 'valu'"),
        ("criterion,value\nagain,four\n", "is not a number"),
        ("criterion,value\nagain,NaN\n", "is not a number"),
        ("criterion,value,answered_on\nagain,4,1.3.2026\n", "is not a day"),
        ("criterion,value\n,4\n", "column criterion: is missing"),
        ("criterion,value\nagain,4,5\n", "more cells than the header"),
    ],
)
def test_a_cell_that_cannot_be_read_keeps_the_file_out(text: str, message: str) -> None:
    with pytest.raises(FactError) as raised:
        read_answers(text, by="mill", on=DAY)
    assert message in str(raised.value)
