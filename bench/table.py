"""Ratios as a table that people read: every figure beside the limit it is held against."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.measure import Figure

HEAD = "| | x the limit | median | fastest to slowest | processor | peak memory |\n|---|---|---|---|---|---|"


def ratios(figures: Sequence[Figure]) -> str:
    """The first figure is the limit; all are divided by its median."""
    limit = figures[0].wall
    return "\n".join([HEAD, *(_row(figure, limit) for figure in figures)])


def _row(figure: Figure, limit: float) -> str:
    span = f"{seconds(figure.fastest)} to {seconds(figure.slowest)}"
    cells = [
        f"{figure.wall / limit:.2f}",
        seconds(figure.wall),
        span,
        seconds(figure.cpu),
        f"{figure.peak / 1e6:,.0f} MB",
    ]
    return f"| {figure.name} | {' | '.join(cells)} |"


def seconds(value: float) -> str:
    """Three significant digits."""
    digits = 2 if value >= 1 else 3
    return f"{value:.{digits}f} s" if value < 100 else f"{value:.0f} s"


def growth(title: str, sizes: Sequence[float], by_size: Sequence[Sequence[Figure]]) -> str:
    """How the time of each contestant grows with the size: the slope of log time over log size."""
    names = [figure.name for figure in by_size[0]]
    head = f"| {title} | {' | '.join(f'{size:,.0f}' for size in sizes)} | exponent |\n|---|{'---|' * (len(sizes) + 1)}"
    return "\n".join([head, *(_growth_row(name, sizes, by_size) for name in names)])


def _growth_row(name: str, sizes: Sequence[float], by_size: Sequence[Sequence[Figure]]) -> str:
    walls = [next((figure.wall for figure in figures if figure.name == name), None) for figures in by_size]
    known = [(size, wall) for size, wall in zip(sizes, walls, strict=True) if wall is not None]
    cells = ["not run" if wall is None else seconds(wall) for wall in walls]
    return f"| {name} | {' | '.join(cells)} | {exponent(known):.2f} |"


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """Least squares over the logarithms; not a number with fewer than two points."""
    if len(points) < 2:
        return math.nan
    xs, ys = [math.log(x) for x, _ in points], [math.log(y) for _, y in points]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    rise = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    return rise / sum((x - mean_x) ** 2 for x in xs)
