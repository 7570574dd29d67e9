"""The small types: grades, directions, slices, money, units, digests, errors."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.vocabulary import (
    Direction,
    DocumentError,
    FactError,
    Grade,
    Issue,
    Moment,
    Money,
    MoneyError,
    Refusal,
    Slice,
    TrueupError,
    Unit,
    canonical,
    did_you_mean,
    digest,
    exact,
    to_decimal,
)

CENTS = st.decimals(-(10**12), 10**12, places=2, allow_nan=False, allow_infinity=False)


def test_grades_are_a_ladder() -> None:
    assert min(Grade.attested, Grade.reported, Grade.verified) is Grade.reported
    assert Grade.parse(" Attested ") is Grade.attested
    with pytest.raises(ValueError, match="reported, verified, attested"):
        Grade.parse("sworn")


def test_a_range_to_maintain_has_no_better_side() -> None:
    assert (Direction.increase.sign, Direction.decrease.sign) == (1, -1)
    with pytest.raises(ValueError, match="range"):
        _ = Direction.maintain.sign


def test_a_slice_contains_what_it_leaves_open() -> None:
    wide, narrow = Slice.of({"project": "p"}), Slice.of({"project": "p", "provider": "acme"})
    assert wide.contains(narrow)
    assert not narrow.contains(wide)
    assert Slice().contains(wide)
    assert str(narrow) == "project p, provider acme"
    with pytest.raises(ValueError, match="vendor"):
        Slice.of({"vendor": "acme"})


CORNERS = st.builds(Slice, **{name: st.sampled_from((None, "a", "b")) for name in ("stage", "project", "provider")})


@given(CORNERS, CORNERS)
def test_wider_slices_are_all_others_that_contain_a_slice(each: Slice, other: Slice) -> None:
    assert (other in set(each.wider())) == (other != each and other.contains(each))


def test_two_currencies_are_never_added() -> None:
    with pytest.raises(MoneyError, match="EUR and USD"):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "USD")
    with pytest.raises(MoneyError):
        Money(Decimal("NaN"), "EUR")


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [("0.125", "EUR", "0.12"), ("0.135", "EUR", "0.14"), ("2.5", "JPY", "2"), ("1.0005", "KWD", "1.000")],
)
def test_rounding_is_half_even_to_the_minor_unit(amount: str, currency: str, shown: str) -> None:
    assert str(Money(Decimal(amount), currency).rounded().amount) == shown


@given(st.lists(CENTS))
def test_sums_of_money_are_exact_in_any_order(amounts: list[Decimal]) -> None:
    money = [Money(amount, "EUR") for amount in amounts]
    assert Money.sum(money, "EUR") == Money.sum(reversed(money), "EUR")
    assert Money.sum(money, "EUR").amount == sum(amounts, Decimal(0))


@given(CENTS)
def test_a_float_stands_for_the_number_as_written(amount: Decimal) -> None:
    assert exact(float(amount)) == Fraction(repr(float(amount)))
    assert to_decimal(exact(amount)) == amount


@pytest.mark.parametrize(
    ("text", "name"), [("%", "%"), ("Percent", "%"), (" percentage ", "%"), ("Days", "day"), ("widgets", "widgets")]
)
def test_units_are_normalised_and_the_raw_text_is_kept(text: str, name: str) -> None:
    unit = Unit.parse(text)
    assert (unit.name, unit.raw) == (name, text)


def test_durations_and_counts_cannot_fall_below_zero() -> None:
    assert Unit.parse("days").floor == 0.0
    assert Unit.parse("EUR").floor is None


def test_the_digest_is_of_the_canonical_json() -> None:
    assert canonical({"b": 1, "a": "ü"}) == '{"a":"ü","b":1}'.encode()
    assert digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})


def test_a_moment_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Moment(dt.date(2026, 1, 1), dt.datetime(2026, 1, 1))


def test_errors_say_what_where_and_what_to_do() -> None:
    error = TrueupError("no such book", where="books/x", do="Run `trueup init books/x`.")
    assert str(error) == "books/x: no such book\n  Run `trueup init books/x`."
    assert did_you_mean("clam_days", ["claim_days", "cost"]) == "did you mean 'claim_days'?"
    assert did_you_mean("zzz", ["claim_days"]) is None


def test_every_issue_and_refusal_is_listed() -> None:
    issue = Issue("error", "unknown KPI 'x'", "book.yaml", 7, "objectives[0].kpi", "did you mean 'y'?")
    assert str(issue) == "book.yaml:7: error: objectives[0].kpi: unknown KPI 'x' (did you mean 'y'?)"
    assert DocumentError([issue]).issues == (issue,)
    refused = FactError("3 rows refused", refusals=[Refusal(4, "actual", "not a number", "abc")])
    assert "line 4, column actual: not a number (got 'abc')" in str(refused)
