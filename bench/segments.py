"""Segments by unmet needs: number, stability, needs and typing tool, against one fit of the number that is there."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

from bench import data, table
from bench.contestants.segments_find import GROUPS
from bench.machine import ROOT
from bench.measure import BenchError, Contestant, measured

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

HEADING = "Segments"
INTRO = f"""\
50 outcomes, importance and satisfaction of each, from respondents in {GROUPS} groups who also differ in how readily
they tick a top box; fictional and seeded. The limit is *one* fit of {GROUPS} groups by scikit-learn's k-means (10
starts), the peer one by StepMix (20 starts). Trueup is not told how many there are: it fits 1 to 6 classes with and
without levels, and differences of degree without classes, takes 50 resamples for the stability of what stands, then
says what each group needs and makes the typing tool. Where more than 2,000 answered, groups are found by 2,000 of them
drawn at random, and everybody is placed. *Right* is the adjusted Rand index with the truth, 1 is equal and 0 chance."""
SIZES = {False: (1_000,), True: (1_000, 100_000)}
THINGS = 50


def run(*, full: bool, runs: int) -> Iterator[tuple[str, str]]:
    """Yields the section of the page. Raises BenchError."""
    parts = [INTRO]
    for size in SIZES[full]:
        folder = data.FOLDER / "segments" / str(size)
        folder.mkdir(parents=True, exist_ok=True)
        truth = _write(folder / "ratings.npz", size)
        figures = measured(_contestants(folder), runs)
        part = f"### {size:,} respondents\n\n{table.ratios(figures)}\n\n{_quality(folder, truth)}"
        print(f"\n{part}", flush=True)
        parts.append(part)
    yield HEADING, "\n\n".join(parts)


def _contestants(folder: Path) -> list[Contestant]:
    script, ratings = str(ROOT / "bench" / "contestants" / "segments_find.py"), str(folder / "ratings.npz")
    return [
        Contestant(name, [sys.executable, script, who, ratings], out=folder / f"{who}.npy")
        for who, name in _NAMES.items()
    ]


_NAMES = {
    "kmeans": "k-means, one fit",
    "stepmix": "StepMix, one fit",
    "trueup": "trueup, number, stability, needs and typing tool",
}


def _write(file: Path, n: int) -> NDArray[np.int64]:
    """Ratings 1 to 5 of n people, and the group of each."""
    rng = np.random.default_rng(n)
    group = rng.integers(0, GROUPS, n)
    own = np.arange(THINGS) % GROUPS == np.arange(GROUPS)[:, None]
    odds = [np.where(own, high, low)[group] + rng.normal(size=(n, 1)) for high, low in ((1.7, -0.6), (-0.6, 1.7))]
    given = []
    for each in odds:
        top = rng.random(each.shape) < 1 / (1 + np.exp(-each))
        given.append(np.where(top, rng.integers(4, 6, each.shape), rng.integers(1, 4, each.shape)).astype(np.int8))
    np.savez(file, importance=given[0], satisfaction=given[1])
    return group


def _quality(folder: Path, truth: NDArray[np.int64]) -> str:
    from sklearn.metrics import adjusted_rand_score

    rows = ["| | right | groups |", "|---|---|---|"]
    for who, name in _NAMES.items():
        found = np.load(folder / f"{who}.npy")
        if len(found) != len(truth):
            raise BenchError(f"{name} placed {len(found)} of {len(truth)} people")
        rows.append(f"| {name} | {adjusted_rand_score(truth, found):.3f} | {len(np.unique(found))} |")
    return "\n".join(rows)
