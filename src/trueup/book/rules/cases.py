"""Rules about business cases: what each says by itself, the names it uses, and what an agreement may seal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trueup.book.rules.names import slice_exists
from trueup.book.rules.steps import placed_findings
from trueup.value import case_rules
from trueup.value.exchange import Exchange
from trueup.value.sealed import naming, sealed
from trueup.vocabulary import Issue, MoneyError

if TYPE_CHECKING:
    from trueup.agreements.documents import Agreement
    from trueup.book.draft import Draft, Placed
    from trueup.value.business_case import BusinessCase


def case_holds_together(draft: Draft) -> Iterator[Issue]:
    """Its years follow each other, its lines can be reckoned, its scenarios fit, its network has no cycle."""
    for placed in draft.business_cases:
        yield from placed_findings(placed, case_rules.findings(placed.document))


def case_names_exist(draft: Draft) -> Iterator[Issue]:
    """The agreement, the parties and the KPIs that a case names are in the book."""
    for placed in draft.business_cases:
        case = placed.document
        yield from draft.no_party(placed, ("party",), case.party)
        yield from draft.lost(placed, ("agreement",), "agreement", case.agreement, draft.agreement_names)
        for index, line in enumerate(case.benefits):
            if line.use is not None:
                path = ("benefits", index, "use")
                yield from draft.lost(placed, (*path, "kpi"), "KPI", line.use.kpi, draft.kpi_names)
                yield from slice_exists(draft, placed, (*path, "slice"), line.use.slice)
        for index, node in enumerate(case.network):
            yield from draft.no_party(placed, ("network", index, "owner"), node.owner)


def case_speaks_of_its_agreement(draft: Draft) -> Iterator[Issue]:
    """Objectives and costs that a case names are the agreement's, in any of its versions."""
    for placed in draft.business_cases:
        case, versions = placed.document, _versions(draft, placed.document.agreement)
        objectives = {each.id: each for version in versions for each in version.objectives}
        costs = dict.fromkeys(cost.what for version in versions for cost in version.costs)
        for index, line in enumerate(case.benefits):
            path = ("benefits", index, "objective")
            if case.agreement is None and line.objective is not None:
                yield placed.issue("error", path, "names an objective of no agreement", "add agreement: ID to the case")
            elif versions:
                yield from draft.lost(placed, path, "objective of this agreement", line.objective, objectives)
            if line.objective in objectives and objectives[line.objective].value is None:
                message = f"objective {line.objective!r} states no worth of a unit, so no money can be shown to come"
                yield placed.issue("soon", path, message, "add value: {per_unit: ..., per: ...} to the objective")
        for index, cost in enumerate(case.costs):
            if versions:
                yield from draft.lost(placed, ("costs", index, "cost"), "cost of this agreement", cost.cost, costs)
        for index, node in enumerate(case.network):
            if node.kind == "objective" and versions:
                path = ("network", index, "id")
                yield from draft.lost(placed, path, "objective of this agreement", node.id, objectives)


def case_counts_an_improvement_once(draft: Draft) -> Iterator[Issue]:
    """Two objectives that measure the same KPI in the same slice are paid by one improvement: its money is one."""
    for placed in draft.business_cases:
        versions = _versions(draft, placed.document.agreement)
        measured = {each.id: (each.kpi, each.slice) for version in versions for each in version.objectives}
        seen: dict[object, str] = {}
        for index, line in enumerate(placed.document.benefits):
            if line.objective in measured:
                first = seen.setdefault(measured[line.objective], line.objective)
                if first != line.objective:
                    message = f"objectives {first!r} and {line.objective!r} measure the same improvement"
                    do = "tag both lines with one of them: a euro belongs to one objective"
                    yield placed.issue("error", ("benefits", index, "objective"), message, do)


def case_has_its_rates(draft: Draft) -> Iterator[Issue]:
    """A line in another currency than the case, and a case in another than the book, need a rate with its day."""
    if draft.definition is None:
        return
    book = draft.definition.currency
    for placed in draft.business_cases:
        case = placed.document
        exchange = Exchange(case.currency or book, case.rates)
        for side, index, line in case.lines():
            yield from _rate(placed, exchange, line.currency, (side, index, "currency"))
        yield from _rate(placed, exchange, book, ("currency",))


def _rate(
    placed: Placed[BusinessCase], exchange: Exchange, currency: str | None, path: tuple[str | int, ...]
) -> Iterator[Issue]:
    day = placed.document.on
    try:
        exchange.rate(currency or exchange.to, day)
    except MoneyError:
        message = f"{currency} and {exchange.to} cannot be added up: no rate is stated for {day}"
        do = f"add rates: [{{currency: {currency}, on: {day}, is: ...}}], what 1 {currency} is in {exchange.to}"
        yield placed.issue("error", path, message, do)


def agreement_seals_its_case(draft: Draft) -> Iterator[Issue]:
    """The case that an agreement names is there, is for it, and was made before it was agreed."""
    cases: dict[str, list[BusinessCase]] = {}
    for each in draft.business_cases:
        cases.setdefault(each.document.id, []).append(each.document)
    for placed in draft.agreements:
        name = placed.document.business_case
        yield from draft.lost(placed, ("business_case",), "business case", name, draft.business_case_names)
        if name in cases:
            yield from _sealable(draft, placed, cases[name])


def _sealable(draft: Draft, placed: Placed[Agreement], case: list[BusinessCase]) -> Iterator[Issue]:
    agreement, of = placed.document, case[0]
    versions = _versions(draft, agreement.id)
    if of.agreement != agreement.id:
        whose = f"is for {of.agreement!r}" if of.agreement else "is for no agreement"
        message = f"business case {of.id!r} {whose}, not for this one"
        yield placed.issue("error", ("business_case",), message, f"write agreement: {agreement.id} in the case")
    elif naming(versions, of.id) is agreement and sealed(case, versions, draft.zone) is None:
        message = f"business case {of.id!r} was made on {min(version.on for version in case)}, after this was agreed"
        do = "only a case that was there when the agreement was agreed can be its promise"
        yield placed.issue("error", ("business_case",), message, do)


def _versions(draft: Draft, agreement: str | None) -> list[Agreement]:
    return [placed.document for placed in draft.agreements if placed.document.id == agreement]


RULES = (
    case_holds_together,
    case_names_exist,
    case_speaks_of_its_agreement,
    case_counts_an_improvement_once,
    case_has_its_rates,
    agreement_seals_its_case,
)
