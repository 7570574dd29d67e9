"""Money in an operating model, exactly: by currency and length of time, and as a year's worth by days.

Different lengths of time convert by days, as value does: a year is 365.2425 days, a month a twelfth of it
(docs/explanation/methods/value.md). Each amount is rounded to its minor unit once, when it is converted (only days and
weeks need it), and sums are exact from there on: so parts always add up to their whole, to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from trueup.operating_model.document import OperatingModel
from trueup.operating_model.parts import CashFlow, Element, Kind, Sum
from trueup.operating_model.results_money import Cash, CashSum, Cost, Recurring
from trueup.vocabulary import DAYS_PER_YEAR, Grain, Money, to_decimal

_WAYS = ("in", "out")


def a_year(amount: Decimal, per: Grain, currency: str) -> Decimal:
    """An amount for one `per` as the amount for a year of 365.2425 days, rounded to the currency's minor unit."""
    return Money(to_decimal(Fraction(amount) * DAYS_PER_YEAR / per.days), currency).rounded().amount


def recurring(stated: Sum | CashFlow | None) -> Recurring | None:
    """An amount with its year's worth; None where no amount is known."""
    if stated is None or stated.amount is None or stated.currency is None or stated.per is None:
        return None
    year = a_year(stated.amount, stated.per, stated.currency)
    return Recurring(amount=stated.amount, currency=stated.currency, per=stated.per, a_year=year)


def cash(flows: Iterable[CashFlow]) -> Cash:
    """Some cash flows, summed by currency: as stated for each length of time, and all for a year."""
    every = tuple(flows)
    stated: dict[tuple[str, Grain], list[CashFlow]] = {}
    years: dict[str, list[CashFlow]] = {}
    for flow in every:
        if flow.amount is not None and flow.currency is not None and flow.per is not None:
            stated.setdefault((flow.currency, flow.per), []).append(flow)
            years.setdefault(flow.currency, []).append(flow)
    return Cash(
        flows=tuple(flow.id for flow in every),
        stated=tuple(_stated(currency, per, some) for (currency, per), some in stated.items()),
        a_year=tuple(_year(currency, some) for currency, some in years.items()),
        unknown=tuple(flow.id for flow in every if flow.amount is None),
    )


def cash_of(model: OperatingModel, among: Iterable[str] | None = None) -> Cash:
    """The cash flows of a model, or those of them whose ids are in `among`."""
    wanted = None if among is None else frozenset(among)
    return cash(flow for flow in model.cash_flows if wanted is None or flow.id in wanted)


def costs(elements: Iterable[tuple[Kind, Element]]) -> tuple[Cost, ...]:
    """What elements cost a year: a sum for each kind and currency.

    Components and capabilities are never added up: what a component costs may be what its capabilities do.
    """
    found: dict[tuple[Kind, str], dict[str, Decimal]] = {}
    for kind, element in elements:
        stated = getattr(element, "cost", None)
        if isinstance(stated, Sum) and stated.currency is not None and stated.per is not None:
            found.setdefault((kind, stated.currency), {})[element.id] = a_year(
                stated.amount, stated.per, stated.currency
            )
    return tuple(
        Cost(kind=kind, currency=currency, a_year=_sum(each.values()), elements=tuple(each))
        for (kind, currency), each in found.items()
    )


def _stated(currency: str, per: Grain, flows: Sequence[CashFlow]) -> CashSum:
    coming, going = (_sum(flow.amount or Decimal(0) for flow in flows if flow.direction == way) for way in _WAYS)
    return CashSum(currency=currency, per=per, coming_in=coming, going_out=going)


def _year(currency: str, flows: Sequence[CashFlow]) -> CashSum:
    coming, going = (
        _sum(each.a_year for flow in flows if flow.direction == way and (each := recurring(flow)) is not None)
        for way in _WAYS
    )
    return CashSum(currency=currency, per=Grain.year, coming_in=coming, going_out=going)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return to_decimal(sum((Fraction(amount) for amount in amounts), Fraction(0)))
