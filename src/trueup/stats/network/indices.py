"""How much each activity matters to the finish, gathered block by block (PMKC; Vanhoucke 2010; Williams 1992).

Sums are kept of what each figure needs, around the first block's means so that nothing cancels; only ranks need the
lengths themselves, and are taken of the first futures that fit in 64 MB, at most 2,048.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trueup.stats.arrays import Bools, Floats, Ints
from trueup.stats.network.wide import Outcome

RANKED_VALUES, RANKED_MOST, RANKED_LEAST = 8_000_000, 2_048, 512


@dataclass(frozen=True)
class Indices:
    """A row an activity; NaN where it does not vary, or is done."""

    mean: Floats  # working days that are left
    sd: Floats
    criticality: Floats  # CI: share of futures in which it is critical
    cruciality: Floats  # CRI: |Pearson correlation| of its length and the finish
    cruciality_rank: Floats  # the same by ranks (Spearman)
    significance: Floats  # SI: E[d / (d + total float) x T / E T]
    sensitivity: Floats  # SSI: sd(d) x CI / sd(T)


class Gathering:
    """Sums over the futures so far, for n activities."""

    def __init__(self, n: int) -> None:
        self.hits = np.zeros(n, dtype=np.int64)
        self.share = np.zeros(n)
        self.sums, self.squares, self.products = np.zeros(n), np.zeros(n), np.zeros(n)
        self.around: Floats = np.zeros(n)
        self.around_total = 0.0
        self.ranked: list[Floats] = []
        self.room = max(min(RANKED_VALUES // max(n, 1), RANKED_MOST), RANKED_LEAST)
        self.count = 0

    def add(self, duration: Floats, outcome: Outcome, since: float) -> None:
        """Take a block; `since` is the moment from which the finish is reckoned where it is a length of time."""
        if not self.count:
            self.around, self.around_total = duration.mean(axis=1), float(outcome.total.mean())
        apart, total = duration - self.around[:, None], outcome.total - self.around_total
        self.hits += outcome.hits
        self.share += outcome.share @ (outcome.total - since)
        self.sums += apart.sum(axis=1)
        self.squares += np.einsum("ij,ij->i", apart, apart)
        self.products += apart @ total
        self.count += duration.shape[1]
        room = self.room - sum(each.shape[1] for each in self.ranked)
        if room > 0:
            self.ranked.append(duration[:, :room].astype(np.float32))

    def indices(self, total: Floats, since: float, done: Bools) -> Indices:
        """All figures, `total` (futures,) being the finish in each future that was taken."""
        n, spread, length = self.count, float(total.std()), float(total.mean()) - since
        variance = np.maximum(self.squares / n - (self.sums / n) ** 2, 0.0)
        deviation = np.where(variance > 1e-18, np.sqrt(variance), 0.0)
        together = self.products / n - self.sums / n * (float(total.mean()) - self.around_total)
        varies = (deviation > 0) & (spread > 0) & ~done
        ci = np.where(done, np.nan, self.hits / n)
        below = np.where(varies, deviation * spread, 1.0)
        return Indices(
            mean=np.where(done, 0.0, self.around + self.sums / n),
            sd=np.where(done, 0.0, deviation),
            criticality=ci,
            cruciality=np.where(varies, np.minimum(np.abs(together) / below, 1.0), np.nan),
            cruciality_rank=self._ranks(total, varies),
            significance=np.where(done | (length <= 0), np.nan, self.share / n / (length if length > 0 else 1.0)),
            sensitivity=np.where(varies, deviation * ci / (spread if spread > 0 else 1.0), np.nan),
        )

    def _ranks(self, total: Floats, varies: Bools) -> Floats:
        lengths = np.concatenate(self.ranked, axis=1)
        finish = _centred(ranks(total[: lengths.shape[1]]))
        found = np.full(len(varies), np.nan)
        for i in np.flatnonzero(varies):
            own = _centred(ranks(lengths[i]))
            norm = float(np.sqrt((own @ own) * (finish @ finish)))
            found[i] = abs(float(own @ finish)) / norm if norm > 0 else np.nan
        return found


def ranks(values: Floats) -> Floats:
    """Ranks from 1; equal values share the mean of theirs."""
    order = np.argsort(values)
    ordered = values[order]
    first = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    begins = np.flatnonzero(first)
    ends: Ints = np.append(begins[1:], len(values))
    found = np.empty(len(values))
    found[order] = ((begins + ends + 1) / 2)[np.cumsum(first) - 1]
    return found


def _centred(values: Floats) -> Floats:
    return np.asarray(values - values.mean())
