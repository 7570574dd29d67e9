"""What keeps a plan from being scheduled at all: links that lead nowhere or in a circle, impossible lengths of time."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from trueup.delivery.calendar import in_days
from trueup.delivery.documents import Activity, Calendar, Constraint, Plan
from trueup.delivery.duration import Duration
from trueup.delivery.finding import Finding, Path, error, unknown
from trueup.delivery.link import Link
from trueup.delivery.shifts import spans
from trueup.vocabulary import did_you_mean, said

LONGEST = 73_050.0
"""Days; nothing that people plan takes two hundred years."""
_CYCLES_TOLD = 5


def logic(plan: Plan) -> Iterator[Finding]:
    """Every reason for which no schedule can be computed; all of them errors."""
    for path, calendar in _calendars(plan):
        yield from _shifts(path, calendar)
    for index, activity in enumerate(plan.activities):
        yield from _calendar_is_known(plan, index, activity)
        yield from _lengths(plan, index, activity)
    found = list(links(plan))
    yield from found
    if not found:
        yield from cycles(plan)


def calendar_of(plan: Plan, activity: Activity) -> Calendar:
    """The calendar in which an activity is worked on: its own, else the plan's."""
    return plan.calendars.get(activity.calendar, plan.calendar) if activity.calendar else plan.calendar


def in_words(constraint: Constraint) -> str:
    """A constraint as people say it: finish no later than 2026-03-06."""
    kind = constraint.kind.replace("_", " ")
    return said(kind) if constraint.date is None else said("{kind} {day}", kind=said(kind), day=constraint.date)


def links(plan: Plan) -> Iterator[Finding]:
    """Links to nothing, to oneself, or given twice."""
    known = {activity.id: None for activity in plan.activities}
    for index, activity in enumerate(plan.activities):
        seen: set[tuple[str, str]] = set()
        for place, link in enumerate(activity.after):
            path: Path = ("activities", index, "after", place)
            if link.before == activity.id:
                yield error(path, f"{activity.id!r} comes after itself", "remove the link")
            elif link.before not in known:
                suggestion = did_you_mean(link.before, known) or "name an activity of this plan"
                yield error(
                    path, f"{activity.id!r} comes after {link.before!r}, and there is no such activity", suggestion
                )
            elif (link.before, link.kind) in seen:
                message = f"{activity.id!r} comes after {link.before!r} twice by {link.kind}"
                yield error(path, message, "keep one of the two links")
            seen.add((link.before, link.kind))


def cycles(plan: Plan) -> Iterator[Finding]:
    """Activities that wait for one another, by links of any kind, as a path that anyone can follow."""
    after = {activity.id: {link.before: link for link in activity.after} for activity in plan.activities}
    place = {activity.id: index for index, activity in enumerate(plan.activities)}
    for _ in range(_CYCLES_TOLD):
        path = _cycle(after)
        if path is None:
            return
        start = min(range(len(path)), key=lambda at: place[path[at]])
        ring = path[start:] + path[:start]
        message = f"these activities wait for one another: {_spelt(ring, after)}"
        yield error(("activities", place[ring[0]], "after"), message, "remove one of these links")
        del after[ring[0]][ring[-1]]


def _cycle(after: dict[str, dict[str, Link]]) -> list[str] | None:
    """A ring of ids, each before the next and the last before the first; None if nothing waits for itself."""
    try:
        TopologicalSorter(after).prepare()
    except CycleError as found:
        ring: list[str] = found.args[1][:-1]
        return ring
    return None


def _spelt(ring: list[str], after: dict[str, dict[str, Link]]) -> str:
    """a -> b (SS+2d) -> c -> a."""
    steps = [ring[0]]
    for before, activity in zip(ring, (*ring[1:], ring[0]), strict=True):
        link = str(after[activity][before]).removeprefix(before).strip()
        steps.append(f"{activity} ({link})" if link else activity)
    return " -> ".join(steps)


def _calendars(plan: Plan) -> Iterator[tuple[Path, Calendar]]:
    yield ("calendar",), plan.calendar
    for name, calendar in plan.calendars.items():
        yield ("calendars", name), calendar


def _shifts(path: Path, calendar: Calendar) -> Iterator[Finding]:
    both = set(calendar.holidays) & set(calendar.working)
    if both:
        days = ", ".join(map(str, sorted(both)))
        yield error((*path, "working"), f"both a holiday and an extra working day: {days}", "keep one of the two")
    try:
        shifts = spans(calendar)
    except ValueError as bad:
        yield error((*path, "shifts"), str(bad), "write 08:00-12:00")
        return
    if any(later[0] < earlier[1] for earlier, later in pairwise(shifts)):
        yield error((*path, "shifts"), "the shifts overlap or are not in order", "order them by the hour")
    total = sum(end - begin for begin, end in shifts)
    if shifts and abs(total - float(calendar.hours)) > 0.01:
        message = f"the shifts add up to {total:g} hours and `hours` says {calendar.hours:f}"
        yield error((*path, "shifts"), message, f"write hours: {total:g}")


def _calendar_is_known(plan: Plan, index: int, activity: Activity) -> Iterator[Finding]:
    yield from unknown(("activities", index, "calendar"), "calendar", activity.calendar, plan.calendars)


def _lengths(plan: Plan, index: int, activity: Activity) -> Iterator[Finding]:
    calendar, path = calendar_of(plan, activity), ("activities", index)
    yield from _not_endless((*path, "duration"), activity.duration, calendar)
    for place, link in enumerate(activity.after):
        yield from _not_endless((*path, "after", place), link.lag, calendar)
    if activity.three_point is not None:
        yield from _three_points((*path, "three_point"), activity.three_point, activity.duration, calendar)


def _not_endless(path: Path, length: Duration, calendar: Calendar) -> Iterator[Finding]:
    if not abs(in_days(length, calendar)) <= LONGEST:
        yield error(path, f"{length} is longer than two hundred years", "write 40d, 12h or 2w")


def _three_points(
    path: Path, three: tuple[Duration, Duration, Duration], duration: Duration, calendar: Calendar
) -> Iterator[Finding]:
    wrong = list(in_order(path, three, calendar))
    yield from wrong
    if three[0].elapsed != duration.elapsed and not wrong:
        yield error(path, "mixes elapsed and working time with the duration", "write both in one of the two")


def in_order(path: Path, three: tuple[Duration, Duration, Duration], calendar: Calendar) -> Iterator[Finding]:
    """What makes three points impossible: o <= m <= p does not hold, or they cannot be compared."""
    if len({length.elapsed for length in three}) > 1:
        yield error(path, "mixes elapsed and working time", "write all three in one of the two")
        return
    low, likely, high = (in_days(length, calendar) for length in three)
    if low > likely:
        yield error(path, f"optimistic {three[0]} is longer than most likely {three[1]}", "write o <= m <= p")
    if likely > high:
        yield error(path, f"most likely {three[1]} is longer than pessimistic {three[2]}", "write o <= m <= p")
    yield from _not_endless((*path, 2), three[2], calendar)
