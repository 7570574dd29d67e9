"""How often segments are found where there are none, and how well where there are: prints rates with their intervals.

python -m tests.real.segments [--runs 100] [--n 300] [--things 20] [--forms] [--naive] [--kinds "independent" ...]

Figures in docs/explanation/methods/segments.md come from here.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from functools import partial

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from tests.stats.segments.drawn import PLANTED, STRUCTURELESS, Ratings, planted, structureless, three_forms
from trueup.stats.proportions import clopper_pearson
from trueup.stats.segments.answers import Answers, centred_gaps, top_boxes, varied
from trueup.stats.segments.choice import MOST, RESAMPLES, STARTS, choose, grouped
from trueup.stats.segments.levels import none
from trueup.stats.segments.libraries import one_thread
from trueup.stats.segments.mixture import Mixture
from trueup.stats.segments.search import again, best
from trueup.stats.segments.stability import STABLE, jaccard

THRESHOLD = 4
K = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--n", type=int, default=300)
    parser.add_argument("--things", type=int, default=20)
    parser.add_argument("--k", type=int, default=K)
    parser.add_argument("--forms", action="store_true", help="three forms: each person sees about two thirds")
    parser.add_argument("--naive", action="store_true", help="by BIC and stability alone, for comparison")
    parser.add_argument("--kinds", nargs="*", default=[*STRUCTURELESS, *PLANTED])
    given = parser.parse_args()
    extra = f"{', forms' if given.forms else ''}{', naive' if given.naive else ''}"
    print(f"n = {given.n}, {given.things} things of two ratings, {given.runs} runs{extra}")
    with one_thread():
        for kind in given.kinds:
            started = time.monotonic()
            told = _planted(kind, given) if kind in PLANTED else _structureless(kind, given)
            print(f"{kind:26} {told}  ({time.monotonic() - started:.0f} s)", flush=True)


def _structureless(kind: str, given: argparse.Namespace) -> str:
    rule = _naive if given.naive else _k
    found = [rule(structureless(kind, given.n, given.things, rng), given, rng, run)[0] for run, rng in _runs(given)]
    hits = sum(k > 1 for k in found)
    rate = clopper_pearson(hits, len(found))
    return f"segments found in {hits} of {len(found)}: {rate.value:.1%} ({rate.low:.1%} to {rate.high:.1%})"


def _naive(ratings: Ratings, given: argparse.Namespace, rng: np.random.Generator, seed: int) -> tuple[int]:
    """The number of classes by BIC and stability alone: what the rule would be without differences of degree."""
    first, second = three_forms(ratings, rng) if given.forms else ratings
    answers = top_boxes(first, second, THRESHOLD)
    models = [best(answers, k, none(answers.kind), rng, starts=STARTS) for k in range(1, MOST + 1)]
    model = min(models, key=lambda each: each.bic(answers.n))
    if model.k == 1:
        return (1,)
    refit = partial(_regrouped, answers, model, rng)
    stable = jaccard(grouped(answers, model), model.k, refit, rng, RESAMPLES)
    return (model.k if stable.min() >= STABLE else 1,)


def _regrouped(answers: Answers, model: Mixture, rng: np.random.Generator, drawn: np.ndarray) -> np.ndarray:
    return grouped(answers, again(answers, model, drawn.astype(float), rng))


def _planted(kind: str, given: argparse.Namespace) -> str:
    right, index, kmeans, factors, classes = 0, [], [], [], []
    for run, rng in _runs(given):
        ratings, group = planted(given.n, given.things, given.k, rng, kind)
        k, found, keep = _k(ratings, given, rng, run)
        right += k == given.k
        index.append(adjusted_rand_score(group[keep], found))
        if not given.forms:
            gaps = centred_gaps(*ratings)
            kmeans.append(_by_kmeans(gaps, group, given.k, run))
            some = _one_per_factor(gaps)
            factors.append(_by_kmeans(gaps[:, some], group, given.k, run))
            part = top_boxes(*(each[:, some] for each in ratings), THRESHOLD)
            model = best(part, given.k, none(part.kind), rng, starts=STARTS)
            classes.append(adjusted_rand_score(group, grouped(part, model)))
    rate = clopper_pearson(right, given.runs)
    told = f"{given.k} segments in {right} of {given.runs} ({rate.low:.1%} to {rate.high:.1%}), ARI {_middle(index)}"
    if not kmeans:
        return told
    few = f"on one thing a factor: classes {_middle(classes)}, k-means {_middle(factors)}"
    return f"{told}; told {given.k}: k-means {_middle(kmeans)}; {few}"


def _runs(given: argparse.Namespace) -> Iterator[tuple[int, np.random.Generator]]:
    for run in range(given.runs):
        yield run, np.random.default_rng([given.n, given.things, run])


def _k(ratings: Ratings, given: argparse.Namespace, rng: np.random.Generator, seed: int) -> tuple[int, object, object]:
    """How many groups were found (1: none), the group of each person, and who was grouped at all."""
    first, second = three_forms(ratings, rng) if given.forms else ratings
    keep = varied(first, second)
    answers = top_boxes(first[keep], second[keep], THRESHOLD)
    chosen = choose(answers, seed).chosen
    if chosen is None:
        return 1, np.zeros(answers.n, dtype=int), keep
    return chosen.model.k, grouped(answers, chosen.model), keep


def _by_kmeans(gaps: np.ndarray, group: np.ndarray, k: int, seed: int) -> float:
    return adjusted_rand_score(group, KMeans(k, n_init=10, random_state=seed).fit(gaps).labels_)


def _one_per_factor(gaps: np.ndarray) -> np.ndarray:
    """The thing that loads highest on each principal component with an eigenvalue above 1 (Kaiser)."""
    values, vectors = np.linalg.eigh(np.corrcoef(gaps.T))
    return np.unique(np.abs(vectors[:, values > 1]).argmax(axis=0))


def _middle(values: list[float]) -> str:
    return f"{np.mean(values):.3f} (lowest {np.min(values):.3f})"


if __name__ == "__main__":
    main()
