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
        counted = [each for each in payments if self._counts(each, _last_plans(payments))]
        groups: dict[tuple[str | None, ...], list[Payment]] = {}
        for each in counted:
            groups.setdefault(tuple(self._key(each, key) for key in by), []).append(each)
        every = _by_agreement(payments)
        names = sorted(groups, key=lambda key: tuple((part is None, part or "") for part in key))
        return tuple(self._line(dict(zip(by, key, strict=True)), groups[key], every) for key in names)

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

    def _line(
        self, keys: dict[str, str | None], payments: Sequence[Payment], every: dict[str, list[Payment]]
    ) -> PaymentLine:
        exchange = Exchange(only_currency([each.currency for each in payments], self.exchange.to), self.exchange.rates)
        sums = _Sums(payments, exchange, self.as_of)
        planned, paid = sums.to_date("planned"), sums.to_date("paid")
        bills = sums.to_date("invoiced")
        owed = None if bills is None else bills - (sums.to_date("credited") or 0) - (paid or 0)
        one = {each.agreement for each in payments}
        own = every[next(iter(one))] if len(one) == 1 and "agreement" in keys else []
        return PaymentLine(
            keys=keys,
            currency=exchange.to,
            payments=len(payments),
            planned=sums.shown(sums.all("planned")),
            planned_to_date=sums.shown(planned),
            invoiced=sums.shown(bills),
            credited=sums.shown(sums.to_date("credited")),
            paid=sums.shown(paid),
            difference=sums.shown(None if planned is None or paid is None else paid - planned),
            unpaid=sums.shown(owed),
            plans=tuple(_plan_totals(own, exchange, self.as_of)),
            not_comparable=() if "kind" in keys else tuple(_not_comparable(payments, sums)),
            notes=tuple(_notes(payments, own, exchange)),
        )


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


def _not_comparable(payments: Sequence[Payment], sums: _Sums) -> Iterator[Said]:
    planned, paid = sums.all("planned"), sums.all("paid")
    if planned is None and paid is not None:
        yield said("no plan says what was to be paid")
    if paid is None and planned is not None:
        yield said("nothing says what was paid")
    if planned is None or paid is None:
        return
    plan = [each for each in payments if each.kind == "planned"]
    covered = Period(min(each.period.start for each in plan), max(each.period.end for each in plan))
    outside = sums.all("paid", lambda each: not each.period.overlap(covered)) or Fraction(0)
    if outside:
        yield said("{amount} was paid for a time that the plan does not cover", amount=sums.words(outside))
    running = sums.all("planned", lambda each: each.period.start < sums.as_of <= each.day) or Fraction(0)
    if running:
        yield said("{amount} is planned for a period that is not over", amount=sums.words(running))


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
