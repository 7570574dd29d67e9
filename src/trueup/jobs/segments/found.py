"""The segments of one wave of a survey, or why there are none to be trusted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from trueup.jobs.job_map import JobMap
from trueup.jobs.ratings import Labels, Ratings
from trueup.jobs.results import Measured, Segment, Segmentation, TypingTool
from trueup.jobs.segments.needs import needs
from trueup.jobs.segments.peers import by_kmeans
from trueup.jobs.segments.profiles import profiles
from trueup.jobs.segments.tool import SURE, typing_tool
from trueup.jobs.segments.words import candidate, method, named, notes, refusal
from trueup.jobs.survey import Survey
from trueup.stats.arrays import Floats, Ints
from trueup.stats.proportions import wilson
from trueup.stats.segments.alignment import aligned
from trueup.stats.segments.answers import Answers, centred_gaps, top_boxes, varied
from trueup.stats.segments.choice import RESAMPLES, SMALLEST, Choice, Tried, choose
from trueup.stats.segments.libraries import needed, one_thread
from trueup.stats.segments.mixture import Mixture, posterior
from trueup.vocabulary import Insufficient, Said, said

FEWEST = 100
"""Respondents below which no groups are looked for."""
FEWEST_COLUMNS = 6
"""Ratings, by which people differ, below which groups cannot be told from chance."""
SAMPLE = 2000
"""Respondents by whom the groups are found where more answered; everybody is placed."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What was found, and the segment of each respondent in the order of the ratings.

    `segment` int[n] is the segment's id, 0 where there are no segments; `probability` float64[n] how probable that
    segment is by the respondent's answers.
    """

    result: Segmentation
    respondents: tuple[str, ...]
    segment: Ints
    probability: Floats

    def labels(self) -> Labels:
        """The segment of each respondent as text, None where there is none: a key to score by."""
        return np.array([str(each) if each else None for each in self.segment.tolist()], dtype=object)


def find(
    ratings: Ratings, survey: Survey, job_map: JobMap, *, seed: int, level: float = 0.95, resamples: int = RESAMPLES
) -> Found:
    """The segments among the respondents of one wave: classes that explain the answers better than any difference of
    degree, that are large enough, and that come back in resamples.

    Same seed and ratings, same bytes. InputError where scikit-learn and StepMix are not installed.
    """
    needed()
    telling = varied(ratings.importance, ratings.satisfaction)
    answers = top_boxes(ratings.importance, ratings.satisfaction, survey.scale.threshold)
    refused = _too_little(int(telling.sum()), answers)
    if refused is not None:
        return _none(ratings, seed, refused)
    with one_thread():
        return _found(_Asked(ratings, telling, answers, survey, job_map, seed, level, resamples))


def same_segments(before: Segmentation, after: Segmentation) -> tuple[tuple[int, int | None], ...]:
    """Each earlier segment's id and that of the later one with the most similar needs; None where none is similar."""
    if not before.segments or not after.segments:
        return tuple((segment.id, None) for segment in before.segments)
    first, second = _profile(before), _profile(after)
    shared = sorted(first[0].keys() & second[0].keys())
    tables = [np.array([[row.get(name, np.nan) for name in shared] for row in rows]) for rows in (first, second)]
    pairs = aligned(tables[0], tables[1])
    return tuple((before.segments[i].id, None if j is None else after.segments[j].id) for i, j in pairs)


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    ratings: Ratings
    telling: npt.NDArray[np.bool_]
    answers: Answers
    survey: Survey
    job_map: JobMap
    seed: int
    level: float
    resamples: int

    @property
    def least(self) -> int:
        """How many people a segment needs: enough for figures, and enough to be shown."""
        return max(SMALLEST, int(self.survey.minimum_group)) if self.survey.anonymous else SMALLEST


def _too_little(telling: int, answers: Answers) -> Said | None:
    if answers.n >= FEWEST and (not telling or not answers.d):
        return said("all answers equal: nothing tells the respondents apart")
    if telling < FEWEST:
        return said(
            "not enough data for segments: {have} of the {need} respondents it needs who gave different ratings",
            have=telling, need=FEWEST,
        )  # fmt: skip
    if answers.d < FEWEST_COLUMNS:
        return said(
            "people differ in {have} ratings only; {need} are needed to tell groups from chance",
            have=answers.d, need=FEWEST_COLUMNS,
        )  # fmt: skip
    return None


