"""The panels of the promise: the sealed business case against what came, its network, and the goalposts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trueup.web.agreements.panel import At
from trueup.web.value import promise_figures as figures
from trueup.web.value.promises import Promised, promised


def business_case(at: At) -> Mapping[str, Any] | None:
    """Promised against come, scenarios, lines; None where no version of the agreement names a case."""
    found = _promised(at)
    if found is None or found.case is None:
        return None
    case = found.case
    return {
        "case": case,
        "base": case.scenarios[0],
        "came": case.came,
        "picture": figures.promised_and_came(case, case.came, at.page.charts) if case.came else None,
        "scenarios": figures.scenarios(case, at.page.charts),
        "address": f"/books/{at.book}/documents/business_case/{case.id}",
        "objectives": {each.id: each.title for each in at.result.objectives} if at.result else {},
    }


def network(at: At) -> Mapping[str, Any] | None:
    """The benefits dependency network of the case, with its gaps."""
    found = _promised(at)
    if found is None or found.case is None or found.case.network is None:
        return None
    drawn = found.case.network
    return {"network": drawn, "picture": figures.network(drawn, dict(at.page.parties), at.page.charts)}


def goalposts(at: At) -> Mapping[str, Any] | None:
    """What was made easier since the first promise; None while there is only one version and nothing is moved."""
    found = _promised(at)
    if found is None or (found.moved.versions < 2 and not found.moved.moves):
        return None
    moved = found.moved
    picture = figures.standing(moved, found.as_of, at.page.charts) if moved.first and moved.moves else None
    return {"moved": moved, "names": dict(at.page.parties), "picture": picture}


def _promised(at: At) -> Promised | None:
    """Asked once a page: three panels need the same."""
    return promised(at.request.actor, at.book, at.agreement, at.grade) if at.judged else None
