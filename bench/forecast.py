"""The forecast ladder against statsforecast: how long it takes, and how good it is on months it has not seen."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

from bench import data, table
from bench.machine import PEERS, ROOT, peer_version
from bench.measure import Contestant, Figure, measured

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

HEADING = "Forecast ladder"
INTRO = """\
Series of 36 months, 12 months ahead; fictional and seeded: random walks, noisy levels, trends and seasons in equal
parts. The limit is one fit of AutoETS by statsforecast, which chooses by an information criterion. Trueup's ladder fits
seven methods, chooses by rolling-origin CRPS, and back-tests the choice, since it publishes its own calibration.
*Error* is the mean absolute error over the 12 months after, in units of the naive forecast's; *coverage* how many of
them the 95 % interval held."""
SMALL, LARGE = (30, 100, 300), (100, 300, 1000)
MONTHS, AHEAD = 36, 12


def run(*, full: bool, runs: int) -> Iterator[tuple[str, str]]:
    """Yields the section of the page. Raises BenchError."""
    sizes = LARGE if full else SMALL
    parts, by_size = [INTRO], []
    for size in sizes:
        folder = data.FOLDER / "forecast" / str(size)
        past, ahead = _series(size)
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "past.npy", past)
        figures = measured(_contestants(folder), runs)
        part = f"### {size:,} series\n\n{table.ratios(figures)}\n\n{_quality(folder, figures, past, ahead)}"
        print(f"\n{part}", flush=True)
        parts.append(part)
        by_size.append(figures)
    growth = table.growth("Series", sizes, by_size)
    print(f"\n{growth}", flush=True)
    yield HEADING, "\n\n".join([*parts, "### Growth", growth])


def _contestants(folder: Path) -> list[Contestant]:
    scripts, past = ROOT / "bench" / "contestants", str(folder / "past.npy")
    version = peer_version("statsforecast")
    peers = ("AutoETS", "AutoTheta") if version else ()
    found = [
        Contestant(
            f"statsforecast {version} {model}",
            [str(PEERS / "python"), str(scripts / "forecast_peer.py"), model, past, str(folder / f"{number}.npy")],
        )
        for number, model in enumerate(peers)
    ]
    ours = [sys.executable, str(scripts / "forecast_ladder.py"), past, str(folder / f"{len(peers)}.npy")]
    return [*found, Contestant("trueup, the ladder and its back-test", ours)]


def _series(count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(count, 36) months seen and (count, 12) after them."""
    rng = np.random.default_rng(count)
    time = np.arange(MONTHS + AHEAD)
    noise = rng.normal(size=(count, len(time)))
    kind = np.arange(count)[:, None] % 4
    walk, level = noise.cumsum(axis=1), noise
    trend = noise + time * rng.normal(0, 0.3, (count, 1))
    season = noise + 3 * np.sin(2 * np.pi * (time / 12 + rng.uniform(size=(count, 1))))
    y = 100 + np.select([kind == 0, kind == 1, kind == 2], [walk, level, trend], season)
    return y[:, :MONTHS], y[:, MONTHS:]


def _quality(folder: Path, figures: list[Figure], past: NDArray[np.float64], ahead: NDArray[np.float64]) -> str:
    naive = np.abs(ahead - past[:, -1:]).mean()
    rows = ["| | error | coverage |", "|---|---|---|"]
    for number, figure in enumerate(figures):
        middle, low, high = np.moveaxis(np.load(folder / f"{number}.npy"), 2, 0)
        held = ((low <= ahead) & (ahead <= high)).mean()
        rows.append(f"| {figure.name} | {np.abs(ahead - middle).mean() / naive:.2f} | {held:.1%} |")
    return "\n".join(rows)
