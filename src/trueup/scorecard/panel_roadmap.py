"""What to work on first, with what the book already promises and measures of it."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.agreements.versions import in_force, known
from trueup.book.book import Book
from trueup.jobs.job_map import JobMap
from trueup.jobs.moved import Pair, moved
from trueup.jobs.results import Measured, Moved, Roadmap, Scores, Strategy
from trueup.jobs.roadmap import Links, roadmap
from trueup.jobs.strategy import better_than, strategy
from trueup.jobs.survey import Survey
from trueup.kpis.series import Series
from trueup.scorecard.panel_shifts import shifts
from trueup.scorecard.panels import Panels
from trueup.scorecard.reading import read_series
from trueup.vocabulary import Moment, Slice


def make_roadmap(
    panels: Panels,
    survey: str | None = None,
    wave: str | None = None,
    by: str | None = None,
    *,
    against: tuple[str, str] | None = None,
    cheaper: Measured | None = None,
) -> Roadmap:
    """The outcomes to work on first, of everybody and of the groups that the key `by` makes.

    `against` is (key, value) of the customers who get the job done otherwise: how much better the others do is measured
    against them. `cheaper` is how much cheaper the job gets done, as a share. Raises what `Panels.scores` raises.
    """
    named = panels.survey(survey)
    at = panels.wave(named, wave)
    everybody, *groups = panels.scores(named.id, at, by)
    job_map = panels.job_map(named)
    answered = list(panels.waves(named))
    since = shifts(panels, named.id, at, by=by) if at in answered[1:] else None
    return roadmap(
        job_map,
        everybody,
        groups,
        shifts=since,
        links=links(panels.book, panels.moment, job_map, named.id),
        strategies=_strategies(panels, named, at, [everybody, *groups], against, cheaper),
        moved=_moved(panels, named, job_map, answered),
    )


def _strategies(
    panels: Panels,
    survey: Survey,
    wave: str,
    scores: list[Scores],
    against: tuple[str, str] | None,
    cheaper: Measured | None,
) -> list[Strategy]:
    better = None
    if against is not None:
        better = better_than(panels.ratings(survey, wave), *against, survey=survey, seed=panels.seed)
    first, *rest = scores
    return [
        strategy(first.group, first.scores, better, cheaper),
        *(strategy(each.group, each.scores, None, None) for each in rest),
    ]


def links(book: Book, moment: Moment, job_map: JobMap, survey: str) -> Links:
    """Which KPIs measure each outcome, from the inside or by the panel, and which objectives in force promise it."""
    kpis: dict[str, list[str]] = {}
    for placed in job_map.placed():
        if placed.outcome.kpi is not None:
            kpis.setdefault(placed.outcome.id, []).append(placed.outcome.kpi)
    for kpi in (versions.latest for versions in book.kpis.values()):
        if kpi.panel is not None and kpi.panel.survey == survey:
            kpis.setdefault(kpi.panel.outcome, []).append(kpi.id)
    objectives = {outcome: tuple(_promised(book, moment, set(names))) for outcome, names in kpis.items()}
    return Links({outcome: tuple(names) for outcome, names in kpis.items()}, objectives)


def _promised(book: Book, moment: Moment, kpis: set[str]) -> Iterator[str]:
    for versions in book.agreements.values():
        if known(versions.all, moment):
            agreement = in_force(versions.all, moment)
            yield from (f"{agreement.id}/{each.id}" for each in agreement.objectives if each.kpi in kpis)


def _moved(panels: Panels, survey: Survey, job_map: JobMap, answered: list[str]) -> list[Moved]:
    """For each outcome with a KPI from the inside: satisfaction in each wave beside the actual of the time."""
    bound = {placed.outcome.id: placed.outcome.kpi for placed in job_map.placed() if placed.outcome.kpi is not None}
    if not bound or not answered:
        return []
    everybody = {wave: panels.scores(survey.id, wave)[0] for wave in answered}
    whole = Slice()
    series = read_series(panels.book, panels.snapshot, [(kpi, whole) for kpi in bound.values()], panels.moment)
    return [
        moved(
            outcome,
            kpi,
            panels.book.kpi(kpi).latest.direction,
            _pairs(panels, survey, outcome, everybody, series[kpi, whole]),
        )
        for outcome, kpi in bound.items()
    ]


def _pairs(panels: Panels, survey: Survey, outcome: str, scores: dict[str, Scores], series: Series) -> list[Pair]:
    """The actual of a wave is that of the period in which its last answer came, or the last before it."""
    found = []
    for wave, (_, last) in panels.waves(survey).items():
        rated = next((each for each in scores[wave].scores if each.outcome == outcome), None)
        over = [index for index in range(len(series)) if series.period(index).start <= last]
        if rated is not None and rated.satisfaction is not None and over:
            found.append(Pair(wave, rated.satisfaction.value, float(series.value[over[-1]])))
    return found
