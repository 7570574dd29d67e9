"""Lengths that move together: a Gaussian copula with one factor for all and one for each block.

Within a block any two have the rank correlation `within`, any others `overall` (Spearman's rho). Normal scores need the
correlation 2 sin(pi rho / 6) for that (Kruskal 1958).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from trueup.stats.arrays import Floats, Ints, frozen
from trueup.stats.network.draws import Scores
from trueup.vocabulary import InputError


@dataclass(frozen=True)
class Copula:
    """`block` (n,) is the block of each row, -1 for a row that belongs to none; 0 <= overall <= within < 1."""

    block: Ints
    within: float = 0.0
    overall: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.overall <= self.within < 1:
            raise InputError(
                f"overall {self.overall:g}, within {self.within:g}",
                where="correlation",
                do="0 <= overall <= within < 1: less within a block than between blocks cannot be",
            )
        frozen(self.block)

    @property
    def factors(self) -> int:
        """How many normal scores all rows share: one, and one a block; none where nothing moves together."""
        return 0 if self.within == 0 else 2 + int(self.block.max(initial=-1))

    def join(self, own: Scores, shared: Floats) -> Scores:
        """Scores (n, futures) that move together, of independent ones: (n, futures) and (factors, futures)."""
        if not self.factors:
            return own
        overall, within = score_correlation(self.overall), score_correlation(self.within)
        member = self.block >= 0
        alone = np.sqrt(1 - np.where(member, within, overall))[:, None]
        of_all = math.sqrt(overall) * shared[:1]
        of_block = math.sqrt(within - overall) * shared[1:]
        scores: Scores = own * alone + of_all
        scores[member] += of_block[self.block[member]]
        return scores


def score_correlation(rank: float) -> float:
    """The correlation of normal scores whose rank correlation is `rank`."""
    return 2 * math.sin(math.pi * rank / 6)
