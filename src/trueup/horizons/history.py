"""How the levels stood over time, and where one lapsed that had held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from trueup.horizons import words
from trueup.horizons.gate import frontier, headline
from trueup.horizons.level import Standing
from trueup.horizons.results import Dated, HorizonScore, Ladder, Lapse, LevelHistory, LevelPoint, Lost
from trueup.vocabulary import add_months

Stood = tuple[dt.date, tuple[Standing, ...]]
"""A day, and the five as it began."""


def days_to_look_at(turns: Iterable[dt.date], as_of: dt.date) -> tuple[dt.date, ...]:
    """Every day on which anything changed, and the ends of the months between (the first day of the next)."""
    changed = {day for day in turns if day <= as_of}
    if not changed:
        return (as_of,)
    return tuple(sorted(changed | set(_months(min(changed), as_of)) | {as_of}))


def _months(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    day = add_months(first.replace(day=1), 1)
    while day <= last:
        yield day
        day = add_months(day, 1)


def looked_back(days: Sequence[dt.date], stand: Callable[[dt.date], tuple[Standing, ...]]) -> tuple[Stood, ...]:
    """The five on each of the days."""
    return tuple((day, stand(day)) for day in days)


def dated(stood: Stood) -> Dated:
    """A day of the past as it is published."""
    day, levels = stood
    found = headline(levels)
    lowest = found.value if isinstance(found, HorizonScore) else None
    return Dated(date=day, frontier=frontier(levels), headline=lowest, levels=tuple(map(_point, levels)))


def _point(level: Standing) -> LevelPoint:
    score = level.score
    return LevelPoint(
        horizon=level.level.horizon,
        status=level.status,
        value=score.value if score else None,
        low=score.low if score else None,
        high=score.high if score else None,
        threshold=level.threshold,
    )


def lapses(past: Sequence[Stood]) -> tuple[Lapse, ...]:
    """Every time a level that had held no longer did, the latest first."""
    many = len(past[0][1]) if past else 0
    found = [lapse for place in range(many) for lapse in _lapses(past, place)]
    return tuple(sorted(found, key=lambda each: (each.lapsed_on, each.frontier_after), reverse=True))


def _lapses(past: Sequence[Stood], place: int) -> Iterable[Lapse]:
    held: dt.date | None = None
    for index, (day, levels) in enumerate(past):
        if levels[place].maintained:
            held = held or day
        elif held is not None:
            yield _lapse(past, place, held, index)
            held = None


def _lapse(past: Sequence[Stood], place: int, held: dt.date, index: int) -> Lapse:
    day, levels = past[index]
    level, why = levels[place], _why(levels[place])
    back = next((later for later, each in past[index:] if each[place].maintained), None)
    gate = frontier(past[index - 1][1]), frontier(levels)
    return Lapse(
        horizon=level.level.horizon,
        held_from=held,
        lapsed_on=day,
        why=why,
        score=level.score.value if level.score else None,
        back_on=back,
        frontier_before=gate[0],
        frontier_after=gate[1],
        words=words.lapsed(level.level.horizon, held, day, why, back, gate),
    )


def _why(level: Standing) -> Lost:
    assert level.status != "maintained", "only what does not hold has lapsed"
    return level.status


def maintained_since(past: Sequence[Stood], place: int) -> dt.date | None:
    """Since when a level holds without a break; None: it does not."""
    since: dt.date | None = None
    for day, levels in reversed(past):
        if not levels[place].maintained:
            break
        since = day
    return since


def level_history(ladder: Ladder) -> LevelHistory:
    """The past of a ladder by itself."""
    return LevelHistory(
        stakeholders=ladder.stakeholders,
        as_of=ladder.as_of,
        known_at=ladder.known_at,
        history=ladder.history,
        lapses=ladder.lapses,
    )
