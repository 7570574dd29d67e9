"""How often does each method of attribution find an effect where there is none, and how often one of a given size?

    python -m tests.real.attribution_power [--runs 500] [--only text] [--jobs 2]

Prints a table of false-positive rates at the 5 % level (with the Wilson interval) and of power, in standard deviations
of the error of one period. The series have trend, season and autocorrelation: tests/stats/causal/simulated.py.
"""

from __future__ import annotations

import argparse
import os
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np

from tests.stats.causal.designs import DESIGNS, intervals, rejected
from trueup.stats.proportions import Proportion, wilson

SIZES = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
HEAD = ("method and data", "found where there is none", "95 % interval", "placebo p", "half-width", *map(str, SIZES))


def row(index: int, runs: int, seed: int) -> str:
    """The line of one design."""
    design, begun = DESIGNS[index], time.perf_counter()
    ends, p = intervals(design, runs, seed)
    rate = wilson(rejected(ends) * runs, runs)
    assert isinstance(rate, Proportion)
    placebo = "-" if np.isnan(p).all() else f"{(p <= 0.05).mean():.1%}"
    power = [f"{rejected(ends, size * design.unit):.0%}" for size in SIZES]
    half = f"{np.median(ends[:, 1] - ends[:, 0]) / 2 / design.unit:.2f}"
    name = design.name if design.rung else f"*{design.name}*"
    cells = [name, f"{rate.value:.1%}", f"{rate.low:.1%} to {rate.high:.1%}", placebo, half, *power]
    return f"| {' | '.join(cells)} |  {time.perf_counter() - begun:.0f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--only", default="")
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    wanted = [index for index, design in enumerate(DESIGNS) if asked.only in design.name]
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}", flush=True)
    with ProcessPoolExecutor(asked.jobs) as pool:
        for line in pool.map(partial(row, runs=asked.runs, seed=asked.seed), wanted):
            print(line, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main()
