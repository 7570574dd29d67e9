"""Planned against invoiced and paid: sums by key, what they differ by, and what cannot be compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from trueup.agreements.amounts import rounded
from trueup.value.exchange import Exchange, only_currency
from trueup.value.payments import Payment, plans
from trueup.value.results_payments import PaymentLine, PlanTotal
from trueup.vocabulary import Figure, Grain, InputError, Money, Period, did_you_mean, said
from trueup.vocabulary.said import Said

By = Literal["agreement", "year", "kind", "party", "currency"]
KEYS: tuple[By, ...] = ("agreement", "year", "kind", "party", "currency")


@dataclass(frozen=True, slots=True)
class Comparing:
    """How payments are compared: as of which day, in which currency where they mix, in which fiscal years."""

    as_of: dt.date
    exchange: Exchange
    fiscal_year_start: int = 1

    def lines(self, payments: Sequence[Payment], by: Sequence[By]) -> tuple[PaymentLine, ...]:
        """A line for each different value of the keys, in order. MoneyError: one mixes currencies without a rate."""
        last = _last_plans(payments)
        counted = [each for each in payments if self._counts(each, last)]
        groups: dict[tuple[str | None, ...], list[Payment]] = {}
        for each in counted:
            groups.setdefault(tuple(self._key(each, key) for key in by), []).append(each)
        whole = _Whole(_by_agreement(payments), _kinds_of_units(counted, by), tuple(by))
        names = sorted(groups, key=lambda key: tuple((part is None, part or "") for part in key))
        return tuple(self._line(dict(zip(by, key, strict=True)), groups[key], whole) for key in names)

    def totals(self, payments: Sequence[Payment]) -> tuple[PaymentLine, ...]:
        """Everything together: one line in the exchange's currency where the rates allow it, else one a currency."""
        if len({each.currency for each in payments}) > 1 and not self.exchange.rates:
            return self.lines(payments, ["currency"])
        return self.lines(payments, [])

    @staticmethod
    def _counts(payment: Payment, last: dict[str, str | None]) -> bool:
        return payment.kind != "planned" or payment.plan == last[payment.agreement]

    def _key(self, payment: Payment, key: By) -> str | None:
        return {
            "agreement": payment.agreement,
            "year": self.year(payment.day),
            "kind": payment.kind,
            "party": payment.payee,
            "currency": payment.currency,
        }[key]

    def year(self, day: dt.date) -> str:
        """The fiscal year of a day, named by the year in which it ends."""
        return str((Grain.year.period_of(day, self.fiscal_year_start).end - dt.timedelta(days=1)).year)

    def _line(self, keys: dict[str, str | None], payments: Sequence[Payment], whole: _Whole) -> PaymentLine:
        exchange = Exchange(only_currency([each.currency for each in payments], self.exchange.to), self.exchange.rates)
        sums = _Sums(payments, exchange, self.as_of)
        bills, paid = sums.to_date("invoiced"), sums.to_date("paid")
        owed = None if bills is None else bills - (sums.to_date("credited") or 0) - (paid or 0)
        own = whole.of_one(payments)
        both = [each for each in payments if whole.comparable(each)]
        apart = [each for each in payments if not whole.comparable(each)]
        return PaymentLine(
            keys=keys,
            currency=exchange.to,
            payments=len(payments),
            planned=sums.shown(sums.all("planned")),
            planned_to_date=sums.shown(sums.to_date("planned")),
            invoiced=sums.shown(bills),
            credited=sums.shown(sums.to_date("credited")),
            paid=sums.shown(paid),
            difference=sums.shown(_difference(_Sums(both, exchange, self.as_of)) if both else None),
            unpaid=sums.shown(owed),
            plans=tuple(_plan_totals(own, exchange, self.as_of)),
            not_comparable=() if "kind" in keys else tuple(_not_comparable(apart, both, sums)),
            notes=tuple(_notes(payments, own, exchange)),
        )


Unit = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class _Whole:
    """All that is compared: the payments of each agreement, and which kinds of payments each unit has.

    A unit is what a plan and its payments must share before one can be held against the other: the agreement and,
    where lines are cut by them, party and currency. In a year without a payment, a unit that has others paid nothing.
    """

    agreements: dict[str, list[Payment]]
    kinds: dict[Unit, set[str]]
    by: tuple[By, ...]

    def of_one(self, payments: Sequence[Payment]) -> list[Payment]:
        """All payments of the agreement that a line is of, with those of earlier plans; none where it is of several."""
        if "agreement" not in self.by:
            return []
        units = {_unit(each, self.by) for each in payments}
        return [each for each in self.agreements[payments[0].agreement] if _unit(each, self.by) in units]

    def comparable(self, payment: Payment) -> bool:
        """Whether its unit has both a plan and payments."""
        return "kind" not in self.by and {"planned", "paid"} <= self.kinds[_unit(payment, self.by)]


def _unit(payment: Payment, by: Sequence[By]) -> Unit:
    party = (payment.payee,) if "party" in by else ()
    return (payment.agreement, *party, *((payment.currency,) if "currency" in by else ()))


def _kinds_of_units(payments: Sequence[Payment], by: Sequence[By]) -> dict[Unit, set[str]]:
    found: dict[Unit, set[str]] = {}
    for each in payments:
        found.setdefault(_unit(each, by), set()).add(each.kind)
    return found


