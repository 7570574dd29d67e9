from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from trueup.sources.plans.cells import decimal_mark, moment, number, text, yes


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (dt.datetime(2011, 5, 18, 8), dt.datetime(2011, 5, 18, 8)),
        (dt.date(2011, 5, 18), dt.datetime(2011, 5, 18)),
        ("2011-05-18 17:00:00", dt.datetime(2011, 5, 18, 17)),
        ("18/05/2011 08:30", dt.datetime(2011, 5, 18, 8, 30)),
        ("18.5.2011", dt.datetime(2011, 5, 18)),
        (40681.5, dt.datetime(2011, 5, 18, 12)),
        ("", None),
        ("31/02/2011", None),
        ("later", None),
    ],
)
def test_moments(cell: object, expected: dt.datetime | None) -> None:
    assert moment(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (72478.8700561523, "72478.8700561523"), ("1.234,50 €", "1234.50"), ("1,234.50", "1234.50"), ("1,234", "1234"),
        ("12,5", "12.5"), ("-3", "-3"), ("50 %", "50"),
    ],
)  # fmt: skip
def test_numbers(cell: object, expected: str) -> None:
    assert number(cell) == Decimal(expected)


@pytest.mark.parametrize("cell", ["", "none", True, float("nan"), float("inf")])
def test_no_number(cell: object) -> None:
    assert number(cell) is None


def test_texts_and_flags() -> None:
    assert text(12.0) == "12"
    assert text(None) == ""
    assert yes("Ja")
    assert not yes("Nee")


@pytest.mark.parametrize(
    ("words", "mark"),
    [
        (["1.234", "12,5"], ","),
        (["1,234", "12.5"], "."),
        (["1.234", "1.234.567"], ","),
        (["1.234,50 EUR", ""], ","),
        (["0,125", "1.250"], ","),
        (["1.234", "5.678"], None),
        (["1,234"], None),
        (["12,5", "12.5"], None),
    ],
)
def test_the_decimal_mark_of_a_file(words: list[str], mark: str | None) -> None:
    assert decimal_mark(words) == mark


def test_a_mark_that_is_known_decides() -> None:
    assert (number("1.234", ","), number("1.234", "."), number("1.234")) == (1234, Decimal("1.234"), Decimal("1.234"))
    assert (number("1,234", ","), number("1,234", ".")) == (Decimal("1.234"), 1234)
