"""Rules about improvements: what each says by itself, the names it uses, and what a later version may not change.

Nothing that another party does later makes an improvement wrong: it is private, and its issues would tell of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trueup.book.rules.names import slice_exists
from trueup.book.rules.steps import placed_findings, steps
from trueup.value import improvement_rules
from trueup.vocabulary import Issue, said

if TYPE_CHECKING:
    from trueup.agreements.documents import Agreement, Objective
    from trueup.book.draft import Draft, Placed
    from trueup.value.improvement import Improvement


def improvement_holds_together(draft: Draft) -> Iterator[Issue]:
    """Its quantities are distributions, and what it names inside is there."""
    for placed in draft.improvements:
        yield from placed_findings(placed, improvement_rules.issues(placed.document))


def improvement_stays_its_partys(draft: Draft) -> Iterator[Issue]:
    """It never changes hands, and what was carried out stays to be judged by."""
    for before, after in steps(draft.improvements):
        if before is not None:
            yield from placed_findings(after, improvement_rules.amended(before.document, after.document))


def improvement_names_exist(draft: Draft) -> Iterator[Issue]:
    """Whose it is, who may read it, its agreement, KPI and slice are in the book."""
    for placed in draft.improvements:
        improvement = placed.document
        yield from draft.no_party(placed, ("party",), improvement.party)
        yield from _decides(draft, placed)
        for index, party in enumerate(improvement.shown_to):
            yield from draft.no_party(placed, ("shown_to", index), party)
            if party in draft.parties and draft.parties[party].role != "observer":
                message = said("{party} is no observer", party=repr(party))
                suggestion = said("what a party thinks of doing is shown to observers only")
                yield placed.issue("error", ("shown_to", index), message, suggestion)
        yield from draft.lost(placed, ("agreement",), "agreement", improvement.agreement, draft.agreement_names)
        yield from draft.lost(placed, ("kpi",), "KPI", improvement.kpi, draft.kpi_names)
        yield from slice_exists(draft, placed, ("slice",), improvement.slice)


def _decides(draft: Draft, placed: Placed[Improvement]) -> Iterator[Issue]:
    party = draft.parties.get(placed.document.party)
    if party is not None and party.role == "observer":
        message = said("{party} is an observer, and has nothing to improve here", party=repr(party.id))
        yield placed.issue("error", ("party",), message, said("name a customer or a provider"))


def improvement_objective_has_a_worth(draft: Draft) -> Iterator[Issue]:
    """The objective that says what a unit is worth is one of the agreement, of the same KPI, and says it."""
    for placed in draft.improvements:
        improvement = placed.document
        if improvement.objective is None or improvement.agreement is None:
            continue
        versions = [each.document for each in draft.agreements if each.document.id == improvement.agreement]
        known = {each.id: each for version in versions for each in version.objectives}
        if versions:
            yield from draft.lost(placed, ("objective",), "objective", improvement.objective, known)
        found = known.get(improvement.objective)
        if found is not None:
            yield from _worth(placed, found)


def _worth(placed: Placed[Improvement], objective: Objective) -> Iterator[Issue]:
    kpi = placed.document.kpi
    if kpi is not None and kpi != objective.kpi:
        message = said(
            "objective {id} is about {its}, not about {kpi}", id=repr(objective.id), its=objective.kpi, kpi=kpi
        )
        yield placed.issue("error", ("kpi",), message, said("leave kpi out: the objective says it"))
    if objective.value is None:
        message = said("objective {id} does not say what a unit is worth", id=repr(objective.id))
        yield placed.issue("error", ("objective",), message, said("state worth here instead"))


def improvement_counts_worth_once(draft: Draft) -> Iterator[Issue]:
    """Where an agreement of the party's own says what a unit is worth, its figure is the one to use."""
    for placed in draft.improvements:
        improvement = placed.document
        if improvement.worth is None or improvement.objective is not None:
            continue
        for agreement in draft.agreement_by_id.values():
            found = _same(improvement, agreement)
            if found is not None:
                message = said(
                    "objective {id} of agreement {agreement} says what a unit is worth, too",
                    id=repr(found.id),
                    agreement=repr(agreement.id),
                )
                suggestion = said("name it instead (agreement, objective), so that nothing is counted twice")
                yield placed.issue("hint", ("worth",), message, suggestion)


def _same(improvement: Improvement, agreement: Agreement) -> Objective | None:
    if improvement.party not in (agreement.customer, *agreement.providers):
        return None
    same = (each for each in agreement.objectives if each.value is not None and each.kpi == improvement.kpi)
    return next((each for each in same if each.slice == improvement.slice), None)


def improvement_is_in_one_currency(draft: Draft) -> Iterator[Issue]:
    """Amounts in another currency than the book's need a rate, and the day it is of."""
    for placed in draft.improvements:
        improvement, book = placed.document, draft.definition
        if book is None or improvement.currency in (None, book.currency) or improvement.rate is not None:
            continue
        message = said(
            "amounts are in {own}, and the book reckons in {its}", own=improvement.currency or "", its=book.currency
        )
        suggestion = said("add rate: {keys}, what 1 {own} is in {its} and on which day", keys="{amount: ..., on: DATE}",
                          own=improvement.currency or "", its=book.currency)  # fmt: skip
        yield placed.issue("error", ("currency",), message, suggestion)


RULES = (
    improvement_holds_together,
    improvement_stays_its_partys,
    improvement_names_exist,
    improvement_objective_has_a_worth,
    improvement_counts_worth_once,
    improvement_is_in_one_currency,
)
