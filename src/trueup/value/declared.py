"""Was it declared before the result was known? What is chosen after it may be shown, and does not count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from trueup.agreements.attribution import Attribution
from trueup.agreements.documents import Agreement, Objective
from trueup.agreements.promise import start_of
from trueup.vocabulary import Moment

FirstKnown = Callable[[dt.date], dt.datetime | None]
"""When the first actual of a period that begins on a day or later became known; None while none is."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What one version says about the attribution of an objective: `at` is when it was declared, `since` is T0."""

    version: int
    said: Attribution
    at: dt.datetime
    since: dt.date


@dataclass(frozen=True, slots=True)
class Declared:
    """What counts, and what is said now.

    `counting` was declared before the first result was known, None where nothing was; `current` is that of the version
    in force. `known` is when the first result of what counts (else of what is said now) became known.
    """

    counting: Declaration | None
    current: Declaration
    known: dt.datetime | None

    @property
    def chosen_after(self) -> bool:
        """Whether what is said now was chosen when the result was known already."""
        return self.counting is None or _differs(self.counting.said, self.current.said)

    @property
    def agreed(self) -> bool:
        """Whether any counterfactual is agreed on, in time or not."""
        return self.current.said.agreed or (self.counting is not None and self.counting.said.agreed)


def declared(
    versions: Sequence[Agreement], objective: str, first_known: FirstKnown, moment: Moment, zone: dt.tzinfo
) -> Declared:
    """Which declaration of an objective counts: the last that was made before its own result was known.

    `versions` are those that were known at the moment, in order; the last that is in force and has the objective says
    what is said now. A version was declared when it was agreed; one that does not say when, on the day it took effect.
    What else happened may be noted at any time: the latest version's events stand.
    """
    made = [
        _declaration(version, found, moment, zone)
        for version in versions
        if (found := version.objective(objective)) is not None
        and (version.version == 1 or version.effective <= moment.as_of)
    ]
    counting: Declaration | None = None
    for each in made:
        standing = counting or each
        known = first_known(standing.since)
        if known is None or each.at < known:
            counting = each
    current = made[-1]
    if counting is not None:
        counting = replace(counting, said=counting.said.model_copy(update={"events": current.said.events}))
    return Declared(counting, current, first_known((counting or current).since))


def _declaration(version: Agreement, objective: Objective, moment: Moment, zone: dt.tzinfo) -> Declaration:
    at = version.agreed_at or dt.datetime.combine(version.effective, dt.time.min, zone)
    return Declaration(version.version, objective.attribution, at, since_of(version, objective, moment))


def since_of(agreement: Agreement, objective: Objective, moment: Moment) -> dt.date:
    """T0: the day stated; for steps the first; else the day from which improvement counts."""
    said = objective.attribution
    if said.since is not None:
        return said.since
    if said.units:
        return min(unit.since for unit in said.units)
    return start_of(agreement, objective, moment)


def _differs(one: Attribution, other: Attribution) -> bool:
    """Whether they compare differently: noting what else happened is never too late."""
    same: dict[str, object] = {"events": ()}
    return one.model_copy(update=same) != other.model_copy(update=same)
