"""Sentences about segments: their names, how they were found, and why others were not taken."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from trueup.jobs.results import SegmentNeed, SegmentsTried
from trueup.jobs.segments.peers import Peers
from trueup.stats.arrays import Bools, Floats
from trueup.stats.segments.choice import Choice, Tried
from trueup.stats.segments.levels import Levels
from trueup.stats.segments.mixture import Mixture
from trueup.stats.segments.stability import STABLE
from trueup.vocabulary import Figure, Said, said


def named(needs: Sequence[Sequence[SegmentNeed]]) -> tuple[str, ...]:
    """A name for each segment, each once: what it needs most beyond the others; without such a need, by what it lacks.

    Needs come most distinctive first.
    """
    taken: set[str] = set()
    found = []
    for i, rows in enumerate(needs):
        name = _name(rows, taken) or said("segment {number}", number=i + 1)
        taken.add(str(name))
        found.append(name)
    return tuple(found)


def _name(rows: Sequence[SegmentNeed], taken: set[str]) -> str | None:
    telling = [row for row in rows if row.notable and row.difference is not None]
    more = [row.statement for row in telling if row.difference and row.difference.value > 0]
    less = [said("content: {statement}", statement=row.statement) for row in telling]
    return next((name for name in (*more, *less) if str(name) not in taken), None)


def method(model: Mixture, resamples: int, people: int) -> Said:
    """How the segments were found."""
    how = (
        said("latent classes (StepMix)")
        if not model.levels.count
        else said("latent classes beside {levels}", levels=level_name(model.levels))
    )
    return said(
        "{how}; number by BIC and by {resamples} resamples of {people} people",
        how=how, resamples=resamples, people=people,
    )  # fmt: skip


def level_name(levels: Levels) -> Said:
    """What the continuous differences are called."""
    return _LEVELS[levels.name]


_LEVELS = {
    "no levels": said("chance alone"),
    "one level": said("one level of rating"),
    "a level of each kind": said("a level of importance and one of satisfaction"),
    "2 continuous dimensions": said("two continuous dimensions"),
    "3 continuous dimensions": said("three continuous dimensions"),
}


def candidate(tried: Tried, choice: Choice) -> SegmentsTried:
    """One number of classes with the reason why it was not taken."""
    return SegmentsTried(
        method="latent classes",
        k=tried.model.k,
        bic=round(tried.bic, 2),
        stability=None if tried.stability is None else round(float(tried.stability.min()), 4),
        smallest=tried.smallest,
        refused=None if tried.refused is None else _reason(tried, choice),
    )


def _reason(tried: Tried, choice: Choice) -> Said:
    if tried.refused == "gradual":
        return said(
            "answers are explained better by {levels} (BIC {bic})",
            levels=level_name(choice.gradual), bic=_whole(choice.gradual_bic),
        )  # fmt: skip
    if tried.refused == "small":
        return said("its smallest group has {have} people, {need} are needed", have=tried.smallest, need=choice.least)
    if tried.refused == "unstable":
        return said(
            "not stable: a group comes back with similarity {have}, {need} is needed",
            have=_two(_least_stable(tried)), need=_two(STABLE),
        )  # fmt: skip
    assert choice.chosen is not None
    return said(
        "answers are explained better by {k} groups (BIC {bic})",
        k=choice.chosen.model.k, bic=_whole(choice.chosen.bic),
    )  # fmt: skip


def refusal(choice: Choice) -> Said:
    """Why there are no segments."""
    if all(each.refused == "gradual" for each in choice.tried):
        return said(
            "no segments: answers are explained better by {levels} than by groups", levels=level_name(choice.gradual)
        )
    if any(each.refused == "unstable" for each in choice.tried):
        return said("no stable segments: groups found do not come back when the respondents are drawn again")
    return said("no segments: every division has a group of fewer than {need} people", need=choice.least)


def notes(telling: Bools, sample: int, chance: Floats | None, peers: Peers, sure: float) -> tuple[Said, ...]:
    """What to know before reading the segments; `telling` is who gave different ratings, `sample` how many were used.

    `chance` [n, segments] is how probable each is.
    """
    n, silent = len(telling), int((~telling).sum())
    every = [
        (silent > 0, said("{n} respondents gave no two different ratings: segments are not found by them", n=silent)),
        (sample < n - silent, said("found by {some} of {n} respondents, drawn at random; all are placed",
                                   some=sample, n=n)),
        (chance is not None, _unsure(chance, sure)),
        (peers.agreement is not None, _agreeing(peers)),
        (not peers.tried, said("k-means was not tried: it needs complete answers, {n} people gave them",
                               n=peers.complete)),
    ]  # fmt: skip
    return tuple(text for applies, text in every if applies)


def _unsure(chance: Floats | None, sure: float) -> Said:
    unsure = 0 if chance is None else int((chance.max(axis=1) < sure).sum())
    return said(
        "{n} respondents are placed with a probability below {sure}: they may belong elsewhere",
        n=unsure, sure=_two(sure),
    )  # fmt: skip


def _agreeing(peers: Peers) -> Said:
    return said(
        "k-means on centred gaps agrees with an adjusted Rand index of {agreement} (1 is equal, 0 is chance)",
        agreement=_two(peers.agreement or 0.0),
    )


def _least_stable(tried: Tried) -> float:
    return float(np.min(tried.stability)) if tried.stability is not None else 0.0


def _two(value: float) -> Figure:
    return Figure(f"{value:.2f}")


def _whole(value: float) -> Figure:
    return Figure(f"{value:,.0f}")
