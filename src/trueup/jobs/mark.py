"""What tells whether the answers of a wave are those of before."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from trueup.facts import Snapshot


def answers_mark(snapshot: Snapshot, survey: str, wave: str) -> tuple[int, int]:
    """How many rows of answers are known of a wave, and the number of the last: others only where answers came."""
    if not snapshot.has("responses"):
        return 0, 0
    rows = snapshot.frame("responses").filter(nw.col("survey") == nw.lit(survey), nw.col("wave") == nw.lit(wave))
    found = snapshot.collect(rows.select(nw.len().alias("rows"), nw.col("seq").max().alias("last"))).to_pylist()[0]
    return int(found["rows"]), int(found["last"] or 0)
