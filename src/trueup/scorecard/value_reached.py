"""When what milestones and bonuses are about was reached: a deliverable, an objective, an activity, or go-live."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from trueup.agreements.promise import Promise
from trueup.agreements.reached import outcome
from trueup.agreements.terms import Reachable
from trueup.agreements.words import evidence
from trueup.delivery.documents import PlanScopeItem
from trueup.delivery.progress import progress_of
from trueup.scorecard.deliveries import Plans
from trueup.scorecard.value_counted import grade_of, terms_promises
from trueup.scorecard.values import Values
from trueup.value.settling import Due
from trueup.value.timing import Reached
from trueup.vocabulary import Grade, InputError, Said, said

ONE_DAY = dt.timedelta(days=1)


def reached_of(values: Values, due: Due) -> dict[str, Reached]:
    """Every milestone and bonus of the terms, and when it was reached by evidence of the grade that settles."""
    return {each.id: _reached(values, due, each) for each in (*due.pricing.milestones, *due.pricing.bonuses)}


def _reached(values: Values, due: Due, item: Reachable) -> Reached:
    if item.go_live:
        return Reached(said("go-live"), _go_live(values, due))
    if item.objective is not None:
        return _objective(values, due, item.objective)
    if item.activity is not None:
        return _activity(values, due, item)
    return _scope(values, due, item)


def _go_live(values: Values, due: Due) -> dt.date | None:
    """Both sides signed the day; one that lies ahead has not come."""
    day = values.agreement(due.agreement.id).go_live.actual
    return day if day is not None and day < values.moment.as_of else None


def _objective(values: Values, due: Due, id: str) -> Reached:
    promise = next(each for each in terms_promises(values, due) if each.id == id)
    grade = grade_of(due.pricing, promise)
    settled, known = (_first_met(values, promise, each) for each in (grade, Grade.reported))
    return _by_evidence(promise.title, settled, known, due, grade)


def _by_evidence(what: str, settled: dt.date | None, known: dt.date | None, due: Due, grade: Grade) -> Reached:
    """Reached below the grade in this period or before it: that is waited for."""
    if settled is None and known is not None and known < due.period.end:
        return Reached(what, None, said("{title}: waits for {what}", title=what, what=evidence(grade)))
    return Reached(what, settled)


def _first_met(values: Values, promise: Promise, grade: Grade) -> dt.date | None:
    """The last day of the actual with which the target was met for good; None while it was not."""
    series = values.series_of(promise, grade=grade)
    as_of = values.moment.as_of
    days: set[dt.date] = {end for end in series.end.astype(object).tolist() if end <= as_of}
    if promise.due is not None and promise.due < as_of:
        days.add(promise.due + ONE_DAY)
    for day in sorted(days):
        begun = series.where(series.end <= np.datetime64(day, "D"))
        if outcome(promise, begun, day).met is True:
            return day - ONE_DAY
    return None


def _activity(values: Values, due: Due, item: Reachable) -> Reached:
    assert item.activity is not None, "callers check it"
    plan = _plan_of(values, due, item)
    return _finished(values, due, plan, (item.activity,), _name(values, plan, item.activity))


def _name(values: Values, plan: str, activity: str) -> str:
    found = values.book.plan(plan).latest.activity(activity)
    return (found.name if found is not None else None) or activity


def _plan_of(values: Values, due: Due, item: Reachable) -> str:
    """The plan that is named, or the only one of the agreement. InputError where it has to be named."""
    if item.plan is not None:
        return values.book.plan(item.plan).id
    mine = list(_plans(values, due))
    if len(mine) == 1:
        return mine[0]
    raise InputError(
        f"the agreement has {len(mine)} plans",
        where=f"pricing of {due.agreement.id}, {item.id}",
        do="name one: plan: ID",
    )


def _plans(values: Values, due: Due) -> Iterator[str]:
    for versions in values.book.plans.values():
        if versions.latest.agreement == due.agreement.id:
            yield versions.id


def _finished(values: Values, due: Due, plan: str, activities: tuple[str, ...], what: str) -> Reached:
    """When the last of some activities was finished, by reports of the grade that settles."""
    grade = due.pricing.grade or max((each.evidence for each in due.agreement.objectives), default=Grade.reported)
    settled, known = (_last_finish(values, plan, activities, each) for each in (grade, Grade.reported))
    return _by_evidence(what, settled, known, due, grade)


def _last_finish(values: Values, plan: str, activities: tuple[str, ...], grade: Grade) -> dt.date | None:
    plans = Plans(values.book, values.snapshot, values.moment, grade, values.seed)
    found = plans.assessment(plan)
    progress = progress_of(found.current, found.rows, as_of=values.moment.as_of, roles=found.roles, grade=grade)
    finishes = [status.finish if (status := progress.of(each)) is not None else None for each in activities]
    done = [each for each in finishes if each is not None]
    return max(done) if done and len(done) == len(activities) else None


def _scope(values: Values, due: Due, item: Reachable) -> Reached:
    """A deliverable is reached when its objectives are met and the activities of its plan are finished."""
    agreed = next((each for each in due.agreement.scope if each.id == item.scope), None)
    found = [_objective(values, due, each) for each in (agreed.objectives if agreed is not None else ())]
    found += [_finished(values, due, plan, each.activities, each.title) for plan, each in _items(values, due, item)]
    title = agreed.title if agreed is not None else str(item.scope)
    lacks = next((each.lacks for each in found if each.lacks is not None), None)
    days = [each.day for each in found if each.day is not None]
    return Reached(title, max(days) if days and len(days) == len(found) else None, _titled(title, lacks))


def _items(values: Values, due: Due, item: Reachable) -> Iterator[tuple[str, PlanScopeItem]]:
    for plan in (item.plan,) if item.plan is not None else _plans(values, due):
        for each in values.book.plan(plan).latest.scope:
            if each.id == item.scope and each.activities:
                yield plan, each


def _titled(title: str, lacks: Said | None) -> Said | None:
    return None if lacks is None else said("{title}: {what}", title=title, what=lacks)
