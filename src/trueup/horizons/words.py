"""What the ladder says in sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from trueup.agreements.words import number
from trueup.horizons.level import Found, Standing
from trueup.horizons.results import HorizonScore, Lost
from trueup.vocabulary import Day, Figure, Said, joined, listed, said
from trueup.vocabulary.horizon import Horizon

NAMES: Mapping[Horizon, Said] = {
    "corporation": said("the corporation"),
    "business_users": said("business users"),
    "technology_organisation": said("the technology organisation"),
    "technology_team": said("the technology team"),
    "individuals": said("key individuals"),
}
"""The horizons as they stand within a sentence."""


def mark(value: float) -> Figure:
    """A score with two digits, rounded down: what is short of a threshold never reads as if it reached it."""
    return Figure(f"{int(value * 100 + 1e-9) / 100:.2f}")


def scored(score: HorizonScore) -> Said | Figure:
    """A score with its interval: 0.82 (0.74 to 0.88)."""
    if score.low is None or score.high is None:
        return mark(score.value)
    return said("{score} ({low} to {high})", score=mark(score.value), low=mark(score.low), high=mark(score.high))


def names(horizons: Sequence[Horizon]) -> str:
    """Horizons one after the other."""
    return listed(NAMES[each] for each in horizons)


def out_of_order(horizon: Horizon, first: Horizon, hours: float | None, amounts: Mapping[str, Decimal]) -> Said:
    """Advice on effort beyond the level that comes first."""
    spent: list[str] = [said("{hours} hours", hours=number(hours))] if hours else []
    spent += [
        said("{amount} {currency}", amount=Figure(f"{each:,.2f}"), currency=code) for code, each in amounts.items()
    ]
    there, before = NAMES[horizon], NAMES[first]
    if not spent:
        return said(
            "out of natural order: effort goes to {there}, while {first} comes first", there=there, first=before
        )
    return said(
        "out of natural order: {spent} went to {there}, while {first} comes first",
        spent=joined(spent, ", "),
        there=there,
        first=before,
    )


def reasons(standing: Standing, day: dt.date) -> tuple[Said, ...]:
    """Why a level does not hold; for one that holds, on what it rests."""
    if standing.maintained:
        return (_holds(standing),)
    found = [*_criteria(standing, day)]
    score = standing.score
    if score is None:
        return tuple(found)
    threshold = mark(standing.threshold)
    if score.value < standing.threshold - 1e-9:
        return (said("{score} is below the threshold of {threshold}", score=scored(score), threshold=threshold), *found)
    if score.least < standing.threshold - 1e-9:
        low = said(
            "{score} reaches the threshold of {threshold}, but the lower end of its interval does not",
            score=scored(score),
            threshold=threshold,
        )
        return (low, *found)
    return tuple(found)


def _holds(standing: Standing) -> Said:
    assert standing.score is not None, "what holds has a score"
    score, threshold = scored(standing.score), mark(standing.threshold)
    if standing.stale_on is None:
        return said("{score} reaches the threshold of {threshold}", score=score, threshold=threshold)
    return said(
        "{score} reaches the threshold of {threshold}; it holds until {day} unless it is renewed",
        score=score,
        threshold=threshold,
        day=Day(standing.stale_on),
    )


def _criteria(standing: Standing, day: dt.date) -> list[Said]:
    found: list[Said] = []
    for each in standing.found:
        found += _criterion(each, standing.threshold)
    if not standing.found:
        found.append(said("no criterion is stated: nothing shows whether it holds"))
    return found


def _criterion(found: Found, threshold: float) -> list[Said]:
    name, figure = found.criterion.name, found.figure
    if figure.score is None:
        return [said("{criterion}: {reason}", criterion=name, reason=figure.insufficient or "")]
    told: list[Said] = []
    if found.stale and figure.on is not None:
        told.append(
            said("{criterion}: the last answer is of {day} and holds no longer", criterion=name, day=Day(figure.on))
        )
    if found.criterion.must and figure.score.least < threshold - 1e-9:
        least, score = mark(threshold), scored(figure.score)
        told.append(
            said("{criterion} must reach {threshold} by itself: {score}", criterion=name, threshold=least, score=score)
        )
    return told


LOST: Mapping[Lost, Said] = {
    "below": said("the score fell below the threshold"),
    "not_shown": said("the lower end of the score no longer reached the threshold, or a criterion had no answer"),
    "stale": said("an answer was not renewed in time"),
    "unscored": said("nothing was known any more"),
}


def lapsed(
    horizon: Horizon, held: dt.date, on: dt.date, why: Lost, back: dt.date | None, gate: tuple[int, int]
) -> Said:
    """A lapse: since when it had held, why it no longer does, and what that did to the gate."""
    said_ = said(
        "{Horizon} held from {held} and lapsed on {day}: {why}",
        Horizon=NAMES[horizon],
        held=Day(held),
        day=Day(on),
        why=LOST[why],
    )
    if gate[1] < gate[0]:
        said_ = said("{lapse}; the gate went back from {before} to {after}", lapse=said_, before=gate[0], after=gate[1])
    return said_ if back is None else said("{lapse}; it has held again since {day}", lapse=said_, day=Day(back))


def _failing(failing: Sequence[Horizon]) -> Said:
    if len(failing) == 1:
        return said("1 of 5 fails: {horizon}", horizon=NAMES[failing[0]])
    return said("{count} of 5 fail: {horizons}", count=len(failing), horizons=names(failing))


def answer(levels: Sequence[Standing], frontier: int, headline: HorizonScore | None) -> tuple[Said, ...]:
    """The whole ladder in a few sentences, the first says most."""
    failing = [each.level.horizon for each in levels if not each.maintained and each.status != "unscored"]
    found = [] if headline is None else [_lowest(levels, headline, all_hold=not failing)]
    if failing:
        found.append(_failing(failing))
    found += _silent([each.level.horizon for each in levels if each.status == "unscored"], len(levels))
    if frontier < len(levels):
        first = NAMES[levels[frontier].level.horizon]
        found.append(said("the gate stands at {count} of 5: work at {first} first", count=frontier, first=first))
    return tuple(found)


def _lowest(levels: Sequence[Standing], headline: HorizonScore, *, all_hold: bool) -> Said:
    lowest = next(each.level.horizon for each in levels if each.score and each.score.value == headline.value)
    name, score = NAMES[lowest], scored(headline)
    if all_hold:
        return said("all five horizons hold; the lowest is {horizon} at {score}", horizon=name, score=score)
    return said("not all five horizons hold; the lowest is {horizon} at {score}", horizon=name, score=score)


def _silent(silent: Sequence[Horizon], of: int) -> list[Said]:
    if not silent:
        return []
    if len(silent) == of:
        return [said("nothing can be said yet of any of the five horizons")]
    return [said("nothing can be said yet of {horizons}", horizons=names(silent))]
