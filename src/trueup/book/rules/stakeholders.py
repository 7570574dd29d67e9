"""Rules about stakeholders: what each says by itself, the names it uses, and that scales go where KPIs should go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trueup.agreements.words import number
from trueup.book.rules.names import slice_exists
from trueup.book.rules.steps import placed_findings, steps
from trueup.horizons import stakeholder_rules
from trueup.jobs.asked import asked
from trueup.vocabulary import Direction, Issue, said

if TYPE_CHECKING:
    from trueup.agreements.documents import Objective
    from trueup.book.draft import Draft, Placed
    from trueup.book.yaml import Path
    from trueup.horizons.stakeholders import Criterion, Stakeholders


def stakeholders_hold_together(draft: Draft) -> Iterator[Issue]:
    """All five levels are there once, and each criterion is bound to one thing."""
    for placed in draft.stakeholders:
        yield from placed_findings(placed, stakeholder_rules.issues(placed.document))


def stakeholders_are_judged_alike(draft: Draft) -> Iterator[Issue]:
    """A later version does not ask something else under the name of an old criterion."""
    for before, after in steps(draft.stakeholders):
        if before is not None:
            yield from placed_findings(after, stakeholder_rules.amended(before.document, after.document))


def stakeholders_names_exist(draft: Draft) -> Iterator[Issue]:
    """The agreement, the parties, and the owners of levels are in the book."""
    for placed in draft.stakeholders:
        document = placed.document
        yield from draft.lost(placed, ("agreement",), "agreement", document.agreement, draft.agreement_names)
        yield from draft.no_party(placed, ("customer",), document.customer)
        yield from draft.no_party(placed, ("observer",), document.observer)
        for at, party in enumerate(document.providers):
            yield from draft.no_party(placed, ("providers", at), party)
        for at, person in enumerate(document.people):
            yield from draft.no_party(placed, ("people", at, "party"), person.party)
        for at, level in enumerate(document.levels):
            yield from draft.no_party(placed, ("levels", at, "owner"), level.owner)


def stakeholders_are_those_of_the_agreement(draft: Draft) -> Iterator[Issue]:
    """Who is customer and who provides is what the agreement says, or not said twice."""
    for placed in draft.stakeholders:
        document = placed.document
        versions = [each.document for each in draft.agreements if each.document.id == document.agreement]
        if not versions:
            continue
        if document.customer is not None and document.customer not in {each.customer for each in versions}:
            message = said("the customer of agreement {id} is {customer}", id=repr(versions[-1].id),
                           customer=repr(versions[-1].customer))  # fmt: skip
            yield placed.issue("error", ("customer",), message, said("leave customer out: the agreement says it"))
        known = {party for each in versions for party in each.providers}
        for at, party in enumerate(document.providers):
            yield from draft.lost(placed, ("providers", at), "provider of the agreement", party, sorted(known))


def criteria_names_exist(draft: Draft) -> Iterator[Issue]:
    """What a criterion is bound to is in the book."""
    for placed, path, criterion in _criteria(draft):
        yield from draft.lost(placed, (*path, "kpi"), "KPI", criterion.kpi, draft.kpi_names)
        yield from draft.lost(placed, (*path, "incidents"), "KPI", criterion.incidents, draft.kpi_names)
        yield from slice_exists(draft, placed, (*path, "slice"), criterion.slice)
        yield from _objective(draft, placed, (*path, "objective"), criterion.objective)
        yield from _survey(draft, placed, path, criterion)


def criteria_go_where_the_kpi_should(draft: Draft) -> Iterator[Issue]:
    """A KPI that is to fall has its best at the lower end of the scale."""
    for placed, path, criterion in _criteria(draft):
        kpi = draft.kpi_by_id.get(criterion.kpi or criterion.incidents or "")
        if kpi is None or criterion.scale is None or kpi.direction is Direction.maintain:
            continue
        worst, best = criterion.scale
        if worst != best and (best > worst) != (kpi.direction is Direction.increase):
            parts = {"id": repr(kpi.id), "direction": kpi.direction.value, "best": number(best), "worst": number(worst)}
            message = said("KPI {id} is to {direction}, and the scale says that {best} is better than {worst}", **parts)
            turned = f"[{number(best)}, {number(worst)}]"
            suggestion = said("scale is [worst, best]: write {turned}", turned=turned)
            yield placed.issue("error", (*path, "scale"), message, suggestion)


def _criteria(draft: Draft) -> Iterator[tuple[Placed[Stakeholders], Path, Criterion]]:
    for placed in draft.stakeholders:
        for at, level in enumerate(placed.document.levels):
            for place, criterion in enumerate(level.criteria):
                yield placed, ("levels", at, "criteria", place), criterion


def _objective(draft: Draft, placed: Placed[Stakeholders], path: Path, name: str | None) -> Iterator[Issue]:
    agreement = placed.document.agreement
    if name is None:
        return
    if agreement is None:
        message = said("an objective is one of an agreement")
        yield placed.issue("error", path, message, said("add agreement: its id"))
        return
    versions = [each.document for each in draft.agreements if each.document.id == agreement]
    known: dict[str, Objective] = {each.id: each for version in versions for each in version.objectives}
    if versions:
        yield from draft.lost(placed, path, "objective", name, known)


def _survey(draft: Draft, placed: Placed[Stakeholders], path: Path, criterion: Criterion) -> Iterator[Issue]:
    yield from draft.lost(placed, (*path, "survey"), "survey", criterion.survey, draft.survey_names)
    surveys = [each.document for each in draft.surveys if each.document.id == criterion.survey]
    maps = [version for survey in surveys for version in draft.job_maps_by_id.get(survey.job_map, ())]
    known = [name for survey in surveys for version in maps for name in asked(survey, version)]
    if known:
        yield from draft.lost(placed, (*path, "outcome"), "outcome", criterion.outcome, dict.fromkeys(known))


RULES = (
    stakeholders_hold_together,
    stakeholders_are_judged_alike,
    stakeholders_names_exist,
    stakeholders_are_those_of_the_agreement,
    criteria_names_exist,
    criteria_go_where_the_kpi_should,
)
