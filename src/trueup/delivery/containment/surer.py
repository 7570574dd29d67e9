"""Cheaper and surer neighbours of the sets that the solver found.

The solver knows one future; what is cheapest there need not be cheapest among the sets that meet the promise with the
probability that is wanted. So the nearest sets are tried in the futures themselves: where none is sure enough, the
move that raises P(met) most is added, again and again; then each move that can be spared is dropped. What is found is
the cheapest that was tried: P comes from a simulation, and nothing is proved about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from trueup.delivery.containment.moves import exclusions
from trueup.delivery.containment.scored import Scored
from trueup.delivery.containment.search import Search
from trueup.delivery.containment.variant import Variant

MOST = 120
"""Sets that are tried at most."""


def surer(search: Search, scored: Sequence[Scored], score: Callable[[Variant], Scored], wanted: float) -> list[Scored]:
    """Further sets worth showing, scored; they may be dominated."""
    return _Neighbours(search, score, wanted).better(scored)


class _Neighbours:
    def __init__(self, search: Search, score: Callable[[Variant], Scored], wanted: float) -> None:
        self.search, self.score, self.wanted = search, score, wanted
        self.tried: dict[frozenset[str], Scored | None] = {}
        self.known: dict[frozenset[str], Scored] = {}
        self.excluded = exclusions(search.base.plan)

    def better(self, scored: Sequence[Scored]) -> list[Scored]:
        self.known = {each.variant.moves: each for each in scored}
        sure = [each for each in scored if self._is_sure(each)]
        best = min(sure, key=_price) if sure else self._raised(max(scored, key=_chance))
        if self._is_sure(best):
            self._spared(best)
        return [each for each in self.tried.values() if each is not None]

    def _is_sure(self, each: Scored) -> bool:
        return _chance(each) >= self.wanted

    def _raised(self, best: Scored) -> Scored:
        """Add the move that raises the chance most, until it is enough or nothing raises it."""
        while not self._is_sure(best):
            raised = max(self._with_one_more(best), key=_chance, default=best)
            if _chance(raised) <= _chance(best):
                return best
            best = raised
        return best

    def _spared(self, best: Scored) -> Scored:
        """Drop or swap moves as long as the rest is cheaper and sure enough."""
        while True:
            cheaper = [each for each in self._near(best) if self._is_sure(each) and _price(each) < _price(best)]
            if not cheaper:
                return best
            best = min(cheaper, key=_price)

    def _near(self, each: Scored) -> Iterator[Scored]:
        """Without one of the moves; then with one for another that costs more."""
        moves = each.variant.moves
        for move in sorted(moves):
            yield from self._try(moves - {move})
        price = {move.id: move.cost for move in self.search.built.moves}
        for move in sorted(moves & set(price), key=lambda name: (-price[name], name)):
            for other in sorted(set(price) - moves, key=lambda name: (price[name], name)):
                if price[other] < price[move]:
                    yield from self._try(moves - {move} | {other})

    def _with_one_more(self, each: Scored) -> Iterator[Scored]:
        moves = each.variant.moves
        for move in self.search.built.moves:
            if move.id not in moves:
                yield from self._try(moves | {move.id})

    def _try(self, moves: frozenset[str]) -> Iterator[Scored]:
        """The scored set, if it is allowed, possible, and there is time."""
        found = self.known.get(moves) or self.tried.get(moves)
        if found is None and moves not in self.tried and self._allowed(moves):
            variant = self._variant(moves)
            found = self.tried[moves] = None if variant is None else self.score(variant)
        if found is not None:
            yield found

    def _allowed(self, moves: frozenset[str]) -> bool:
        apart = all(not {first, second} <= moves for first, second in self.excluded)
        return apart and len(self.tried) < MOST and self.search.left > 0

    def _variant(self, moves: frozenset[str]) -> Variant | None:
        """The plan of a set; where people would be booked twice, in the order the solver finds."""
        variant = Variant(self.search.base, moves)
        if not variant.double_books:
            return variant
        self.search.ask("finish", only=moves, share=0.1)
        return self.search.variants.get(moves)


def _price(each: Scored) -> tuple[float, float]:
    return float(each.change), -_chance(each)


def _chance(each: Scored) -> float:
    return each.chance or 0.0
