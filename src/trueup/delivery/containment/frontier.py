"""The frontier of a plan in trouble: sets of moves that no other beats in cost, finish and chance together.

First the solver is asked for the cheapest set that keeps the promised day, then for the earliest day that any set
reaches, then for the cheapest set for every day between. Each is scheduled again with the plan's own calendars, then
played in the same simulated futures. Sets that keep the day on paper may be too weak in the futures, so cheaper and
surer neighbours are tried until one meets the promise with the probability that is wanted.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from trueup.delivery.containment.build import build_problem
from trueup.delivery.containment.scored import Futures, Scored
from trueup.delivery.containment.search import Search
from trueup.delivery.containment.solve import Limits, Solution
from trueup.delivery.containment.surer import MOST, surer
from trueup.delivery.containment.taken import priced
from trueup.delivery.containment.told import Findings, told
from trueup.delivery.containment.variant import Variant
from trueup.delivery.documents import Plan
from trueup.delivery.network import PlanNetwork, compile_plan
from trueup.delivery.results import Frontier
from trueup.delivery.status import Progress, Roles
from trueup.stats.network.choose import worth_compiling
from trueup.stats.network.simulate import EXPECTED
from trueup.vocabulary import said

Progressed = Callable[[str, int, int], None]
"""Told what is being done, how far it is, and of how much."""
STEPS = 100
SOON = 1.5
"""Seconds of solving after which there is to be a first answer, proved or not."""
SHOWN = 40
_SEARCH = 0.9
"""The share of the time for searching; the rest is for telling."""
QUESTIONS = 200
"""Deadlines that the stairs of cost are asked for at most."""
NO_MOVE: frozenset[str] = frozenset()


def frontier(  # noqa: PLR0913 - each is a question that people ask
    plan: Plan,
    progress: Progress | None = None,
    *,
    seed: int,
    currency: str,
    roles: Roles | None = None,
    deadline: dt.date | None = None,
    budget: Decimal | None = None,
    wanted: float = 0.8,
    time_limit: float = 60.0,
    iterations: int | None = 4_096,
    workers: int = 1,
    progressed: Progressed | None = None,
    first: Callable[[Variant], None] | None = None,
) -> Frontier:
    """Search the moves of a plan for the sets that contain its slip.

    `deadline` and `budget` stand in for what the plan promises. `wanted` is the P(met) to look for, `time_limit` is in
    seconds; `first` is told the first set that keeps the day. With one worker the same seed gives the same answer,
    unless the time is up before the solver has proved what it found. Raises InputError where OR-tools is absent or a
    need can never be met, DocumentError for a plan that cannot be scheduled.
    """
    base = compile_plan(_promising(plan, deadline, budget), progress)
    how = Futures(seed, iterations, currency, roles or Roles())
    limits = Limits(seed=seed, workers=workers)
    return _Frontier(base, how, limits, time_limit, wanted, progressed or (lambda *_: None), first).found()


def _promising(plan: Plan, deadline: dt.date | None, budget: Decimal | None) -> Plan:
    """The plan with another promise in place of its own."""
    given = {"finish": deadline, "budget": budget}
    changes = {name: value for name, value in given.items() if value is not None}
    return plan.model_copy(update={"commitment": plan.commitment.model_copy(update=changes)}) if changes else plan


@dataclass
class _Frontier:
    """One question, answered step by step."""

    base: PlanNetwork
    how: Futures
    limits: Limits
    seconds: float
    wanted: float
    progressed: Progressed
    first: Callable[[Variant], None] | None = None

    def found(self) -> Frontier:
        self._say(said("scheduling the plan as it is"), 0)
        if self.base.network.done.all():
            return self._without_search("nothing_to_do", "Everything is done: nothing is left to contain.")
        without = self._as_it_is()
        if not self.search.built.moves:
            words = "No move of the plan can still change anything: add moves that could contain the slip."
            return self._without_search("no_moves", words, without)
        if self._is_safe(without):
            return self._without_search("nothing_to_do", told(self._findings(without), self.how), without)
        return self._searched(without)

    def _as_it_is(self) -> Scored:
        """The plan with no move taken, within its capacities: where people are booked twice, one after the other."""
        self.search = Search(self.base, build_problem(self.base), _SEARCH * self.seconds, self.limits, self._hear)
        variant = Variant(self.base, NO_MOVE)
        self.levelled = variant.double_books
        self.order = self._level(SOON) if self.levelled else None
        variant = self.search.variants.setdefault(NO_MOVE, variant)
        self.before = variant.cost
        return self._score(variant)

    def _level(self, seconds: float, hint: Solution | None = None) -> Solution:
        """Look for the order in which everybody has one piece of work at a time and all is over soonest."""
        return self.search.ask("finish", only=NO_MOVE, share=0.15, most_seconds=seconds, hint=hint)

    def _is_safe(self, without: Scored) -> bool:
        """Whether the plan keeps its promises, as surely as wanted, and no bonus is to be had."""
        if without.chance is None or self.base.plan.bonus or not without.reaches:
            return False
        return without.chance >= self.wanted

    def _searched(self, without: Scored) -> Frontier:
        promised = self.base.plan.commitment.finish
        due = None if promised is None else self.search.built.clock.by(self.base.axis.end_of(promised))
        self._say(said("looking for the cheapest set of moves that keeps the day"), 5)
        main = self._main(due)
        self._say(said("looking for the earliest day that any set of moves reaches"), 15)
        earliest = self._earliest(main)
        self._say(said("looking for the cheapest set of moves for each day"), 25)
        self._between(main, earliest, due)
        if self.order is not None and not self.order.proved:
            self._level(math.inf, self.order)
            without = self._score(self.search.variants[NO_MOVE])
        scored = self._scores(without)
        findings = self._findings(without, scored, main, earliest)
        return self._answer(findings)

    def _main(self, due: int | None) -> Solution:
        """The cheapest set that keeps the day: a first one soon, then until it is proved."""
        soon = self.search.ask("cost", deadline=due, share=0.2, most_seconds=SOON)
        at_once = self.search.variant(soon)
        if at_once is not None and self.first is not None:
            self.first(at_once)
        if soon.proved:
            return soon
        main = self.search.ask("cost", deadline=due, share=0.3, hint=soon)
        return main if main.found or not soon.found else soon

    def _earliest(self, main: Solution) -> Solution:
        """The cheapest of the plans that finish on the earliest day."""
        search = self.search
        first = search.ask("finish", share=0.3, hint=main)
        if not first.found:
            return first
        day = search.built.clock.day_end(first.end)
        cheapest = search.ask("cost", deadline=day, share=0.2, hint=first)
        return cheapest if cheapest.found else first

    def _between(self, main: Solution, earliest: Solution, due: int | None) -> None:
        search, terms = self.search, self.base.plan
        cheapest = main if due is None else search.ask("cost", share=0.2, hint=main)
        if terms.penalty_per_day or terms.bonus:
            search.ask("net", share=0.2, hint=cheapest)
        if earliest.found and cheapest.found:
            search.stairs(earliest, cheapest, QUESTIONS)

    def _scores(self, without: Scored) -> list[Scored]:
        """Every set found, and surer neighbours of those that are not as sure as wanted."""
        _load_compiled(len(self.base.ids) * (self.how.iterations or EXPECTED) * (len(self.search.variants) + MOST))
        self._say(said("playing the sets of moves in the simulated futures"), 70)
        scored = [without, *(self._score(each) for each in self.search.variants.values() if each.moves)]
        if without.chance is not None:
            self._say(said("looking for cheaper and surer neighbours"), 85)
            scored += surer(self.search, scored, self._score, self.wanted)
        return scored

    def _score(self, variant: Variant) -> Scored:
        return Scored(variant, self.how, self.before)

    def _findings(
        self,
        without: Scored,
        scored: list[Scored] | None = None,
        main: Solution | None = None,
        earliest: Solution | None = None,
    ) -> Findings:
        return Findings(without, tuple(scored or [without]), self.search, main, earliest, self.wanted, self.levelled)

    def _answer(self, findings: Findings) -> Frontier:
        candidates = findings.shown(SHOWN)
        found = Frontier(
            status=findings.status,
            gap=findings.gap(self.how.currency),
            without=findings.without.forecast,
            candidates=tuple(each.candidate() for each in candidates),
            earliest=findings.fastest and findings.fastest.variant.last_day,
            earliest_cost=findings.fastest and priced(findings.fastest.change, self.how.currency),
            words=told(findings, self.how),
        )
        self._say(said("done"), STEPS)
        return found

    def _without_search(self, status: str, words: str, without: Scored | None = None) -> Frontier:
        self._say(said("done"), STEPS)
        candidates = () if without is None else (without.candidate(),)
        forecast = None if without is None else without.forecast
        return Frontier.model_validate(
            {"status": status, "without": forecast, "candidates": candidates, "words": words}
        )

    def _hear(self, share: float, doing: str) -> None:
        self._say(doing, 25 + round(45 * share))

    def _say(self, doing: str, at: int) -> None:
        self.progressed(doing, at, STEPS)


def _load_compiled(work: int) -> None:
    """Each set alone is too little work to load the compiled passes for; all of them together often are not."""
    if worth_compiling(work):
        import numba  # noqa: F401
