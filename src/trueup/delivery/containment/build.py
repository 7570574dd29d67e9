"""A plan with what is left of it as a problem of whole numbers: open activities, their waits, the moves to choose from.

What is done, and where something began, are constants: they bound what comes after and are no longer decided.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import chain, combinations, pairwise

import numpy as np

from trueup.delivery.calendar import in_days
from trueup.delivery.containment.clock import Clock, grid
from trueup.delivery.containment.moves import SHORTENS, exclusions, targets
from trueup.delivery.containment.order import ordered_pairs
from trueup.delivery.containment.people import one_by_one
from trueup.delivery.containment.problem import FF, FS, SF, SS, Choice, Problem, Runs, Task, Terms, Wait
from trueup.delivery.documents import Activity, Move
from trueup.delivery.logic import calendar_of
from trueup.delivery.network import PlanNetwork, compile_plan
from trueup.stats.network.model import ELAPSED
from trueup.stats.network.passes import forward
from trueup.vocabulary import InputError

_MARGIN = 31
_MOST_LEADS = 6
_LARGEST = 10**9


@dataclass(frozen=True, slots=True, eq=False)
class Built:
    """A problem with the way back: task t is activity `tasks[t]`, choice c the move `moves[c]`.

    `exact` says whether the grid holds every length; `money` is how much of the currency one unit of cost is worth.
    """

    problem: Problem
    clock: Clock
    tasks: tuple[int, ...]
    moves: tuple[Move, ...]
    exact: bool
    money: Fraction


def build_problem(compiled: PlanNetwork) -> Built:
    """The problem of a compiled plan, with every move that can still change anything.

    InputError where an activity needs more of a resource than there is, or a resource that is not there.
    """
    return _Builder(compiled).built()


class _Builder:
    def __init__(self, compiled: PlanNetwork) -> None:
        self.compiled, self.plan, self.network = compiled, compiled.plan, compiled.network
        self.open = tuple(int(at) for at in np.flatnonzero(~self.network.done))
        self.place = {at: task for task, at in enumerate(self.open)}
        self.moves = tuple(m for m in self.plan.moves if self._counts(m))
        self.units, self.exact = grid(self._lengths())
        self.clock = Clock(self.units, self._days(), self.network.resume, self.network.calendars)
        self.resources = {each.id: at for at, each in enumerate(self.plan.resources)}
        self.scale = _scale(chain(self._needs(), (each.capacity for each in self.plan.resources)))
        self.money = _money(self._prices())

    def built(self) -> Built:
        bounds, waits = self._constants(), tuple(self._waits())
        problem = Problem(
            tasks=tuple(self._task(at, *bounds[at]) for at in self.open),
            waits=waits,
            choices=tuple(map(self._choice, self.moves)),
            excludes=self._excludes(),
            alike=self._alike(),
            capacity=tuple(int(each.capacity * self.scale) for each in self.plan.resources),
            ordered=ordered_pairs(waits, self._needy()),
            floor=self._floor(),
            horizon=self.clock.horizon,
            terms=self._terms(),
        )
        return Built(problem, self.clock, self.open, self.moves, self.exact, self.money)

    # What there is to choose

    def _counts(self, move: Move) -> bool:
        """Whether a move can still change anything: what is done stays done, what has begun needs no earlier start."""
        ats = [self.compiled.index[name] for name in targets(self.plan, move)]
        if move.link is None:
            return any(at in self.place for at in ats)
        begun = np.isfinite(self.network.started)
        before = self.compiled.index.get(move.link)
        if before is None or not any(link.before == move.link for at in ats for link in self._activity(at).after):
            raise InputError(f"{move.activity} does not come after {move.link}", where=move.id)
        return before in self.place and not any(begun[at] for at in ats)

    def _choice(self, move: Move) -> Choice:
        tasks = [self.place[at] for at in self._open_targets(move)]
        saved = self.clock.down(self._saves(move)) if move.kind in SHORTENS else 0
        needs = [(self._resource(name, move.id), int(amount * self.scale)) for name, amount in move.needs.items()]
        return Choice(
            move.id,
            price=self._priced(move.cost),
            shortens=tuple((task, saved) for task in tasks) if saved else (),
            empties=tuple(tasks) if move.kind == "descope" else (),
            adds=tuple((task, resource, amount) for task in tasks for resource, amount in needs),
        )

    def _open_targets(self, move: Move) -> list[int]:
        ats = (self.compiled.index[name] for name in targets(self.plan, move))
        return [at for at in ats if at in self.place]

    def _saves(self, move: Move) -> float:
        """Days of the calendar of the activity that the move is about."""
        activity = self.plan.activity(move.activity or "")
        if move.saves is None or activity is None:
            return 0.0
        return in_days(move.saves, calendar_of(self.plan, activity))

    def _excludes(self) -> tuple[tuple[int, int], ...]:
        place = {move.id: at for at, move in enumerate(self.moves)}
        return tuple((place[a], place[b]) for a, b in exclusions(self.plan) if a in place and b in place)

    def _alike(self) -> tuple[tuple[int, int], ...]:
        """Neighbours in rows of moves that differ in nothing but their names."""
        rows: dict[str, list[int]] = {}
        excluded = {name for pair in exclusions(self.plan) for name in pair}
        for at, move in enumerate(self.moves):
            if move.id not in excluded:
                rows.setdefault(move.model_dump_json(exclude={"id", "name"}), []).append(at)
        return tuple(pair for row in rows.values() for pair in pairwise(row))

    # Time

    def _lengths(self) -> Iterable[float]:
        yield from (float(self.compiled.duration[at]) for at in self.open)
        yield from (float(self.network.lag[link]) for link in self._open_links())
        yield from map(self._saves, self.moves)

    def _days(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        first, table = math.floor(self.network.resume), self.network.work
        rows = sorted({int(self.network.calendar[at]) for at in self.open})
        works = (np.diff(table[rows], axis=1) > 0.5).any(axis=0)
        days = np.flatnonzero(works).astype(np.int64)
        return days[(days >= first) & (days <= self._last_day())]

    def _last_day(self) -> float:
        """The last day that can matter: moves only bring forward the plan as it is, with everybody free when needed."""
        compiled = self.compiled
        if self._needy():
            ids = [compiled.ids[at] for at in self.network.order if int(at) in self.place]
            compiled = compile_plan(one_by_one(self.plan, ids), compiled.progress)
        finish = float(forward(compiled.network, compiled.duration).finish.max())
        rounded = 0 if self.exact else len(self.open) + len(compiled.network.before)
        return finish + _MARGIN + rounded / self.units

    def _open_links(self) -> Iterable[int]:
        """Links between two activities of which the first still decides something."""
        for link in range(len(self.network.before)):
            before, after = int(self.network.before[link]), int(self.network.after[link])
            if before in self.place and after in self.place and not self._is_constant(link):
                yield link

    def _is_constant(self, link: int) -> bool:
        before, kind = int(self.network.before[link]), int(self.network.kind[link])
        begun = bool(np.isfinite(self.network.started[before]))
        return before not in self.place or (begun and kind in (SS, SF))

    def _constants(self) -> Mapping[int, tuple[float, float]]:
        """The earliest start and finish of each open activity, as moments, by what no longer changes."""
        found = {at: self._own_bounds(at) for at in self.open}
        for link in range(len(self.network.before)):
            after = int(self.network.after[link])
            if after in found and self._is_constant(link):
                start, finish = found[after]
                bound, kind = self._constant_bound(link), int(self.network.kind[link])
                found[after] = (max(start, bound), finish) if kind in (FS, SS) else (start, max(finish, bound))
        return found

    def _own_bounds(self, at: int) -> tuple[float, float]:
        """What has begun goes on when work resumes; the rest starts no earlier than it may."""
        begun, resume = bool(np.isfinite(self.network.started[at])), self.network.resume
        start = resume if begun else max(resume, float(self.network.earliest[at]))
        return start, float(self.network.floor_finish[at])

    def _constant_bound(self, link: int) -> float:
        before, kind = int(self.network.before[link]), int(self.network.kind[link])
        moments = self.network.finished if kind in (FS, FF) else self.network.started
        return self._led(link, float(moments[before]))

    def _led(self, link: int, moment: float) -> float:
        lag, row = float(self.network.lag[link]), self._lag_row(link)
        if lag == 0:
            return moment
        calendars = self.network.calendars
        return float(calendars.first(row, calendars.before(row, np.array(moment)) + lag))

    def _lag_row(self, link: int, led: Sequence[int] = ()) -> int:
        """The row of a lag's calendar; of a lead alone, the lead's. That of time which always passes is the last."""
        row = int(self.network.lag_calendar[link])
        leads = [saves for saves in (self.moves[at].saves for at in led) if saves is not None and saves.elapsed]
        elapsed = row == ELAPSED or (float(self.network.lag[link]) == 0 and leads)
        return len(self.compiled.times) - 1 if elapsed else row

    def _task(self, at: int, start: float, finish: float) -> Task:
        activity, length = self._activity(at), self.clock.up(float(self.compiled.duration[at]))
        runs = self.clock.calendar(int(self.network.calendar[at])) if length else None
        begin, end = runs or (None, None)
        return Task(
            activity.id,
            length,
            earliest=int(self.clock.at_or_after(np.array([start]))[0]),
            floor_finish=int(self.clock.at_or_after(np.array([max(finish, 0.0)]))[0]),
            begin=begin,
            end=end,
            needs={self._resource(name, activity.id): int(need * self.scale) for name, need in activity.needs.items()},
            rate=self._priced(activity.cost_per_day / self.units),
        )

    def _waits(self) -> Iterable[Wait]:
        for link in self._open_links():
            yield self._wait(link)

    def _wait(self, link: int) -> Wait:
        before, after = int(self.network.before[link]), int(self.network.after[link])
        kind, lag = int(self.network.kind[link]), float(self.network.lag[link])
        led = self._moves_on(link, "overlap")
        wait = Wait(
            self.place[before],
            self.place[after],
            kind,
            self.clock.up(lag),
            led_by=tuple((at, self.clock.down(self._saves(self.moves[at]))) for at in led),
            dropped_by=tuple(self._moves_on(link, "resequence")),
        )
        if (lag == 0 and not led) or self.clock.is_axis(self._lag_row(link, led)):
            return wait
        return Wait(wait.before, wait.after, kind, wait.lag, wait.led_by, wait.dropped_by, self._images(link, led))

    def _moves_on(self, link: int, kind: str) -> list[int]:
        ids = self.compiled.ids
        ends = ids[int(self.network.before[link])], ids[int(self.network.after[link])]
        return [at for at, m in enumerate(self.moves) if m.kind == kind and (m.link, m.activity) == ends]

    def _images(self, link: int, led: Sequence[int]) -> dict[frozenset[int], Runs]:
        """Where the lag leads to, for every set of overlaps that may be taken together."""
        if len(led) > _MOST_LEADS:
            raise InputError(f"more than {_MOST_LEADS} overlaps on one link", where=self.moves[led[0]].id)
        sets = chain.from_iterable(combinations(led, size) for size in range(len(led) + 1))
        return {frozenset(taken): self._image(link, taken) for taken in sets}

    def _image(self, link: int, taken: Sequence[int]) -> Runs:
        days = float(self.network.lag[link]) - sum(self._saves(self.moves[at]) for at in taken)
        from_end = int(self.network.kind[link]) in (FS, FF)
        return self.clock.lag(self._lag_row(link, taken), days, from_end=from_end)

    def _floor(self) -> int:
        """The whole is not done before what is done already."""
        done = self.network.finished[self.network.done]
        return int(self.clock.at_or_after(np.array([done.max()]))[0]) if len(done) else 0

    # People and machines

    def _needs(self) -> Iterable[Decimal]:
        for at in self.open:
            yield from self._activity(at).needs.values()
        for move in self.moves:
            yield from move.needs.values()

    def _needy(self) -> set[int]:
        """Tasks that need people or machines, or do with a move."""
        moved = {self.place[at] for move in self.moves if move.needs for at in self._open_targets(move)}
        return moved | {self.place[at] for at in self.open if any(self._activity(at).needs.values())}

    def _resource(self, name: str, where: str) -> int:
        if name not in self.resources:
            raise InputError(f"there is no resource {name!r}", where=where, do="name it under `resources`")
        return self.resources[name]

    # Money

    def _prices(self) -> Iterable[Decimal]:
        yield from (move.cost for move in self.moves)
        yield from (self.plan.penalty_per_day, self.plan.bonus)
        for at in self.open:
            yield self._activity(at).cost_per_day / self.units

    def _priced(self, amount: Decimal) -> int:
        return round(Fraction(amount) / self.money)

    def _terms(self) -> Terms:
        plan, axis = self.plan, self.compiled.axis
        due = plan.commitment.finish
        return Terms(
            penalty=self._priced(plan.penalty_per_day) if due else 0,
            overdue=self.clock.overdue(axis.end_of(due)) if due and plan.penalty_per_day else (),
            units=self.units,
            bonus=self._priced(plan.bonus) if plan.bonus_by else 0,
            bonus_by=self.clock.by(axis.end_of(plan.bonus_by)) if plan.bonus_by else -1,
        )

    def _activity(self, at: int) -> Activity:
        return self.plan.activities[at]


def _scale(amounts: Iterable[Decimal]) -> int:
    """What makes whole numbers of all amounts of resources."""
    return math.lcm(1, *(Fraction(amount).denominator for amount in amounts))


def _money(prices: Iterable[Decimal]) -> Fraction:
    """The largest amount of which all prices are whole multiples, or a billionth of their sum if that is more."""
    amounts = [Fraction(price) for price in prices if price]
    if not amounts:
        return Fraction(1)
    bottom = math.lcm(*(amount.denominator for amount in amounts))
    common = Fraction(math.gcd(*(int(amount * bottom) for amount in amounts)), bottom)
    return max(common, sum(amounts, Fraction(0)) / _LARGEST)
