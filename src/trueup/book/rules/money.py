"""Rules about costs and pricing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from trueup.vocabulary import DAYS_PER_MONTH, Grain, Issue, to_decimal

if TYPE_CHECKING:
    from trueup.agreements.documents import Agreement
    from trueup.agreements.terms import Pricing
    from trueup.book.draft import Draft, Placed

_CURRENCIES = ("USD", "EUR", "GBP")


def cost_ends_after_it_begins(draft: Draft) -> Iterator[Issue]:
    """A cost accrues over a time that exists."""
    for placed in draft.agreements:
        for index, cost in enumerate(placed.document.costs):
            start = cost.from_ or placed.document.effective
            if cost.until is not None and cost.per is not None and cost.until <= start:
                message = f"ends on {cost.until}, but it accrues only from {start}"
                yield placed.issue("error", ("costs", index, "until"), message)
            if cost.date is not None and (cost.from_ is not None or cost.until is not None):
                message = "a cost that falls on a date neither begins nor ends"
                yield placed.issue("hint", ("costs", index, "date"), message, "use `per`, or remove `from` and `until`")


def provisional_fee_lies_between_floor_and_cap(draft: Draft) -> Iterator[Issue]:
    """Outside them, every true-up moves money, whatever was achieved: worth knowing before it is signed."""
    for placed in draft.agreements:
        pricing = placed.document.pricing
        if pricing is None or pricing.provisional is None:
            continue
        fee = _per_settlement(pricing)
        if pricing.floor is not None and fee < pricing.floor:
            yield _outside(placed, fee, f"below the floor of {pricing.floor}", pricing)
        if pricing.cap is not None and fee > pricing.cap:
            yield _outside(placed, fee, f"above the cap of {pricing.cap}", pricing)


def _per_settlement(pricing: Pricing) -> Decimal:
    """The provisional fee of one settlement period; a quarter has three months, other lengths go by days."""
    assert pricing.provisional is not None
    per, settle = Grain(pricing.provisional.per), Grain(pricing.settle)
    assert settle.months is not None
    periods = settle.months * DAYS_PER_MONTH / per.days
    return pricing.provisional.amount * to_decimal(periods)


def _outside(placed: Placed[Agreement], fee: Decimal, where: str, pricing: Pricing) -> Issue:
    message = f"the provisional fee is {fee:.2f} a {pricing.settle}, {where}"
    return placed.issue(
        "hint", ("pricing", "provisional", "amount"), message, "usually floor <= provisional fee <= cap"
    )


def provisional_fee_goes_to_a_provider(draft: Draft) -> Iterator[Issue]:
    """The fee is paid to a provider of this agreement."""
    for placed in draft.agreements:
        pricing = placed.document.pricing
        if pricing is not None and pricing.provisional is not None:
            path = ("pricing", "provisional", "to")
            known = placed.document.providers
            yield from draft.lost(placed, path, "provider of this agreement", pricing.provisional.to, known)


def share_has_something_to_share(draft: Draft) -> Iterator[Issue]:
    """A share of value needs an objective whose improvement has a worth."""
    for placed in draft.agreements:
        agreement = placed.document
        if agreement.pricing is None or agreement.pricing.share == 0:
            continue
        if not any(objective.value for objective in agreement.objectives):
            message = "a share of value is priced, and no objective says what its improvement is worth"
            yield placed.issue("soon", ("pricing", "share"), message, "add value: {per_unit: ..., per: ...}")


def amounts_are_in_one_currency(draft: Draft) -> Iterator[Issue]:
    """A KPI in another currency than the book's needs a rate that nobody has agreed."""
    if draft.definition is None:
        return
    for placed in draft.kpis:
        unit = placed.document.unit.name
        if unit in _CURRENCIES and unit != draft.definition.currency:
            message = f"is measured in {unit}, and the book reckons in {draft.definition.currency}"
            yield placed.issue("hint", ("unit",), message, "convert it in its source, at dated rates")


RULES = (
    cost_ends_after_it_begins,
    provisional_fee_lies_between_floor_and_cap,
    provisional_fee_goes_to_a_provider,
    share_has_something_to_share,
    amounts_are_in_one_currency,
)
