"""What a search came to: its status, how far off it may be, and the answer in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from trueup.delivery.containment.scored import Futures, Scored, frontier_of
from trueup.delivery.containment.search import Search
from trueup.delivery.containment.solve import Solution
from trueup.delivery.containment.taken import priced
from trueup.delivery.why import why
from trueup.delivery.words import amount, day, listed
from trueup.vocabulary import to_decimal

Status = Literal["optimal", "feasible", "infeasible", "nothing_to_do", "insufficient"]


@dataclass(frozen=True)
class Findings:
    """Everything that was found. `main` is the cheapest by the promised day, `earliest` that of the earliest day."""

    without: Scored
    scored: tuple[Scored, ...]
    search: Search
    main: Solution | None
    earliest: Solution | None
    wanted: float
    levelled: bool

    @cached_property
    def reaching(self) -> Scored | None:
        """The cheapest set that keeps what was promised on paper."""
        return min((each for each in self.scored if each.reaches), key=lambda each: each.change, default=None)

    @cached_property
    def sure(self) -> Scored | None:
        """The cheapest set that meets the promise as surely as wanted."""
        sure = (each for each in self.scored if each.chance is not None and each.chance >= self.wanted)
        return min(sure, key=lambda each: each.change, default=None)

    @cached_property
    def economic(self) -> Scored:
        """The set with the least cost, penalty and bonus counted."""
        return min(self.scored, key=lambda each: (each.net, len(each.variant.moves)))

    @cached_property
    def fastest(self) -> Scored:
        """The earliest finish that was found, as cheap as possible."""
        return min(self.scored, key=lambda each: (each.variant.last_day, each.change))

    @cached_property
    def unbeaten(self) -> tuple[Scored, ...]:
        """The frontier, the cheapest first."""
        return tuple(frontier_of(list(self.scored)))

    def shown(self, most: int) -> tuple[Scored, ...]:
        """The frontier, or as much of it as anyone reads: every answer that is told, and others evenly between them."""
        every = len(self.unbeaten) / most
        even = {round(at * every) for at in range(most)} if every > 1 else set(range(len(self.unbeaten)))
        answers = (self.reaching, self.sure, self.economic, self.fastest, self.without)
        told = {each.variant.moves for each in answers if each is not None}
        return tuple(each for at, each in enumerate(self.unbeaten) if at in even or each.variant.moves in told)

    @property
    def status(self) -> Status:
        """Optimal: nothing cheaper keeps the promise; infeasible: nothing at all does; else it is not proved."""
        if self.main is None:
            return "nothing_to_do"
        if self.reaching is not None:
            return "optimal" if self.main.proved else "feasible"
        return "infeasible" if self._is_impossible(self.main) else "insufficient"

    def _is_impossible(self, main: Solution) -> bool:
        """Whether no set keeps the day, or the least that the solver could not rule out breaks the budget."""
        budget, cheapest = self.without.variant.base.plan.commitment.budget, self.search.variant(main)
        if not main.found or cheapest is None or budget is None:
            return main.outcome == "infeasible"
        return cheapest.cost - self._gap() > budget

    def _gap(self) -> Decimal:
        if self.main is None or not self.main.found or self.main.proved:
            return Decimal(0)
        return to_decimal((self.main.value - self.main.bound) * self.search.built.money)

    def gap(self, currency: str) -> Decimal | None:
        """What a cheaper set that keeps the day could save at most; None where there is none."""
        return priced(self._gap(), currency) if self._gap() else None


def told(found: Findings, how: Futures) -> str:
    """The answer in a few sentences."""
    return " ".join(_sentences(found, how))


def _sentences(found: Findings, how: Futures) -> Iterator[str]:
    if found.levelled:
        yield "The plan books people twice; it is judged with one piece of work after the other."
    yield _as_it_is(found.without)
    if found.main is None:
        yield "Nothing needs to be contained."
        return
    if _promised(found):
        yield _keeps(found, how) if found.reaching is not None else _cannot(found, how)
        yield from _sure(found, how)
    yield from _worth(found, how)
    if found.gap(how.currency) is not None:
        yield f"Not proved: a cheaper set could save {amount(found._gap(), how.currency)} at most."
    if not found.search.complete:
        yield "Not every day was searched in the time there was: sets in between may be cheaper."
    if found.search.rejected:
        yield f"Dropped, since they did not hold when scheduled: {found.search.rejected} proposals of the solver."


def _promised(found: Findings) -> bool:
    promised = found.without.variant.base.plan.commitment
    return promised.finish is not None or promised.budget is not None


def _as_it_is(without: Scored) -> str:
    chance = without.chance
    tail = "" if chance is None else f", and meets what was promised with probability {chance:.2f}"
    return f"As it is, the plan ends on {day(without.variant.last_day)}{tail}."


def _keeps(found: Findings, how: Futures) -> str:
    best = found.reaching
    assert best is not None
    if not best.variant.moves:
        return "It keeps its promise on paper."
    surely = "" if best.chance is None else f", with probability {best.chance:.2f}"
    return f"Cheapest back inside: {_moves(best)}, for {_money(best, how)}; it ends on {_end(best)}{surely}."


def _cannot(found: Findings, how: Futures) -> str:
    """Why nothing keeps the promise: the earliest day and its price, and what holds it up."""
    promised, fastest = found.without.variant.base.plan.commitment, found.fastest
    if promised.finish is not None and fastest.variant.last_day <= promised.finish:
        in_time = [each for each in found.scored if each.variant.last_day <= promised.finish]
        least = min(in_time, key=lambda each: each.change)
        over = least.variant.cost - (promised.budget or Decimal(0))
        return f"The day can be kept, the budget cannot: the cheapest is {amount(over, how.currency)} over it."
    proved = found.earliest is not None and found.earliest.proved
    least_words = "no set of moves ends before" if proved else "the earliest found is"
    chain = listed([step.activity for step in why(fastest.variant.schedule)][-6:])
    return (
        f"The promise cannot be kept: {least_words} {_end(fastest)}, which costs {_money(fastest, how)}; "
        f"what then holds it up is {chain}."
    )


def _sure(found: Findings, how: Futures) -> Iterator[str]:
    best = found.sure
    if best is None:
        chances = [each.chance for each in found.scored if each.chance is not None]
        if chances:
            yield f"No set of moves meets it with probability {found.wanted:g}; the most is {max(chances):.2f}."
        return
    if best.variant.moves and best is not found.reaching:
        yield f"With probability {best.chance:.2f}, the cheapest found is {_moves(best)}, for {_money(best, how)}."


def _worth(found: Findings, how: Futures) -> Iterator[str]:
    """Whether moves pay for themselves by penalty and bonus."""
    gain = found.without.net - found.economic.net
    plan = found.without.variant.base.plan
    if (plan.penalty_per_day or plan.bonus) and found.economic.variant.moves and gain > 0:
        yield (
            f"With penalty and bonus, {_moves(found.economic)} is worth {amount(gain, how.currency)} more "
            "than to leave the plan as it is."
        )


def _moves(each: Scored) -> str:
    return listed([move.name or move.id for move in each.variant.taken])


def _money(each: Scored, how: Futures) -> str:
    return amount(priced(each.change, how.currency), how.currency)


def _end(each: Scored) -> str:
    return day(each.variant.last_day)
