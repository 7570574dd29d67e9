"""Numbers as people read them, checked by hand and by reading them back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.report import words
from trueup.vocabulary import Period


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (-0.0, "0"), (1234.5, "1,234"), (99.95, "99.95"), (12.345, "12.34"), (0.12345, "0.1234"),
     (-5, "−5"), (1e7, "10,000,000"), (99.996, "100"), (-1e-30, "0")],
)  # fmt: skip
def test_four_significant_digits(value: float, text: str):
    assert words.number(value) == text


@given(st.floats(1e-6, 1e12) | st.floats(-1e12, -1e-6))
def test_a_number_reads_back_within_half_of_its_last_digit(value: float):
    read = float(words.number(value).replace(",", "").replace(words.MINUS, "-"))
    assert read == pytest.approx(value, rel=5.01e-4)


@pytest.mark.parametrize(
    ("amount", "text"),
    [("0", "0"), ("850", "850"), ("999.6", "1 k"), ("250000", "250 k"), ("999999", "1 M"), ("1240000", "1.24 M"),
     ("-3200000", "−3.2 M"), ("5000000000", "5 bn"), ("-0.0001", "−0.0001")],
)  # fmt: skip
def test_money_in_three_digits(amount: str, text: str):
    assert words.money(Decimal(amount)) == text


@given(st.decimals(-(10**12), 10**12, places=2))
def test_short_money_reads_back_within_half_of_its_last_digit(value: Decimal):
    figure, _, scale = words.money(value).replace(words.MINUS, "-").partition(" ")
    read = float(figure.replace(",", "")) * {"": 1, "k": 1e3, "M": 1e6, "bn": 1e9}[scale]
    assert read == pytest.approx(float(value), rel=5.01e-3)


def test_a_gain_shows_its_sign_and_nothing_shows_none():
    assert words.money(Decimal(140_000), plus=True) == "+140 k"
    assert words.money(Decimal(0), plus=True) == "0"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 %"), (0.004, "<1 %"), (0.5, "50 %"), (0.996, ">99 %"), (1, "100 %"), (-1.2, "−120 %"), (3, "300 %")],
)
def test_the_last_per_cent_is_never_rounded_away(value: float, text: str):
    assert words.share(value) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("2026-09-01/2026-10-01", "Sep 2026"), ("2026-07-01/2026-10-01", "Q3 2026"), ("2026-01-01/2027-01-01", "2026"),
     ("2026-09-07/2026-09-08", "7 Sep 2026"), ("2026-09-07/2026-09-14", "7 Sep 2026 to 13 Sep 2026"),
     ("2026-02-01/2026-05-01", "1 Feb 2026 to 30 Apr 2026")],
)  # fmt: skip
def test_periods_by_their_names(text: str, shown: str):
    assert words.period(Period.parse(text)) == shown


def test_quantities_and_targets():
    assert words.quantity(1, "day") == "1 day"
    assert words.quantity(5.2, "day") == "5.2 days"
    assert words.quantity(93, "%") == "93 %"
    assert words.quantity(12, "count") == "12"
    assert words.target((3, 5), "day") == "3 to 5 days"


def test_lists_and_instants():
    assert words.listed([]) == ""
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b", "c"]) == "a, b and c"
    assert words.instant(dt.datetime(2026, 6, 30, 18, tzinfo=dt.UTC)) == "30 Jun 2026, 18:00 UTC"
    assert words.spelled(3) == "three"
    assert words.spelled(1000) == "1,000"
    assert words.sentence("it holds") == "It holds."
