"""The design of a segmented regression: level, trend, season, and what changes at the start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from trueup.stats.arrays import Floats

Impact = Literal["level", "level_slope"]


@dataclass(frozen=True, slots=True)
class Segments:
    """Columns before the start (`base`) and of the change (`change`), shape (periods, k); `t0` first treated period."""

    base: Floats
    change: Floats
    t0: int

    @property
    def whole(self) -> Floats:
        """All columns, the change last."""
        return np.concatenate([self.base, self.change], axis=1)


def segments(periods: int, t0: int, impact: Impact, season: int | None, harmonics: int) -> Segments:
    """Level and trend, sine and cosine pairs of the season, a step at `t0` and, with `level_slope`, a new slope.

    Y = b0 + b1 T + b2 X + b3 (T - T0) X, Wagner et al. (2002); time is centred and scaled, which changes no effect.
    """
    time = np.arange(periods, dtype=np.float64)
    base = [np.ones(periods), (time - time.mean()) / max(periods, 1)]
    for k in range(1, harmonics + 1) if season else ():
        if season and 2 * k < season:
            base += [np.sin(2 * np.pi * k * time / season), np.cos(2 * np.pi * k * time / season)]
    after = (time >= t0).astype(np.float64)
    change = [after] if impact == "level" else [after, after * (time - t0) / max(periods, 1)]
    return Segments(np.stack(base, axis=1), np.stack(change, axis=1), t0)
