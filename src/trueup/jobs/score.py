"""Scores: how important each outcome is to a group of customers, how satisfied they are, and what that leaves open."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from trueup.jobs import score_words as words
from trueup.jobs.asked import asked
from trueup.jobs.hiding import shown
from trueup.jobs.outcome_score import Asking, score_of, without
from trueup.jobs.ratings import MISSING, Counts, Labels, Ratings
from trueup.jobs.results import Sample, Score, Scores
from trueup.jobs.survey import Survey
from trueup.stats.arrays import Floats
from trueup.stats.opportunity import (
    Figures,
    Indicators,
    Tables,
    figures,
    needed,
    rank_chances,
    resampled,
    tabled,
)

APART = 1.0
"""The half-width of an interval as wide as the bands from 10 to 12: with a wider one they cannot be told apart."""


def scores_by(asking: Asking, counts: Counts, people: Ratings | None, labels: Labels | None) -> tuple[Scores, ...]:
    """The scores of each group of the counts, in their order.

    `people` are the respondents, or a random part of them, with the group of each in `labels`: from them come the
    chances of a place. Where answers are anonymous, what would tell those of a few is hidden.
    """
    visible = visible_outcomes(asking.survey, counts)
    found = []
    for group in counts.groups:
        mine = None if people is None else people if labels is None else people.of(labels == group)
        found.append(scores(asking, counts.of(group), mine, visible[group]))
    return tuple(found)


def visible_outcomes(survey: Survey, counts: Counts) -> dict[str | None, Collection[str] | None]:
    """The outcomes of each group that may be shown; None: nothing of the group."""
    if not survey.anonymous:
        return dict.fromkeys(counts.groups, counts.outcomes)
    least = int(survey.minimum_group)
    groups = shown(dict(zip(counts.groups, counts.respondents.tolist(), strict=True)), least)
    raters = np.minimum(counts.people[..., :-1, :].sum((-2, -1)), counts.people[..., :-1].sum((-2, -1)))
    by_outcome = {
        outcome: shown(dict(zip(counts.groups, raters[:, index].tolist(), strict=True)), least)
        for index, outcome in enumerate(counts.outcomes)
    }
    return {
        group: [name for name, who in by_outcome.items() if group in who] if group in groups else None
        for group in counts.groups
    }


def scores(asking: Asking, counts: Counts, people: Ratings | None, visible: Collection[str] | None) -> Scores:
    """The scores of one group, the highest opportunity first; `visible` None: nothing of it may be shown."""
    group = named(counts)
    if visible is None and counts.respondents[0]:
        return hidden(asking, counts)
    seen = _only(counts, visible or ())
    tables = _tables(seen)
    rng = np.random.default_rng([asking.seed, zlib.crc32((group or "").encode())])
    size = _size(asking, seen)
    found = figures(tables, rng, size=size, level=asking.level)
    chances = _chances(asking, seen, tables, people, size, rng)
    made = {name: score_of(asking, seen, found, chances, index) for index, name in enumerate(seen.outcomes)}
    ranked = _ranked(made)
    missing = (name for name in _wanted(asking, counts) if name not in made)
    small = words.too_small_a_group(int(asking.survey.minimum_group))
    silent = [without(asking, name, small if name in counts.outcomes else words.nobody(0, 0)) for name in missing]
    half, enough = _precision(found, tables, asking)
    return Scores(
        survey=counts.survey,
        wave=counts.wave,
        group=group,
        sample=_sample(asking, counts),
        scores=(*ranked, *silent),
        half_width=half,
        needed=enough,
        notes=tuple(_notes(asking, counts, tables, half, enough)),
    )


def named(counts: Counts) -> str | None:
    """key=value of the only group; None for everybody."""
    (group,) = counts.groups
    return None if counts.by is None else f"{counts.by}={'(not known)' if group is None else group}"


def hidden(asking: Asking, counts: Counts) -> Scores:
    """Nothing of a group, and why."""
    told = words.too_small_a_group(int(asking.survey.minimum_group))
    sample = Sample(respondents=0, ratings=0, grade=str(asking.grade), invited=asking.invited, frame=asking.frame)
    return Scores(survey=counts.survey, wave=counts.wave, group=named(counts), sample=sample, scores=(), hidden=told)


def _only(counts: Counts, outcomes: Collection[str]) -> Counts:
    kept = [index for index, name in enumerate(counts.outcomes) if name in outcomes]
    arrays = {name: getattr(counts, name)[:, kept] for name in ("people", "weight", "square")}
    return replace(counts, outcomes=tuple(counts.outcomes[index] for index in kept), **arrays)


def _tables(counts: Counts) -> Tables:
    """The tables [outcome] of the only group."""
    below = counts.scale.threshold - counts.scale.low
    return tabled(counts.people[0], counts.weight[0], counts.square[0], below)


def _size(asking: Asking, counts: Counts) -> Floats | None:
    """How many people there are to ask in this group; without their number, its share of the answers tells."""
    answered = asking.answered or int(counts.respondents[0])
    if asking.frame is None or not answered or answered > asking.frame:
        return None
    return np.full(len(counts.outcomes), asking.frame * int(counts.respondents[0]) / answered)


def _chances(
    asking: Asking,
    counts: Counts,
    tables: Tables,
    people: Ratings | None,
    size: Floats | None,
    rng: np.random.Generator,
) -> Mapping[str, Sequence[float]]:
    """The chance of each place, by outcome, among those that have a score; empty where nobody's ratings are at hand."""
    ids = [name for name, known in zip(counts.outcomes, tables.known.tolist(), strict=True) if known]
    if people is None or not people.respondents or len(ids) < 2 or not set(ids) <= set(people.outcomes):
        return {}
    known = Tables(tables.people[tables.known], tables.cells[tables.known])
    sizes = None if size is None else size[tables.known]
    drawn = resampled(indicators(people, ids), known, rng, size=sizes)
    return dict(zip(ids, rank_chances(drawn, asking.places).tolist(), strict=True))


