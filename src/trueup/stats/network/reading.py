"""Draws.lengths, compiled: imported only where numba pays (choose.py)."""

from __future__ import annotations

from trueup.stats.network.kernel import compiled


@compiled
def read(scores, low, span, row, tables, reach, per_one, found):  # type: ignore[no-untyped-def]
    """Lengths of scores (n, futures) into `found`."""
    last = tables.shape[1] - 2
    for i in range(scores.shape[0]):
        table, least, width = tables[row[i]], low[i], span[i]
        for s in range(scores.shape[1]):
            place = (float(scores[i, s]) + reach) * per_one
            at = min(max(int(place), 0), last)
            part = min(max(place - at, 0.0), 1.0)
            below = table[at]
            found[i, s] = max(least + width * (below + part * (table[at + 1] - below)), 0.0)
