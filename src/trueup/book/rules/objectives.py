"""Rules about objectives: a promise must be possible, dated, and better than what was before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from trueup.book.rules.kpis import range_or_number
from trueup.vocabulary import Direction, Issue, Level

if TYPE_CHECKING:
    from trueup.agreements.documents import Agreement, Objective
    from trueup.book.draft import Draft, Placed
    from trueup.book.yaml import Path
    from trueup.kpis.documents import Kpi

_Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Promise:
    """One objective with its KPI and its place."""

    placed: Placed[Agreement]
    objective: Objective
    kpi: Kpi
    path: Path

    @property
    def agreement(self) -> Agreement:
        """The agreement it belongs to."""
        return self.placed.document

    @property
    def start(self) -> dt.date | None:
        """The day from which improvement counts; None while go-live has no date."""
        start = self.objective.from_
        if start == "effective":
            return self.agreement.effective
        if start == "go_live":
            return self.agreement.go_live.actual or self.agreement.go_live.planned
        assert isinstance(start, dt.date)
        return start

    @property
    def baseline(self) -> Decimal | None:
        """The baseline's actual."""
        return self.objective.baseline.actual if self.objective.baseline else None

    @property
    def number(self) -> Decimal | None:
        """The target where it is one number on the better or worse side."""
        target = self.objective.target
        if isinstance(target, tuple) or self.kpi.direction is Direction.maintain:
            return None
        return target

    def better(self, one: Decimal, other: Decimal) -> bool:
        """Whether `one` is strictly better than `other`."""
        return (one - other) * self.kpi.direction.sign > 0

    def issue(self, level: Level, key: Path, message: str, suggestion: str | None = None) -> Issue:
        """An Issue inside the objective."""
        return self.placed.place.issue(level, (*self.path, *key), message, suggestion)


def promises(draft: Draft) -> Iterator[Promise]:
    """Every objective whose KPI is known."""
    for placed, objective, path in draft.objectives():
        kpi = draft.kpi_by_id.get(objective.kpi)
        if kpi is not None:
            yield Promise(placed, objective, kpi, path)


def objectives_are_named_once(draft: Draft) -> Iterator[Issue]:
    """An objective has one id in its agreement, and so has a piece of scope."""
    for placed in draft.agreements:
        agreement = placed.document
        yield from _twice(placed, "objectives", [objective.id for objective in agreement.objectives])
        yield from _twice(placed, "scope", [item.id for item in agreement.scope])


def _twice(placed: Placed[Agreement], key: str, ids: list[str]) -> Iterator[Issue]:
    for index, name in enumerate(ids):
        if name in ids[:index]:
            yield placed.issue("error", (key, index, "id"), f"{name!r} is listed twice in `{key}`")


def target_has_the_right_shape(draft: Draft) -> Iterator[Issue]:
    """A range to maintain, a number to reach."""
    for promise in promises(draft):
        path = (*promise.path, "target")
        yield from range_or_number(promise.placed, path, promise.kpi.direction, promise.objective.target)


def target_is_better_than_baseline(draft: Draft) -> Iterator[Issue]:
    """A target at the baseline promises nothing; beyond it on the wrong side, it contradicts the direction."""
    for promise in promises(draft):
        target, baseline = promise.number, promise.baseline
        if target is None or baseline is None:
            continue
        if target == baseline:
            message = f"the target {target} equals the baseline: nothing is promised"
            yield promise.issue("error", ("target",), message, "to hold a level, use direction: maintain and a range")
        elif not promise.better(target, baseline):
            message = f"the target {target} is worse than the baseline {baseline} for a KPI to {promise.kpi.direction}"
            yield promise.issue("error", ("target",), message, "mend the target, the baseline or the direction")


def tolerance_leaves_a_promise(draft: Draft) -> Iterator[Issue]:
    """A tolerance as wide as the whole way is met on the first day."""
    for promise in promises(draft):
        target, baseline, tolerance = promise.number, promise.baseline, promise.objective.tolerance
        if target is None or baseline is None or target == baseline or tolerance == 0:
            continue
        way = abs(target - baseline)
        if tolerance >= way:
            message = f"the tolerance {tolerance} is as wide as the way from baseline to target ({way})"
            yield promise.issue("error", ("tolerance",), message, "the baseline itself would meet the target")


def target_is_possible(draft: Draft) -> Iterator[Issue]:
    """A target lies within the bounds of its KPI."""
    for promise in promises(draft):
        target = promise.objective.target
        for number in target if isinstance(target, tuple) else (target,):
            if promise.kpi.floor is not None and float(number) < promise.kpi.floor:
                message = f"{number} lies below {promise.kpi.floor:g}, the least {promise.kpi.id} can be"
                yield promise.issue("error", ("target",), message)
            if promise.kpi.ceiling is not None and float(number) > promise.kpi.ceiling:
                message = f"{number} lies above {promise.kpi.ceiling:g}, the most {promise.kpi.id} can be"
                yield promise.issue("error", ("target",), message)


def stretch_lies_beyond_target(draft: Draft) -> Iterator[Issue]:
    """Each stretch target is better than the one before."""
    for promise in promises(draft):
        if promise.number is None:
            continue
        for earlier, later in pairwise((promise.number, *promise.objective.stretch)):
            if not promise.better(later, earlier):
                message = f"the stretch target {later} is not better than {earlier}"
                yield promise.issue("error", ("stretch",), message, "order them from target to most ambitious")