def indicators(people: Ratings, outcomes: Sequence[str]) -> Indicators:
    """Who rated which of these outcomes with a top box."""
    at = [people.outcomes.index(name) for name in outcomes]
    importance, satisfaction = people.importance[:, at], people.satisfaction[:, at]
    top = people.scale.threshold
    first, second = (importance >= top, importance != MISSING), (satisfaction >= top, satisfaction != MISSING)
    return Indicators(*first, *second, people.weight)


def _ranked(made: Mapping[str, Score]) -> Iterator[Score]:
    """By opportunity, and by importance among equals; those without a score last."""
    known = [score for score in made.values() if score.opportunity is not None]
    values = [_value(score) for score in known]
    for score in sorted(known, key=lambda score: (-_value(score), -_importance(score), score.outcome)):
        yield score.model_copy(update={"rank": 1 + sum(other > _value(score) for other in values)})
    yield from (score for score in made.values() if score.opportunity is None)


def _value(score: Score) -> float:
    return 0.0 if score.opportunity is None else round(score.opportunity.value, 9)


def _importance(score: Score) -> float:
    return 0.0 if score.importance is None else score.importance.value


def _wanted(asking: Asking, counts: Counts) -> tuple[str, ...]:
    """What the survey asks about, and what else was answered."""
    listed = asked(asking.survey, asking.job_map)
    return (*listed, *(name for name in counts.outcomes if name not in listed))


def _sample(asking: Asking, counts: Counts) -> Sample:
    return Sample(
        invited=asking.invited,
        respondents=int(counts.respondents[0]),
        frame=asking.frame,
        ratings=counts.ratings,
        grade=str(asking.grade),
        first=counts.first,
        last=counts.last,
    )


def _precision(found: Figures, tables: Tables, asking: Asking) -> tuple[float | None, int | None]:
    """The median half-width of an opportunity's interval, and how many people an outcome needs for APART."""
    if not tables.known.any():
        return None, None
    half = float(np.median((found.opportunity.high - found.opportunity.low)[tables.known])) / 2
    variance = float(np.median(found.unit[tables.known]))
    return half, needed(APART, variance, size=asking.frame, level=asking.level)


def _notes(asking: Asking, counts: Counts, tables: Tables, half: float | None, enough: int | None) -> Iterator[str]:
    survey, respondents = asking.survey, int(counts.respondents[0])
    if not respondents:
        yield words.UNASKED
        return
    if half is not None and enough is not None and half > APART:
        raters = float(np.median(np.minimum(tables.first, tables.second)[tables.known]))
        yield words.too_few(half, enough, int(np.ceil(enough * respondents / raters)))
    told = [words.scale(survey), words.out_of_scale(counts.out_of_scale, survey)]
    told += [words.part_of_all(asking.answered or respondents, asking.frame), words.asked_by(survey, asking.grade)]
    yield from (each for each in told if each is not None)
    if counts.weighted and len(counts.outcomes):
        most = int(np.argmax(tables.any))
        cells = tables.cells[most]
        yield words.weighted(int(tables.any[most]), float(cells.sum() - cells[-1, -1]))
    yield words.STATED
