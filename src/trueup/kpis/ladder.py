"""Which rungs of the forecast ladder have their place in a book, and forecasts by those that have.

A rung whose intervals were dishonest over the series of the book gives way to the next best that has its place. The
record comes from the back-tests that every forecast has; only the series that the rung served are forecast once more.
Source: stats/forecast/places.py; docs/explanation/methods/calibration.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from trueup.kpis.asking import Answer, Ask, forecasts
from trueup.stats.forecast import Forecast, Places, Rung, Tried, places
from trueup.stats.forecast.places import LEAST_FORECASTS, LEAST_SERIES
from trueup.vocabulary import Figure, Grain, listed, said

GRAINS = {grain: number for number, grain in enumerate(Grain)}


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs that `lost` their place in a book, and what every forecast says of that; None: it is not judged yet.

    `places` is the whole record, where it was judged here.
    """

    lost: frozenset[str] = frozenset()
    words: str | None = None
    places: Places = field(default_factory=Places)

    @classmethod
    def of(cls, found: Places) -> Ladder:
        """What follows from the records of the rungs."""
        return cls(found.lost, ladder_words(found) if found.judged else None, found)


UNJUDGED = Ladder()
"""Every rung has its place, because none could be judged."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The forecast of each open question, by its index, and the ladder that they came from."""

    by: dict[int, Answer]
    ladder: Ladder


def foresee(asks: Sequence[Ask], given: Ladder | None = None) -> Foreseen:
    """Forecast every question that is open, by rungs that have their place.

    `given` was judged elsewhere (on the whole book, say); without it the ladder is judged on the series of these
    questions, each KPI and slice once.
    """
    open_asks = [index for index, ask in enumerate(asks) if ask.horizon > 0]
    by = dict(zip(open_asks, forecasts([asks[index] for index in open_asks]), strict=True))
    ladder = Ladder.of(judged(asks, by)) if given is None else given
    fallen = [index for index, each in by.items() if _fallen(each, ladder.lost)]
    by.update(zip(fallen, forecasts([asks[index] for index in fallen], ladder.lost), strict=True))
    return Foreseen(by, ladder)


def _fallen(forecast: Answer, lost: frozenset[str]) -> bool:
    """Whether the rung of a forecast lost its place; with too little past for a choice there is no other."""
    return isinstance(forecast, Forecast) and forecast.backtest is not None and forecast.method in lost


def judged(asks: Sequence[Ask], by: dict[int, Answer]) -> Places:
    """The places of all rungs, by the back-tests of these forecasts; a series that is asked about twice counts once."""
    once: dict[object, Tried] = {}
    for index, forecast in by.items():
        if isinstance(forecast, Forecast) and forecast.backtest is not None:
            series = asks[index].series
            end = asks[index].last
            ratio = forecast.crps / forecast.crps_naive if forecast.crps and forecast.crps_naive else None
            tried = Tried(forecast.backtest, end, GRAINS[series.grain], ratio)
            once.setdefault((series.kpi, series.slice), tried)
    return places(once.values())


def ladder_words(found: Places) -> str:
    """The ladder of a book in a sentence: who lost a place, or that nobody did, or that nobody can tell yet."""
    lost = [rung_words(rung) for rung in found.rungs if rung.place == "lost"]
    if lost:
        return said("{losses}", losses=listed(lost))
    if found.judged:
        return said(
            "every rung of the ladder is in its place: {n} past forecasts of {series} series were tried",
            n=Figure(f"{found.forecasts:,}"),
            series=found.series,
        )
    return said(
        "the ladder is not judged yet: it takes a rung with {need} past forecasts of {series} series",
        need=LEAST_FORECASTS,
        series=LEAST_SERIES,
    )


def rung_words(rung: Rung) -> str:
    """One rung in a sentence."""
    record = said("its {level} intervals held {share} of {n}", **_figures(rung)) if rung.held is not None else ""
    if rung.place == "lost":
        return said("{rung} lost its place in this book: {record}", rung=said(rung.name), record=record)
    if rung.place == "kept":
        return said("{rung} is in its place: {record}", rung=said(rung.name), record=record)
    return said(
        "{rung} is not judged yet: it served {n} forecasts of {series} series",
        rung=said(rung.name),
        n=rung.forecasts,
        series=rung.series,
    )


def _figures(rung: Rung) -> dict[str, Figure]:
    held = rung.held
    assert held is not None, "callers check that there is a record"
    level = rung.level or 0.80
    return {"level": Figure(f"{level:.0%}"), "share": Figure(f"{held.value:.0%}"), "n": Figure(f"{held.n:,}")}
