"""Rules about the terms of a fee: whom it goes to, what it names, and in which money it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trueup.agreements.documents import Agreement
    from trueup.agreements.terms import Gate, Pricing, Reachable
    from trueup.book.draft import Draft, Placed
    from trueup.book.yaml import Path
    from trueup.vocabulary import Issue

PRICING = "pricing"


def _priced(draft: Draft) -> Iterator[tuple[Placed[Agreement], Pricing]]:
    for placed in draft.agreements:
        if placed.document.pricing is not None:
            yield placed, placed.document.pricing


def fee_goes_to_providers(draft: Draft) -> Iterator[Issue]:
    """Every part of a fee goes to a provider of the agreement."""
    for placed, pricing in _priced(draft):
        for path, parts in _all_parts(pricing):
            for party in parts:
                yield from draft.lost(
                    placed, (*path, party), "provider of this agreement", party, placed.document.providers
                )


def _all_parts(pricing: Pricing) -> Iterator[tuple[Path, Mapping[str, Decimal]]]:
    yield (PRICING, "parts"), pricing.parts
    if pricing.provisional is not None:
        yield (PRICING, "provisional", "parts"), pricing.provisional.parts
    for key in ("milestones", "bonuses"):
        for index, item in enumerate(getattr(pricing, key)):
            yield (PRICING, key, index, "parts"), item.parts


def pricing_names_exist(draft: Draft) -> Iterator[Issue]:
    """The objectives, KPIs, deliverables, plans and activities that the terms name are there."""
    for placed, pricing in _priced(draft):
        for index, gate in enumerate(pricing.gates):
            yield from _gate(draft, placed, (PRICING, "gates", index), gate)
        for key in ("milestones", "bonuses"):
            for index, item in enumerate(getattr(pricing, key)):
                yield from _reachable(draft, placed, (PRICING, key, index), item)


def _gate(draft: Draft, placed: Placed[Agreement], path: Path, gate: Gate) -> Iterator[Issue]:
    yield from draft.lost(placed, (*path, "kpi"), "KPI", gate.kpi, draft.kpi_names)
    yield from draft.lost(
        placed, (*path, "objective"), "objective of this agreement", gate.objective, _objectives(placed)
    )


def _objectives(placed: Placed[Agreement]) -> list[str]:
    return [objective.id for objective in placed.document.objectives]


def _reachable(draft: Draft, placed: Placed[Agreement], path: Path, item: Reachable) -> Iterator[Issue]:
    known = _objectives(placed)
    yield from draft.lost(placed, (*path, "objective"), "objective of this agreement", item.objective, known)
    yield from draft.lost(placed, (*path, "plan"), "plan", item.plan, draft.plan_names)
    plans = [plan.document for plan in draft.plans if item.plan in (None, plan.document.id)]
    mine = [plan for plan in plans if item.plan is not None or plan.agreement == placed.document.id]
    activities = {activity.id: None for plan in mine for activity in plan.activities}
    if "plan" not in draft.broken_kinds and "plan" not in draft.awaited:
        yield from draft.lost(placed, (*path, "activity"), "activity of its plan", item.activity, activities)
        scope = {each.id: None for plan in mine for each in plan.scope}
        scope |= {each.id: None for each in placed.document.scope}
        yield from draft.lost(placed, (*path, "scope"), "deliverable of this agreement or its plan", item.scope, scope)


def fee_has_a_rate(draft: Draft) -> Iterator[Issue]:
    """A fee in another currency than the book's needs a dated rate that both sides sign."""
    if draft.definition is None:
        return
    book = draft.definition.currency
    for placed, pricing in _priced(draft):
        if pricing.currency in (None, book):
            continue
        known = [rate for rate in pricing.rates if rate.currency == book]
        start = pricing.from_ or placed.document.effective
        if not any(rate.on <= start for rate in known):
            message = f"the fee is in {pricing.currency} and value in {book}, without a rate that holds on {start}"
            remedy = f"add rates: [{{currency: {book}, on: {start}, is: ...}}], what 1 {book} is in {pricing.currency}"
            yield placed.issue("error", (PRICING, "currency"), message, remedy)


def parts_are_agreed(draft: Draft) -> Iterator[Issue]:
    """With several providers somebody has to say which of them gets which part."""
    for placed, pricing in _priced(draft):
        several = len(placed.document.providers) > 1
        if several and not pricing.parts and pricing.provisional is None:
            message = "several providers, and nobody says which of them gets which part of the fee"
            yield placed.issue("soon", (PRICING,), message, "add parts: {PROVIDER: 0.7, PROVIDER: 0.3}")


RULES = (fee_goes_to_providers, pricing_names_exist, fee_has_a_rate, parts_are_agreed)
