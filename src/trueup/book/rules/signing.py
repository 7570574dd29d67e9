"""What an agreement needs before anyone may sign it: level `soon`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trueup.book.rules.objectives import promises
from trueup.vocabulary import Grade, Issue

if TYPE_CHECKING:
    from trueup.agreements.documents import Agreement, Objective
    from trueup.book.draft import Draft, Placed
    from trueup.book.yaml import Path


def agreement_is_complete(draft: Draft) -> Iterator[Issue]:
    """An agreement is between a customer and somebody, about something."""
    for placed in draft.agreements:
        if not placed.document.objectives:
            yield placed.issue("soon", (), "promises nothing yet", "add objectives")
        if not placed.document.providers:
            yield placed.issue("soon", (), "has no provider", "add providers: [ID]")


def objective_is_complete(draft: Draft) -> Iterator[Issue]:
    """Baseline, due date, owner after go-live and evidence rule are stated."""
    for placed, objective, path in draft.objectives():
        yield from _unstated(placed, objective, path)


def _unstated(placed: Placed[Agreement], objective: Objective, path: Path) -> Iterator[Issue]:
    if objective.baseline is None:
        yield placed.issue("soon", path, "has no baseline", "add baseline: {actual: ..., period: START/END}")
    elif objective.baseline.period is None:
        yield placed.issue("soon", (*path, "baseline"), "does not say when it was measured", "add period: START/END")
    if objective.due is None:
        yield placed.issue("soon", path, "has no due date", "add due: DATE")
    if objective.owner is None:
        yield placed.issue("soon", path, "nobody owns it after go-live", "add owner: PARTY")
    if "evidence" not in objective.model_fields_set:
        remedy = "add evidence: reported, verified or attested"
        yield placed.issue("soon", path, "does not say which grade of evidence counts", remedy)


def evidence_can_be_given(draft: Draft) -> Iterator[Issue]:
    """Attested evidence needs an observer."""
    for placed, objective, path in draft.objectives():
        if objective.evidence is Grade.attested and placed.document.observer is None:
            message = "asks for attested evidence, and the agreement has no observer"
            yield placed.issue("soon", (*path, "evidence"), message, "add observer: PARTY to the agreement")


def measurement_is_planned(draft: Draft) -> Iterator[Issue]:
    """Who measures, by which rule, is agreed before any money depends on it. A panel is measured as its survey says."""
    for promise in promises(draft):
        plan = promise.kpi.measurement
        if plan is None and promise.kpi.panel is not None:
            continue
        if plan is None:
            message = f"KPI {promise.kpi.id!r} has no measurement plan"
            yield promise.issue("soon", ("kpi",), message, "add measurement: {by: ..., rule: ...} to the KPI")
        elif plan.by is None or plan.rule is None:
            lacking = " and ".join(key for key in ("by", "rule") if getattr(plan, key) is None)
            message = f"the measurement plan of KPI {promise.kpi.id!r} does not say `{lacking}`"
            yield promise.issue("soon", ("kpi",), message)


SIGNING = (agreement_is_complete, objective_is_complete, evidence_can_be_given, measurement_is_planned)
