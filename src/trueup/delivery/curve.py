"""Planned value, earned value and actual cost over time: the S-curve."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from trueup.delivery.documents import Plan, Planned
from trueup.delivery.earned import Measured, money
from trueup.delivery.progress import progress_of
from trueup.delivery.results import CurvePoint
from trueup.delivery.status import Progress, ProgressRow, Roles
from trueup.vocabulary import Grade

_POINTS = 100
_EFFORT = 200_000
"""Reports and activities to go through again, over all points of the past: with more of them, fewer points."""
_DAY = dt.timedelta(days=1)


def curve(
    plan: Plan,
    baseline: Mapping[str, Planned],
    rows: Sequence[ProgressRow],
    *,
    status: dt.date,
    roles: Roles,
    currency: str,
    grade: Grade = Grade.reported,
    believe: str | None = None,
) -> tuple[CurvePoint, ...]:
    """The curve of the whole plan, from the day before it starts to the end of the baseline, at most 200 points.

    Up to `status` each point says what was planned and, by the reports for days up to its own, earned and spent;
    behind it what is planned. Amounts are rounded once.
    """
    drawn = _Drawn(plan, baseline, status, currency)
    mine = [row for row in rows if row.plan == plan.id]
    behind = _past(drawn.start, status, mine, len(plan.activities))
    known = (progress_of(plan, mine, as_of=day + _DAY, roles=roles, grade=grade, believe=believe) for day in behind)
    past = [drawn.past(day, progress) for day, progress in zip(behind, known, strict=True)]
    return (*past, *(drawn.planned(day) for day in _grid(drawn.start, drawn.end) if day > status))


class _Drawn:
    """The points of one plan's curve."""

    def __init__(self, plan: Plan, baseline: Mapping[str, Planned], status: dt.date, currency: str) -> None:
        self.currency = currency
        self.names = tuple(dict.fromkeys([*(activity.id for activity in plan.activities), *baseline]))
        self.measured = Measured.of(plan, baseline, Progress(), status)
        self.axis = self.measured.phased.axis
        self.curve = self.measured.phased.curve(baseline)
        self.start = self.axis.origin - _DAY
        self.end = max(status, self.axis.day_of_finish(float(self.curve.time[-1])))

    def planned(self, day: dt.date) -> CurvePoint:
        """What was planned by the end of a day."""
        value = Fraction(self.curve.at(self.axis.end_of(day)))
        return CurvePoint(date=day, pv=money(value, self.currency), ev=None, ac=None)

    def past(self, day: dt.date, progress: Progress) -> CurvePoint:
        """The same with what was earned and spent by then."""
        seen = self.measured.at(progress, day)
        earned = sum((seen.earned(name) for name in self.names), Fraction(0))
        spent = seen.spent(self.names)
        known = {"ev": money(earned, self.currency), "ac": None if spent is None else money(spent, self.currency)}
        return self.planned(day).model_copy(update=known)


def _grid(start: dt.date, end: dt.date) -> Iterator[dt.date]:
    """Evenly spread days from `start` to `end`; whole weeks apart unless every day has a point."""
    step = -(-(end - start).days // _POINTS)
    step = -(-step // 7) * 7 if step > 1 else 1
    yield from (start + dt.timedelta(days=ahead) for ahead in range(0, (end - start).days, step))
    yield end


def _past(start: dt.date, status: dt.date, rows: Sequence[ProgressRow], activities: int) -> list[dt.date]:
    """The start, the days for which something was reported, and the status date; of too many an even choice."""
    reported = sorted({row.status_date for row in rows if start < row.status_date < status})
    most = max(2, min(_POINTS, _EFFORT // (len(rows) + activities)))
    if len(reported) > most:
        reported = [reported[len(reported) * each // most] for each in range(most)]
    return sorted({start, *reported, status}) if status >= start else []
