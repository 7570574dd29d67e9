"""Criteria that an agreement offers: its objectives by level, and KPIs that count incidents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from trueup.agreements.documents import Agreement, Objective
from trueup.horizons.stakeholders import Criterion
from trueup.kpis.documents import Kpi
from trueup.vocabulary import Direction, Said, said
from trueup.vocabulary.horizon import Horizon

_COUNTS_INCIDENTS = re.compile(r"incident|outage|downtime|ticket|failure|disruption|störung|ausfall", re.IGNORECASE)
Range = tuple[Decimal, Decimal]


def objectives(agreement: Agreement | None, horizon: Horizon) -> Iterator[tuple[Criterion, Said]]:
    """The objectives of a level, and why; those of no level are the corporation's."""
    for each in agreement.objectives if agreement is not None else ():
        if each.horizon == horizon:
            why = said("objective {id} is promised to this level", id=each.id)
        elif each.horizon is None and horizon == "corporation":
            why = said("objective {id} is promised, and the agreement names no level for it", id=each.id)
        else:
            continue
        yield Criterion(id=each.id, title=each.title, objective=each.id), why


def incidents(agreement: Agreement | None, kpis: Mapping[str, Kpi]) -> Iterator[tuple[Criterion, Said]]:
    """KPIs that by their name count what went wrong, where the book says what is worst, and that are no objective."""
    promised = {each.kpi for each in agreement.objectives} if agreement is not None else set()
    for kpi in kpis.values():
        if kpi.id in promised or kpi.direction is not Direction.decrease or not _COUNTS_INCIDENTS.search(_name(kpi)):
            continue
        scale = scale_of(kpi)
        if scale is not None:
            why = said("it counts what keeps people from working, and the book says how bad it can be")
            yield Criterion(id=kpi.id, title=kpi.name, incidents=kpi.id, scale=scale), why


def _name(kpi: Kpi) -> str:
    return f"{kpi.id} {kpi.name}"


def scale_of(kpi: Kpi) -> Range | None:
    """[worst, best] by the KPI's bounds; None where one of them is open, or the KPI has no better side."""
    low, high = kpi.bounds or (None, None)
    if low is None or high is None or low == high or kpi.direction is Direction.maintain:
        return None
    return (low, high) if kpi.direction is Direction.increase else (high, low)


def promised_for(agreement: Agreement | None, kpi: str | None) -> Objective | None:
    """The objective of a KPI, or None."""
    known = agreement.objectives if agreement is not None and kpi is not None else ()
    return next((each for each in known if each.kpi == kpi), None)
