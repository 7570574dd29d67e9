"""How many groups there are, if any: by likelihood against differences of degree, by size, and by stability.

Classes have to explain the answers better (Schwarz's BIC) than any model in which people differ by degree only: by one
level, by one for each kind of rating, or by two or three continuous dimensions on which anything may depend. Without
that, a mixture finds groups in every continuum, and stable ones too (Bauer and Curran, Psychological Methods 8, 2003;
Markon and Krueger, Psychological Methods 11, 2006, on choosing between discrete and continuous by information
criteria). What passes must be large enough, and come back in resamples.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from trueup.stats.arrays import Floats, Ints
from trueup.stats.segments.answers import Answers
from trueup.stats.segments.latent_classes import confirmed
from trueup.stats.segments.levels import Levels, continuum, none, one, two
from trueup.stats.segments.libraries import one_thread
from trueup.stats.segments.mixture import Mixture, posterior
from trueup.stats.segments.search import again, beside, best
from trueup.stats.segments.stability import STABLE, jaccard

MOST = 6
STARTS, LEVEL_STARTS = 20, 3
RESAMPLES = 50
SMALLEST, SMALLEST_SHARE = 30, 0.05

Reason = Literal["gradual", "small", "unstable", "behind"]
"""Differences of degree explain more; a group is too small; one does not come back; another number explains more."""


@dataclass(frozen=True, slots=True, eq=False)
class Tried:
    """One number of classes: the best model with it, people in its smallest class, stability, why it is refused."""

    model: Mixture
    bic: float
    smallest: int
    stability: Floats | None = None
    refused: Reason | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """What was tried, and which of it stands: None where nothing does.

    `gradual` is the best model in which people differ by degree only, `gradual_bic` its BIC; `least` is how many people
    a group needs.
    """

    chosen: Tried | None
    tried: tuple[Tried, ...]
    gradual: Levels
    gradual_bic: float
    least: int


def choose(answers: Answers, seed: int, *, least: int = SMALLEST, resamples: int = RESAMPLES) -> Choice:
    """The classes among these people, or why there are none. Same seed and answers, same choice.

    No class may have fewer than `least` people, nor fewer than 5 % of them.
    """
    with one_thread():
        return _choose(answers, seed, least, resamples)


def _choose(answers: Answers, seed: int, least: int, resamples: int) -> Choice:
    rng = np.random.default_rng(seed)
    least = max(least, math.ceil(SMALLEST_SHARE * answers.n))
    tried, alone = _searched(answers, rng)
    if min(each.bic for each in tried) < alone.bic(answers.n):
        alone = min((alone, *_continua(answers, rng)), key=lambda model: model.bic(answers.n))
    bar = alone.bic(answers.n)
    judged = [_judged(each, bar, least) for each in tried]
    open_ = sorted((each for each in judged if each.refused is None), key=lambda each: each.bic)
    chosen = None
    for candidate in open_:
        behind = chosen is not None
        told = replace(candidate, refused="behind") if behind else _tested(candidate, answers, seed, resamples)
        judged[judged.index(candidate)] = told
        chosen = told if told.refused is None else chosen
    return Choice(chosen, tuple(judged), alone.levels, bar, least)


def _searched(answers: Answers, rng: np.random.Generator) -> tuple[list[Tried], Mixture]:
    """The best model of each number of classes from 2, and the best one of a single class."""
    found: dict[int, Mixture] = {}
    for levels in _kinds(answers):
        for model in _rising(answers, levels, found, rng):
            if model.k not in found or model.bic(answers.n) < found[model.k].bic(answers.n):
                found[model.k] = model
    alone = found.pop(1)
    return [Tried(each, each.bic(answers.n), _smallest(answers, each)) for _, each in sorted(found.items())], alone


def _kinds(answers: Answers) -> list[Levels]:
    both = len(set(answers.kind.tolist())) > 1
    return [none(answers.kind), one(answers.kind), *([two(answers.kind)] if both else [])]


def _rising(
    answers: Answers, levels: Levels, found: Mapping[int, Mixture], rng: np.random.Generator
) -> Iterator[Mixture]:
    """Models of 1, 2, ... classes; with levels only as long as one more class is worth its parameters."""
    before = np.inf
    for k in range(1, MOST + 1):
        near = [beside(found[k], levels, rng)] if levels.count and k in found else []
        starts = LEVEL_STARTS if levels.count else STARTS if k > 1 else 1
        model = best(answers, k, levels, rng, starts=starts, near=near)
        yield model
        if levels.count and model.bic(answers.n) > before:
            return
        before = model.bic(answers.n)


def _continua(answers: Answers, rng: np.random.Generator) -> Iterator[Mixture]:
    for dimensions in (2, 3):
        yield best(answers, 1, continuum(answers.kind, dimensions), rng, starts=LEVEL_STARTS)


def _smallest(answers: Answers, model: Mixture) -> int:
    return int(np.bincount(grouped(answers, model), minlength=model.k).min())


def grouped(answers: Answers, model: Mixture) -> Ints:
    """The most likely class of each person, int[n]."""
    return np.asarray(posterior(answers, model).argmax(axis=1))


def _judged(tried: Tried, bar: float, least: int) -> Tried:
    if tried.bic >= bar:
        return replace(tried, refused="gradual")
    return replace(tried, refused="small") if tried.smallest < least else tried


def _tested(tried: Tried, answers: Answers, seed: int, resamples: int) -> Tried:
    model = tried.model if tried.model.levels.count else confirmed(answers, tried.model, seed)
    rng = np.random.default_rng([seed, model.k])

    def regroup(drawn: Ints) -> Ints:
        return grouped(answers, again(answers, model, drawn.astype(np.float64), rng))

    stable = jaccard(grouped(answers, model), model.k, regroup, rng, resamples)
    refused: Reason | None = "unstable" if stable.min() < STABLE else None
    return Tried(model, model.bic(answers.n), _smallest(answers, model), stable, refused)
