"""The picture of how the levels stood over time, with its numbers in a table behind it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trueup.horizons.charts import WORDS, level_over_time, levels_over_time
from trueup.horizons.results import Dated, Ladder, LevelPoint, LevelResult
from trueup.horizons.words import mark
from trueup.report import words
from trueup.report.html.figure import Charts, Table
from trueup.report.html.markup import Markup
from trueup.report.language import say, separators
from trueup.web.horizons.words import STATUSES, horizon, worded

_ON_PAGES = {str(word): STATUSES[status].word for status, word in WORDS.items()}
"""A status has one word on a page, in pictures too."""


def over_time(ladder: Ladder, on: Charts) -> Markup | None:
    """Each level over time with its interval and threshold; None while nothing was ever scored."""
    if not any(point.value is not None for day in ladder.history for point in day.levels):
        return None
    told = _("When each level held, the first level at the foot; the table has its score on each day.")
    columns = (_("Day"), _("In order"), _("The lowest"), *(horizon(each.horizon) for each in ladder.levels))
    table = Table(columns, [_row(each) for each in reversed(ladder.history)], frozenset({1, 2}))
    return on.figure(levels_over_time(ladder, _say), _("The five levels over time"), told, table)


def each_level(ladder: Ladder, on: Charts) -> list[Markup]:
    """Each level that was ever scored: its score with the interval, and the threshold it is held against."""
    scored = (
        level
        for place, level in enumerate(ladder.levels)
        if any(day.levels[place].value is not None for day in ladder.history)
    )
    return [_level(ladder, each, on) for each in scored]


def _level(ladder: Ladder, level: LevelResult, on: Charts) -> Markup:
    told = _("Its score over time, 0 to 1, with the 95 % interval; the line is its threshold.")
    place = ladder.levels.index(level)
    rows = [_day(day, day.levels[place]) for day in reversed(ladder.history)]
    table = Table((_("Day"), _("score"), _("from"), _("threshold")), rows, frozenset({2, 3}))
    caption = f"{level.number} {horizon(level.horizon)}"
    return on.figure(level_over_time(ladder, level.horizon, _say), caption, told, table)


def _day(day: Dated, point: LevelPoint) -> tuple[str, ...]:
    low = "" if point.low is None else separators(mark(point.low))
    return words.day(day.date), _cell(point), low, separators(mark(point.threshold))


def _row(day: Dated) -> tuple[str, ...]:
    lowest = "" if day.headline is None else separators(mark(day.headline))
    return words.day(day.date), str(day.frontier), lowest, *(_cell(each) for each in day.levels)


def _cell(point: LevelPoint) -> str:
    standing = worded({name: sign.word for name, sign in STATUSES.items()}, point.status)
    return standing if point.value is None else f"{separators(mark(point.value))} ({standing})"


def _say(text: str, /, **values: object) -> str:
    return say(_ON_PAGES.get(text, text), **values)