def _difference(sums: _Sums) -> Fraction:
    return (sums.to_date("paid") or Fraction(0)) - (sums.to_date("planned") or Fraction(0))


def _by_agreement(payments: Iterable[Payment]) -> dict[str, list[Payment]]:
    found: dict[str, list[Payment]] = {}
    for each in payments:
        found.setdefault(each.agreement, []).append(each)
    return found


def _last_plans(payments: Sequence[Payment]) -> dict[str, str | None]:
    """The plan of each agreement that counts: several plans are revisions of one another and are never added up."""
    return {name: (plans(own) or [None])[-1] for name, own in _by_agreement(payments).items()}


class _Sums:
    """Exact sums of some payments by kind, in one currency."""

    def __init__(self, payments: Sequence[Payment], exchange: Exchange, as_of: dt.date) -> None:
        self.payments, self.exchange, self.as_of = payments, exchange, as_of

    def all(self, kind: str, of: Callable[[Payment], bool] = lambda _: True) -> Fraction | None:
        """The sum of a kind; None where there is no such payment at all."""
        found = [each for each in self.payments if each.kind == kind and of(each)]
        if not found:
            return None
        return sum((self.exchange.convert(each.amount, each.currency, each.day) for each in found), Fraction(0))

    def to_date(self, kind: str) -> Fraction | None:
        """The sum of those whose day is over; 0 where all lie ahead, None where there is none at all."""
        if self.all(kind) is None:
            return None
        return self.all(kind, lambda each: each.day < self.as_of) or Fraction(0)

    def shown(self, amount: Fraction | None) -> Decimal | None:
        """Rounded to the minor unit, once."""
        return None if amount is None else rounded(amount, self.exchange.to)

    def words(self, amount: Fraction) -> Figure:
        """For a sentence: with its currency."""
        return Figure(str(Money(rounded(amount, self.exchange.to), self.exchange.to)))


def _plan_totals(payments: Sequence[Payment], exchange: Exchange, as_of: dt.date) -> Iterator[PlanTotal]:
    names = plans(payments)
    for name in names:
        own = [each for each in payments if each.kind == "planned" and each.plan == name]
        sums = _Sums(own, exchange, as_of)
        yield PlanTotal(
            plan=name,
            counts=name == names[-1],
            payments=len(own),
            first=min(each.period.start for each in own),
            until=max(each.period.end for each in own),
            amount=rounded(sums.all("planned") or Fraction(0), exchange.to),
            to_date=rounded(sums.to_date("planned") or Fraction(0), exchange.to),
        )


def _not_comparable(apart: Sequence[Payment], both: Sequence[Payment], sums: _Sums) -> Iterator[Said]:
    alone, compared = (_Sums(some, sums.exchange, sums.as_of) for some in (apart, both))
    if paid := alone.to_date("paid"):
        yield said("{amount} was paid, and no plan says what was to be paid", amount=sums.words(paid))
    if planned := alone.to_date("planned"):
        yield said("{amount} was planned to date, and nothing says what was paid", amount=sums.words(planned))
    covered = _covered(both)
    if outside := compared.all("paid", lambda each: not _within(each, covered)):
        yield said("{amount} was paid for a time that the plan does not cover", amount=sums.words(outside))
    if running := compared.all("planned", lambda each: each.period.start < sums.as_of <= each.day):
        yield said("{amount} is planned for a period that is not over", amount=sums.words(running))


def _covered(payments: Sequence[Payment]) -> dict[str, Period]:
    """From the first to the last day that the plan of each agreement foresees."""
    found: dict[str, Period] = {}
    for each in payments:
        if each.kind == "planned":
            own = found.get(each.agreement, each.period)
            ends = max(own.end, each.period.end)
            found[each.agreement] = Period(min(own.start, each.period.start), ends)
    return found


def _within(payment: Payment, covered: dict[str, Period]) -> bool:
    """Whether a plan covers any of the payment's time; where the line has none of the plan, that is not its matter."""
    own = covered.get(payment.agreement)
    return own is None or payment.period.overlap(own) > 0


def _notes(payments: Sequence[Payment], own: Sequence[Payment], exchange: Exchange) -> Iterator[Said]:
    names = plans(own)
    if len(names) > 1:
        yield said(
            "{count} plans: {last} counts, and they are never added up", count=len(names), last=names[-1] or "unnamed"
        )
    used = [exchange.rate(each.currency, each.day) for each in payments]
    rates = {(rate.currency, rate.on): rate for rate in used if rate is not None}
    for _, rate in sorted(rates.items()):
        yield said(
            "1 {currency} counts as {rate} {to} from {day}",
            currency=rate.currency, rate=Figure(str(rate.is_)), to=exchange.to, day=rate.on,
        )  # fmt: skip


def read_by(text: str) -> tuple[By, ...]:
    """`agreement,year` as keys. InputError, with a suggestion, for a key that there is not."""
    names = [part.strip() for part in text.split(",") if part.strip()]
    for name in names:
        if name not in KEYS:
            raise InputError(
                f"payments have no key {name!r}", do=did_you_mean(name, KEYS) or f"one of {', '.join(KEYS)}"
            )
    return tuple(key for name in dict.fromkeys(names) for key in KEYS if key == name)
