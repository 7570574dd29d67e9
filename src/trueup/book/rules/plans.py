"""Rules about plans: what each says by itself, the names it uses, and what a later version may not change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trueup.book.rules.steps import placed_findings, steps
from trueup.delivery import rules
from trueup.delivery.containment import states
from trueup.vocabulary import Issue, did_you_mean

if TYPE_CHECKING:
    from trueup.book.draft import Draft, Placed
    from trueup.book.yaml import Path
    from trueup.delivery.documents import Containment, Plan


def plan_holds_together(draft: Draft) -> Iterator[Issue]:
    """A plan can be scheduled, and its promises, moves and baselines are about its own activities."""
    for placed in draft.plans:
        yield from placed_findings(placed, rules.issues(placed.document))


def plan_names_exist(draft: Draft) -> Iterator[Issue]:
    """The agreement and the parties that a plan names are in the book."""
    for placed in draft.plans:
        plan = placed.document
        yield from draft.lost(placed, ("agreement",), "agreement", plan.agreement, draft.agreement_names)
        for path, party in _parties(plan):
            yield from draft.no_party(placed, path, party)


def plan_is_about_its_agreements_project(draft: Draft) -> Iterator[Issue]:
    """A plan and the agreement whose work it is speak of one project."""
    for placed in draft.plans:
        agreement = draft.agreement_by_id.get(placed.document.agreement or "")
        project = placed.document.project
        theirs = agreement.project if agreement is not None else None
        if agreement is not None and None not in (project, theirs) and project != theirs:
            message = f"the project is {project!r}, and that of agreement {agreement.id!r} is {theirs!r}"
            yield placed.issue("error", ("project",), message, f"write project: {theirs}, or leave it out")


def baselines_stand(draft: Draft) -> Iterator[Issue]:
    """A baseline is never changed and never removed: what was agreed stays to be judged by."""
    for before, after in steps(draft.plans):
        if before is not None:
            yield from placed_findings(after, rules.amended(before.document, after.document))


def plan_can_be_judged(draft: Draft) -> Iterator[Issue]:
    """A plan that is signed promises a day."""
    for placed in draft.plans:
        yield from placed_findings(placed, rules.signing(placed.document))


def containment_names_exist(draft: Draft) -> Iterator[Issue]:
    """A containment is of a plan that is there, made of its moves, and proposed and paid by parties of the book."""
    for placed in draft.containments:
        containment = placed.document
        yield from draft.lost(placed, ("plan",), "plan", containment.plan, draft.plan_names)
        yield from draft.no_party(placed, ("by",), containment.by)
        for move, party in containment.pays.items():
            yield from draft.no_party(placed, ("pays", move), party)
        yield from _moves(draft, placed)


def _moves(draft: Draft, placed: Placed[Containment]) -> Iterator[Issue]:
    containment = placed.document
    plans = [plan.document for plan in draft.plans if plan.document.id == containment.plan]
    known = {move.id: None for plan in plans for move in plan.moves}
    for place, move in enumerate(containment.moves):
        if plans and move not in known:
            message = f"plan {containment.plan!r} has no move {move!r}"
            some = did_you_mean(move, known) or f"it has: {', '.join(known) or 'none'}"
            yield placed.issue("error", ("moves", place), message, some)


def containment_goes_step_by_step(draft: Draft) -> Iterator[Issue]:
    """Each version of a containment is a step that may follow the one before, and holds what the step needs."""
    for before, after in steps(draft.containments):
        for sentence in states.problems(before.document if before else None, after.document):
            yield after.issue("error", ("state",), sentence)


def _parties(plan: Plan) -> Iterator[tuple[Path, str | None]]:
    yield from ((("commitments", party), party) for party in plan.commitments)
    for key in ("activities", "resources", "scope"):
        yield from (((key, index, "party"), item.party) for index, item in enumerate(getattr(plan, key)))
    yield from ((("moves", index, "by"), move.by) for index, move in enumerate(plan.moves))
    yield from ((("risks", index, "owner"), risk.owner) for index, risk in enumerate(plan.risks))


RULES = (
    plan_names_exist,
    plan_holds_together,
    plan_is_about_its_agreements_project,
    baselines_stand,
    containment_names_exist,
    containment_goes_step_by_step,
)
SIGNING = (plan_can_be_judged,)
