"""Controls that share the provider's roll-out: what they show is not what would have happened without it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trueup.agreements.documents import Agreement, Objective
from trueup.vocabulary import Said, Slice, said


@dataclass(frozen=True, slots=True)
class Shared:
    """A slice that must not be compared with, and why."""

    slice: Slice
    why: Said


def shared(agreement: Agreement, objective: Objective, others: Iterable[Agreement]) -> Iterator[Shared]:
    """Every control of an objective that the agreement, or another one with a provider of it, works in.

    `others` are the other agreements of the book. What is listed under `exclude` is no control any more. A slice is
    named once, with the first reason found.
    """
    if not objective.attribution.compares:
        return
    rivals = [each for each in others if each.id != agreement.id]
    for control in objective.attribution.controls:
        why = _treated(agreement, objective, control) or _elsewhere(agreement, objective, control, rivals)
        if why is not None:
            yield Shared(control, why)


def _treated(agreement: Agreement, objective: Objective, control: Slice) -> Said | None:
    """Why this agreement itself works in a control."""
    reached = objective.attribution.reached(objective.slice)
    if control in reached:
        return said("the agreement works there itself")
    for each in reached:
        if each.contains(control) or control.contains(each):
            return said("it overlaps {slice}, in which the agreement works", slice=each)
    if control.provider is not None and control.provider in agreement.providers:
        return said("{party} is a provider of the agreement and works there as well", party=control.provider)
    if control.project is not None and control.project == agreement.project:
        return said("{project} is the agreement's own project", project=control.project)
    return None


def _elsewhere(agreement: Agreement, objective: Objective, control: Slice, others: Iterable[Agreement]) -> Said | None:
    """Why another agreement with a provider of this one works in a control while its effect is measured."""
    end = _end(objective)
    for other in others:
        common = [party for party in agreement.providers if party in other.providers]
        if common and (end is None or begins(other) < end) and _works_in(other, objective.kpi, control):
            return said(
                "{party} works there as well, by the agreement {agreement} from {day}",
                party=common[0],
                agreement=other.id,
                day=begins(other),
            )
    return None


def _works_in(other: Agreement, kpi: str, control: Slice) -> bool:
    """Whether an agreement is about a slice: by its project, by what it promises there, or by promising this KPI."""
    if other.project is not None and other.project == control.project:
        return True
    return any(
        (bool(each.bound) or objective.kpi == kpi) and (each.contains(control) or control.contains(each))
        for objective in other.objectives
        for each in objective.attribution.reached(objective.slice)
    )


def begins(agreement: Agreement) -> dt.date:
    """The day from which an agreement may show in actuals: its go-live, else when it takes effect."""
    return agreement.go_live.actual or agreement.go_live.planned or agreement.effective


def _end(objective: Objective) -> dt.date | None:
    """The day from which an objective's effect counts no more; None where it has no end."""
    return objective.value.until if objective.value is not None else None
