"""How often the intervals of the opportunity hold the truth, over a grid of simulated surveys.

`python -m tests.real.opportunity_coverage` prints it; docs/explanation/methods/opportunity.md shows it in short.
Each cell is 4,000 surveys; a share of 95 % then has a standard error of .34 points.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np

from tests.stats.opportunity.build import asked, cells_of, feasible
from trueup.stats.opportunity import figures

TIMES, DRAWS = 4000, 1000
SIZES = (30, 100, 180, 300, 600)
SHARES = ((0.8, 0.4), (0.9, 0.2), (0.6, 0.3), (0.7, 0.65), (0.5, 0.5), (0.8, 0.8), (0.3, 0.7), (0.95, 0.1), (0.95, 0.9))
TOGETHER = (-0.2, 0.0, 0.2, 0.5)
KINDS: dict[str, tuple[float, float | None]] = {  # share of ratings missing, share of the people asked
    "very many people, all rated": (0.0, None),
    "three of ten ratings missing": (0.3, None),
    "half of the people asked": (0.0, 0.5),
    "nine of ten of the people asked": (0.0, 0.9),
}


def covered(n: int, first: float, second: float, together: float, missing: float, part: float | None) -> float:
    """The share of intervals that hold the truth."""
    rng = np.random.default_rng([n, round(1e4 * first), round(1e4 * second), round(1e4 * (1 + together))])
    cells, size = cells_of(first, second, together), None if part is None else round(n / part)
    whole = np.round(cells * size) if size else cells
    size = None if size is None else int(whole.sum())
    shares = whole / whole.sum()
    share, other = shares[0].sum(), shares[:, 0].sum()
    truth = 10 * (share + max(share - other, 0))
    tables = asked(shares, n, TIMES, rng, size=size, missing=missing)
    tables = type(tables)(tables.people[tables.known], tables.cells[tables.known])
    whole_size = None if size is None else np.full(len(tables.people), float(size))
    found = figures(tables, rng, size=whole_size, draws=DRAWS).opportunity
    return float(((found.low <= truth + 1e-9) & (truth - 1e-9 <= found.high)).mean())


def grid() -> Iterator[str]:
    """The table, line by line."""
    yield "| | I, S | r | " + " | ".join(f"n = {n}" for n in SIZES) + " |"
    yield "|---|---|---|" + "---|" * len(SIZES)
    for kind, (missing, part) in KINDS.items():
        for first, second in SHARES:
            for together in (each for each in TOGETHER if feasible(first, second, each)):
                row = [covered(n, first, second, together, missing, part) for n in SIZES]
                shown = " | ".join(f"{100 * each:.1f}" for each in row)
                yield f"| {kind} | {first:g}, {second:g} | {together:g} | {shown} |"


if __name__ == "__main__":
    for line in grid():
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
