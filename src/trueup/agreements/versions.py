"""The first promise, the promise in force, and what amendments took out of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from trueup.agreements.documents import Agreement, Objective
from trueup.agreements.path import path_of
from trueup.agreements.promise import ONE_DAY, Promise, promise_of
from trueup.agreements.value import measurable, potential
from trueup.kpis.documents import Kpi
from trueup.vocabulary import InputError, Moment, UnknownName, did_you_mean


@dataclass(frozen=True, slots=True)
class Told:
    """What the book says of one version: its digest, and what it changed against the version before, in words."""

    digest: str
    changes: tuple[str, ...] = ()


History = Mapping[int, Told]


def known(versions: Sequence[Agreement], moment: Moment) -> tuple[Agreement, ...]:
    """The versions that were known at the moment, in order."""
    at = moment.known_at
    heard = (each for each in versions if at is None or each.agreed_at is None or each.agreed_at <= at)
    return tuple(sorted(heard, key=lambda each: each.version))


def in_force(versions: Sequence[Agreement], moment: Moment) -> Agreement:
    """The latest version known at the moment whose `effective` has come; before the first takes effect, the first.

    InputError where no version was known yet.
    """
    heard = known(versions, moment)
    if not heard:
        raise InputError("no version of the agreement was known at this moment", do="ask for a later known_at")
    return max(
        (each for each in heard if each.effective <= moment.as_of), key=lambda each: each.version, default=heard[0]
    )


def first_promise(versions: Sequence[Agreement], moment: Moment) -> Agreement:
    """The first version: no amendment ever erases it."""
    return known(versions, moment)[0]


def promises(
    agreement: Agreement, kpis: Mapping[str, Kpi], moment: Moment, fiscal_year_start: int = 1
) -> tuple[Promise, ...]:
    """The objectives of a version, resolved. UnknownName where an objective names a KPI that the book does not have."""
    return tuple(
        promise_of(agreement, objective, _kpi(objective, kpis, agreement.id), moment, fiscal_year_start)
        for objective in agreement.objectives
    )


def _kpi(objective: Objective, kpis: Mapping[str, Kpi], agreement: str) -> Kpi:
    kpi = kpis.get(objective.kpi)
    if kpi is None:
        place = f"agreement {agreement}, objective {objective.id}"
        raise UnknownName(f"no KPI {objective.kpi!r}", where=place, do=did_you_mean(objective.kpi, kpis))
    return kpi


def full_potential(promise: Promise, as_of: dt.date) -> Fraction:
    """Worth of the whole promise: to `until`, without it to the later of the end of the due day and `as_of`."""
    worth = promise.objective.value
    if worth is None or not measurable(promise):
        return Fraction(0)
    end = worth.until or max(as_of, promise.due + ONE_DAY if promise.due else as_of)
    return potential(promise, path_of(promise), end)


def descoped(before: Agreement, after: Agreement, kpis: Mapping[str, Kpi], moment: Moment, fiscal: int = 1) -> Fraction:
    """Potential that an amendment took away, exact and never negative.

    The sum over the objectives of the earlier version of what each promised less what the later version still promises
    of it: weakened targets, later dues, removed objectives. What other objectives gained does not hide it. Both are
    taken with the later version's actual go-live: a date that happened is not a promise.
    """
    if all(objective.value is None for objective in before.objectives):
        return Fraction(0)
    same_start = before.model_copy(update={"go_live": _shared_go_live(before, after)})
    later = {promise.id: promise for promise in promises(after, kpis, moment, fiscal)}
    lost = Fraction(0)
    for promise in promises(same_start, kpis, moment, fiscal):
        still = later.get(promise.id)
        kept = full_potential(still, moment.as_of) if still is not None else Fraction(0)
        lost += max(Fraction(0), full_potential(promise, moment.as_of) - kept)
    return lost


def _shared_go_live(before: Agreement, after: Agreement) -> object:
    return before.go_live.model_copy(update={"actual": after.go_live.actual or before.go_live.actual})
