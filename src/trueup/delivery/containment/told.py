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
from trueup.delivery.words import amount, day
from trueup.vocabulary import Day, Figure, joined, listed, said, to_decimal

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
    return joined(_sentences(found, how), " ")


def _sentences(found: Findings, how: Futures) -> Iterator[str]:
    if found.levelled:
        yield said("The plan books people twice; it is judged with one piece of work after the other.")
    yield _as_it_is(found.without)
    if found.main is None:
        yield said("Nothing needs to be contained.")
        return
    if _promised(found):
        yield _keeps(found, how) if found.reaching is not None else _cannot(found, how)
        yield from _sure(found, how)
    yield from _worth(found, how)
    if found.gap(how.currency) is not None:
        yield said("Not proved: a cheaper set could save {amount} at most.", amount=amount(found._gap(), how.currency))
    if not found.search.complete:
        yield said("Not every day was searched in the time there was: sets in between may be cheaper.")
    if found.search.rejected:
        yield said(
            "Dropped, since they did not hold when scheduled: {n} proposals of the solver.", n=found.search.rejected
        )


def _promised(found: Findings) -> bool:
    promised = found.without.variant.base.plan.commitment
    return promised.finish is not None or promised.budget is not None


def _as_it_is(without: Scored) -> str:
    chance = without.chance
    if chance is None:
        return said("As it is, the plan ends on {day}.", day=_end(without))
    return said(
        "As it is, the plan ends on {day}, and meets what was promised with probability {chance}.",
        day=_end(without),
        chance=_chance(chance),
    )


def _keeps(found: Findings, how: Futures) -> str:
    best = found.reaching
    assert best is not None
    if not best.variant.moves:
        return said("It keeps its promise on paper.")
    back = said(
        "Cheapest back inside: {moves}, for {cost}; it ends on {day}",
        moves=_moves(best),
        cost=_money(best, how),
        day=_end(best),
    )
    if best.chance is None:
        return said("{back}.", back=back)
    return said("{back}, with probability {chance}.", back=back, chance=_chance(best.chance))


def _cannot(found: Findings, how: Futures) -> str:
    """Why nothing keeps the promise: the earliest day and its price, and what holds it up."""
    promised, fastest = found.without.variant.base.plan.commitment, found.fastest
    if promised.finish is not None and fastest.variant.last_day <= promised.finish:
        in_time = [each for each in found.scored if each.variant.last_day <= promised.finish]
        least = min(in_time, key=lambda each: each.change)
        over = least.variant.cost - (promised.budget or Decimal(0))
        return said(
            "The day can be kept, the budget cannot: the cheapest is {amount} over it.",
            amount=amount(over, how.currency),
        )
    proved = found.earliest is not None and found.earliest.proved
    least_words = said("the earliest found is {day}", day=_end(fastest))
    if proved:
        least_words = said("no set of moves ends before {day}", day=_end(fastest))
    return said(
        "The promise cannot be kept: {earliest}, which costs {cost}; what then holds it up is {chain}.",
        earliest=least_words,
        cost=_money(fastest, how),
        chain=listed([step.activity for step in why(fastest.variant.schedule)][-6:]),
    )


def _sure(found: Findings, how: Futures) -> Iterator[str]:
    best = found.sure
    if best is None:
        chances = [each.chance for each in found.scored if each.chance is not None]
        if chances:
            yield said(
                "No set of moves meets it with probability {wanted}; the most is {chance}.",
                wanted=Figure(f"{found.wanted:g}"),
                chance=_chance(max(chances)),
            )
        return
    if best.variant.moves and best is not found.reaching and best.chance is not None:
        yield said(
            "With probability {chance}, the cheapest found is {moves}, for {cost}.",
            chance=_chance(best.chance),
            moves=_moves(best),
            cost=_money(best, how),
        )


def _worth(found: Findings, how: Futures) -> Iterator[str]:
    """Whether moves pay for themselves by penalty and bonus."""
    gain = found.without.net - found.economic.net
    plan = found.without.variant.base.plan
    if (plan.penalty_per_day or plan.bonus) and found.economic.variant.moves and gain > 0:
        yield said(
            "With penalty and bonus, {moves} is worth {amount} more than to leave the plan as it is.",
            moves=_moves(found.economic),
            amount=amount(gain, how.currency),
        )


def _moves(each: Scored) -> str:
    return listed([move.name or move.id for move in each.variant.taken])


def _money(each: Scored, how: Futures) -> Figure:
    return amount(priced(each.change, how.currency), how.currency)


def _end(each: Scored) -> Day:
    return day(each.variant.last_day)


def _chance(probability: float) -> Figure:
    return Figure(f"{probability:.2f}")
