"""How often does each method of attribution find an effect where there is none, and how often one of a given size?

    python -m tests.real.attribution_power [--runs 500] [--only text]

Prints a table of false-positive rates at the 5 % level (with the Wilson interval) and of power, in standard deviations
of the error of one period. The series have trend, season and autocorrelation: tests/stats/causal/simulated.py.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from tests.stats.causal.designs import DESIGNS, intervals, rejected
from trueup.stats.proportions import wilson

SIZES = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    print(
        "| method and data | false positives | 95 % of that | placebo p | half-width | " + " | ".join(map(str, SIZES))
    )
    for design in DESIGNS:
        if asked.only not in design.name:
            continue
        begun = time.perf_counter()
        ends, p = intervals(design, asked.runs, asked.seed)
        rate = wilson(rejected(ends) * asked.runs, asked.runs)
        placebo = "-" if np.isnan(p).all() else f"{(p <= 0.05).mean():.1%}"
        power = " | ".join(f"{rejected(ends, size):.0%}" for size in SIZES)
        half = f"{np.median(ends[:, 1] - ends[:, 0]) / 2:.2f}"
        rates = f"{rate.value:.1%} | {rate.low:.1%} - {rate.high:.1%}"
        took = f"{time.perf_counter() - begun:.0f} s"
        print(f"| {' | '.join([design.name, rates, placebo, half, power])} |  {took}", flush=True)


if __name__ == "__main__":
    main()
