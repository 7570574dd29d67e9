"""Numbers and periods as people write them; what could be read in two ways is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.vocabulary import Grain
from trueup.web.evidence.written import decimal_mark, number, period


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("1.234,56", 1234.56),
        ("1,234.56", 1234.56),
        ("1.234.567", 1234567.0),
        ("1,234,567", 1234567.0),
        ("1 234,5", 1234.5),
        ("1\u202f234,5", 1234.5),
        ("1'234.50", 1234.5),
        ("-3,25", -3.25),
        ("\N{MINUS SIGN}3,25", -3.25),
        ("0,123", 0.123),
        ("0.123", 0.123),
        (",5", 0.5),
        ("42", 42.0),
        ("93 %", 93.0),
        ("1e3", 1000.0),
        ("1234.567", 1234.567),
    ],
)
def test_a_number_that_can_be_read_one_way_is_read(text: str, value: float) -> None:
    assert number(text, None) == value


@pytest.mark.parametrize("text", ["1,234", "1.234", "-12.345"])
def test_what_could_be_thousands_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match="say which decimal mark"):
        number(text, None)
    assert abs(number(text, ",")) != abs(number(text, "."))


@pytest.mark.parametrize(
    "text", ["", "abc", "1,2,3", "1.2.3,4,5", "=1+1", "12,34.56,7", "1.23.456", "nan", "inf", "1_000", "--1", "0x10"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    for mark in (None, ",", "."):
        with pytest.raises(ValueError, match=r"."):
            number(text, mark)  # type: ignore[arg-type]


def test_a_column_says_which_mark_it_uses() -> None:
    assert decimal_mark(["1,234", "12,5"]) == ","
    assert decimal_mark(["1,234", "1,234.5"]) == "."
    assert decimal_mark(["12", "1.234"]) is None
    with pytest.raises(ValueError, match=r"'12\.5' has a decimal point and '12,5' a decimal comma"):
        decimal_mark(["12.5", "12,5"])


@given(st.floats(-1e12, 1e12).map(lambda value: round(value, 2)))
def test_what_was_written_either_way_is_read_back(value: float) -> None:
    english = f"{value:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert number(english, ".") == value
    assert number(german, ",") == value


@pytest.mark.parametrize(
    ("text", "grain", "expected"),
    [
        ("2026-06", "month", "2026-06-01/2026-07-01"),
        ("2026-06-30", "month", "2026-06-01/2026-07-01"),
        ("2026-06-01 00:00:00", "month", "2026-06-01/2026-07-01"),
        ("30.06.2026", "month", "2026-06-01/2026-07-01"),
        ("30.6.2026", "day", "2026-06-30/2026-07-01"),
        ("06.2026", "month", "2026-06-01/2026-07-01"),
        ("6/2026", "month", "2026-06-01/2026-07-01"),
        ("June 2026", "month", "2026-06-01/2026-07-01"),
        ("Juni 2026", "month", "2026-06-01/2026-07-01"),
        ("Jun-26", "month", "2026-06-01/2026-07-01"),
        ("März 2026", "month", "2026-03-01/2026-04-01"),
        ("06/30/2026", "month", "2026-06-01/2026-07-01"),
        ("30/06/2026", "month", "2026-06-01/2026-07-01"),
        ("2026-Q2", "quarter", "2026-04-01/2026-07-01"),
        ("Q2 2026", "quarter", "2026-04-01/2026-07-01"),
        ("2026", "year", "2026-01-01/2027-01-01"),
        ("2026-06-01/2026-07-01", "month", "2026-06-01/2026-07-01"),
        ("2026-06-08", "week", "2026-06-08/2026-06-15"),
    ],
)
def test_a_period_is_named_in_many_ways(text: str, grain: str, expected: str) -> None:
    assert str(period(text, Grain(grain))) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("05/06/2026", "say which"),
        ("2026-Q2", "longer than one month"),
        ("2026", "longer than one month"),
        ("2026-06-01/2026-05-01", "ends before"),
        ("2026-13", r"month"),
        ("31.02.2026", "day"),
        ("yesterday", "is not a period"),
        ("", "is not a period"),
        ("=2026-06", "is not a period"),
    ],
)
def test_a_period_that_is_none_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        period(text, Grain.month)


def test_a_fiscal_year_is_named_by_the_year_in_which_it_ends() -> None:
    assert str(period("2026", Grain.year, fiscal_year_start=4)) == "2025-04-01/2026-04-01"


def test_the_order_of_day_and_month_can_be_said() -> None:
    assert period("05/06/2026", Grain.day, order="dmy").start == dt.date(2026, 6, 5)
    assert period("05/06/2026", Grain.day, order="mdy").start == dt.date(2026, 5, 6)
    with pytest.raises(ValueError, match=r"."):
        period("30/06/2026", Grain.day, order="mdy")


@given(st.text(max_size=40))
def test_any_text_is_a_period_or_refused(text: str) -> None:
    try:
        found = period(text, Grain.month)
    except (ValueError, OverflowError):
        return
    assert found.days <= 31
