"""The order gate, and all five maintained: what the levels say together.

The five have a natural order: a level holds for good only on those below it. So the *frontier* is the last level up to
which, from the first on, all hold. The *headline* is the lowest of the five, never a mean: no level makes up for
another. Effort beyond the level that comes first is warned of: advice, never a lock.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from trueup.horizons import words
from trueup.horizons.answered import Effort
from trueup.horizons.level import Standing
from trueup.horizons.results import HorizonScore, Warned
from trueup.vocabulary import Insufficient, said
from trueup.vocabulary.horizon import HORIZONS, Horizon


def frontier(levels: Sequence[Standing]) -> int:
    """max{k: every level up to k is maintained}, 0 to 5."""
    return next((number for number, each in enumerate(levels) if not each.maintained), len(levels))


def first_to_work_at(levels: Sequence[Standing]) -> Horizon | None:
    """The horizon behind the frontier; None where all hold."""
    reached = frontier(levels)
    return levels[reached].level.horizon if reached < len(levels) else None


def all_maintained(levels: Sequence[Standing]) -> bool | None:
    """Whether all five hold; None where none fails, but not all are scored."""
    if failing(levels):
        return False
    return None if unscored(levels) else True


def failing(levels: Sequence[Standing]) -> tuple[Horizon, ...]:
    """The levels that do not hold: below, not shown, or stale."""
    return tuple(each.level.horizon for each in levels if not each.maintained and each.status != "unscored")


def unscored(levels: Sequence[Standing]) -> tuple[Horizon, ...]:
    """The levels of which nothing can be said."""
    return tuple(each.level.horizon for each in levels if each.status == "unscored")


def headline(levels: Sequence[Standing]) -> HorizonScore | Insufficient:
    """The lowest of the five with its interval; Insufficient while one of them has no score.

    Its ends are the lowest of theirs. The lower one holds at the level of each by itself: the least of five lower ends
    is above the least of five truths only if the end of that very level is.
    """
    scores = [each.score for each in levels if each.score is not None]
    if len(scores) < len(levels) or not scores:
        return Insufficient(said("a headline: levels with a score"), len(scores), len(HORIZONS))
    ends = [(each.least, each.most) for each in scores if each.low is not None]
    value = min(each.value for each in scores)
    low = min(each.least for each in scores) if ends else None
    high = max(value, min(each.most for each in scores)) if ends else None
    return HorizonScore(value=value, low=low, high=high, n=len(scores), method=said("lowest of the five"))


def warnings(levels: Sequence[Standing], efforts: Iterable[Effort], day: dt.date, days: int) -> Iterator[Warned]:
    """A warning for each horizon beyond the one that comes first at which effort was spent in the last `days`."""
    reached, first = frontier(levels), first_to_work_at(levels)
    since = day - dt.timedelta(days=days)
    spent = [each for each in efforts if since <= each.on < day]
    for horizon in HORIZONS[reached + 1 :]:
        there = [each for each in spent if each.horizon == horizon]
        if there and first is not None:
            yield _warned(horizon, first, there, since)


def _warned(horizon: Horizon, first: Horizon, efforts: Sequence[Effort], since: dt.date) -> Warned:
    hours = [each.hours for each in efforts if each.hours is not None]
    total, amounts = math.fsum(hours) if hours else None, _by_currency(efforts)
    return Warned(
        horizon=horizon,
        first=first,
        parties=tuple(sorted({each.party for each in efforts})),
        hours=total,
        amounts=amounts,
        since=since,
        last=max(each.on for each in efforts),
        words=words.out_of_order(horizon, first, total, amounts),
    )


def _by_currency(efforts: Iterable[Effort]) -> dict[str, Decimal]:
    """Money is added up within a currency only."""
    found: dict[str, Decimal] = {}
    for each in efforts:
        if each.amount is not None and each.currency:
            found[each.currency] = found.get(each.currency, Decimal(0)) + each.amount
    return dict(sorted(found.items()))