def improvement_has_a_start(draft: Draft) -> Iterator[Issue]:
    """What counts from go-live needs a go-live."""
    for placed, objective, path in draft.objectives():
        go_live = placed.document.go_live
        if objective.from_ == "go_live" and go_live.planned is None and go_live.actual is None:
            message = "improvement counts from go_live, and the agreement has none"
            remedy = "add go_live: {planned: DATE} to the agreement, or from: effective to the objective"
            yield placed.issue("error", path, message, remedy)


def go_live_follows_effect(draft: Draft) -> Iterator[Issue]:
    """Going live before the agreement takes effect is possible, and usually a slip of the pen."""
    for placed in draft.agreements:
        for key in ("planned", "actual"):
            day: dt.date | None = getattr(placed.document.go_live, key)
            if placed.document.version == 1 and day is not None and day < placed.document.effective:
                message = f"goes live on {day}, before the agreement takes effect on {placed.document.effective}"
                yield placed.issue("hint", ("go_live", key), message)


def due_lies_after_start(draft: Draft) -> Iterator[Issue]:
    """There must be time to improve in."""
    for promise in promises(draft):
        due, start = promise.objective.due, promise.start
        if due is None or start is None:
            continue
        if due <= start:
            message = f"due on {due}, but improvement counts only from {start}"
            yield promise.issue("error", ("due",), message, "move `due`, or set `from`")


def path_leads_to_the_target(draft: Draft) -> Iterator[Issue]:
    """The points of a path are in order of time, between start and due, and between baseline and target."""
    for promise in promises(draft):
        if isinstance(promise.objective.path, str):
            continue
        points = promise.objective.path
        for index, (earlier, later) in enumerate(pairwise(points), start=1):
            if later[0] <= earlier[0]:
                yield promise.issue("error", ("path", index), f"{later[0]} does not come after {earlier[0]}")
        for index, (day, value) in enumerate(points):
            yield from _off_the_way(promise, index, day, value)


def _off_the_way(promise: Promise, index: int, day: dt.date, value: Decimal) -> Iterator[Issue]:
    start, due = promise.start, promise.objective.due
    if (start is not None and day < start) or (due is not None and day > due):
        message = f"{day} lies outside {start or '...'} to {due or '...'}, from the start to the due date"
        yield promise.issue("error", ("path", index), message)
    target, baseline = promise.number, promise.baseline
    if target is not None and baseline is not None and not min(target, baseline) <= value <= max(target, baseline):
        message = f"{value} does not lie between the baseline {baseline} and the target {target}"
        yield promise.issue("error", ("path", index), message)


def value_ends_after_it_begins(draft: Draft) -> Iterator[Issue]:
    """Improvement has worth from the start until a stated day."""
    for promise in promises(draft):
        value = promise.objective.value
        if value is None:
            continue
        if value.until is None:
            message = "the worth of an improvement has no end, so potential value has no sum"
            yield promise.issue("soon", ("value",), message, "add until: DATE")
        elif promise.start is not None and value.until <= promise.start:
            message = f"ends on {value.until}, but improvement counts only from {promise.start}"
            yield promise.issue("error", ("value", "until"), message)


def baseline_lies_before_the_start(draft: Draft) -> Iterator[Issue]:
    """A baseline that is measured after the start already has the improvement in it."""
    for promise in promises(draft):
        baseline = promise.objective.baseline
        if promise.agreement.version > 1 or baseline is None or baseline.period is None:
            continue
        if baseline.period.end > promise.agreement.effective:
            message = (
                f"measured over {baseline.period}, but the agreement takes effect on {promise.agreement.effective}"
            )
            yield promise.issue("soon", ("baseline", "period"), message, "measure it over a period before the start")


def target_stands_out_of_noise(draft: Draft) -> Iterator[Issue]:
    """If the baseline's own 95 % interval covers the target, chance alone may meet it."""
    for promise in promises(draft):
        target, baseline = promise.number, promise.objective.baseline
        stderr = _stderr(promise)
        if target is None or baseline is None or stderr is None or target == baseline.actual:
            continue
        half = _Z95 * stderr
        if abs(float(target - baseline.actual)) <= half:
            message = f"not distinguishable from noise: the baseline is {baseline.actual} ± {half:.3g} (95 %)"
            yield promise.issue("hint", ("target",), message, "measure the baseline over more cases, or promise more")


def _stderr(promise: Promise) -> float | None:
    """The baseline's standard error: stated, or that of a proportion of n cases."""
    baseline = promise.objective.baseline
    if baseline is None or baseline.stderr is not None:
        return float(baseline.stderr) if baseline is not None and baseline.stderr is not None else None
    share = float(baseline.actual) / 100
    if promise.kpi.unit.name != "%" or baseline.n is None or not 0 <= share <= 1:
        return None
    return 100 * float((share * (1 - share) / baseline.n) ** 0.5)


def cumulative_needs_a_sum(draft: Draft) -> Iterator[Issue]:
    """Adding up means gives no quantity."""
    for promise in promises(draft):
        if promise.objective.type == "cumulative" and promise.kpi.aggregate.how != "sum":
            message = f"a cumulative target adds actuals up, and {promise.kpi.id!r} is a {promise.kpi.aggregate}"
            yield promise.issue("error", ("type",), message, "use a KPI with aggregate: sum")


RULES = (
    objectives_are_named_once,
    target_has_the_right_shape,
    target_is_better_than_baseline,
    tolerance_leaves_a_promise,
    target_is_possible,
    stretch_lies_beyond_target,
    improvement_has_a_start,
    go_live_follows_effect,
    due_lies_after_start,
    path_leads_to_the_target,
    value_ends_after_it_begins,
    baseline_lies_before_the_start,
    target_stands_out_of_noise,
    cumulative_needs_a_sum,
)