def _none(ratings: Ratings, seed: int, refused: str) -> Found:
    n = len(ratings.respondents)
    result = Segmentation(survey=ratings.survey, wave=ratings.wave, n=n, segments=(), refused=refused, seed=seed)
    return Found(result, ratings.respondents, np.zeros(n, dtype=np.int64), np.zeros(n))


def _found(asked: _Asked) -> Found:
    sample = _sample(asked)
    choice = choose(asked.answers.rows(sample), asked.seed, least=asked.least, resamples=asked.resamples)
    groups = _grouped(asked, choice.chosen) if choice.chosen else None
    result = _result(asked, choice, groups, sample)
    if groups is None:
        return replace(_none(asked.ratings, asked.seed, ""), result=result)
    return Found(result, asked.ratings.respondents, groups.of + 1, groups.chance.max(axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """The model that was chosen, its classes by how many people are in them, and P(class) of each person, [n, k]."""

    model: Mixture
    stability: Floats
    chance: Floats

    @property
    def of(self) -> Ints:
        return np.asarray(self.chance.argmax(axis=1))


def _grouped(asked: _Asked, chosen: Tried) -> _Groups:
    assert chosen.stability is not None
    chance = posterior(asked.answers, chosen.model)
    order = np.argsort(-np.bincount(chance.argmax(axis=1), minlength=chosen.model.k), kind="stable")
    return _Groups(chosen.model.in_order(order), chosen.stability[order], chance[:, order])


def _sample(asked: _Asked) -> Ints:
    """Those by whom the groups are found: who gave different ratings, at most SAMPLE of them."""
    telling = np.flatnonzero(asked.telling)
    if len(telling) <= SAMPLE:
        return telling
    return np.sort(np.random.default_rng([asked.seed, 1]).choice(telling, SAMPLE, replace=False))


def _result(asked: _Asked, choice: Choice, groups: _Groups | None, sample: Ints) -> Segmentation:
    gaps = centred_gaps(asked.ratings.importance[sample], asked.ratings.satisfaction[sample])
    peers = by_kmeans(gaps, asked.seed, groups.of[sample] if groups else None)
    return Segmentation(
        survey=asked.ratings.survey,
        wave=asked.ratings.wave,
        n=asked.answers.n,
        segments=_segments(asked, groups) if groups else (),
        method=method(groups.model, asked.resamples, len(sample)) if groups else None,
        tried=(*(candidate(each, choice) for each in choice.tried), *peers.tried),
        typing=_typing(asked, sample, groups) if groups else None,
        refused=None if groups else refusal(choice),
        seed=asked.seed,
        notes=notes(asked.telling, len(sample), groups.chance if groups else None, peers, SURE),
    )


def _typing(asked: _Asked, sample: Ints, groups: _Groups) -> TypingTool:
    answers = asked.answers.rows(sample)
    return typing_tool(answers, groups.of[sample], asked.ratings.outcomes, asked.job_map, asked.seed, asked.level)


def _segments(asked: _Asked, groups: _Groups) -> tuple[Segment, ...]:
    k, n = groups.model.k, asked.answers.n
    sizes = np.bincount(groups.of, minlength=k).tolist()
    wanted = needs(
        asked.ratings, groups.of, groups.model, asked.answers, asked.survey, asked.job_map, asked.seed, asked.level
    )
    shown, names = profiles(asked.ratings, groups.of, k, asked.survey), named(wanted)
    return tuple(
        Segment(
            id=i + 1,
            name=names[i],
            n=sizes[i],
            share=_share(sizes[i], n, asked.level),
            stability=round(float(groups.stability[i]), 4),
            needs=wanted[i],
            profile=shown[i],
        )
        for i in range(k)
    )


def _share(hits: int, n: int, level: float) -> Measured:
    found = wilson(hits, n, level)
    assert not isinstance(found, Insufficient)
    return Measured(value=found.value, low=found.low, high=found.high, level=level, n=n, method="Wilson")


def _profile(found: Segmentation) -> list[dict[str, float]]:
    return [
        {need.outcome: need.opportunity.value for need in segment.needs if need.opportunity is not None}
        for segment in found.segments
    ]
