"""The question to the facts about touchpoints: how many of each journey step went how."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import narwhals.stable.v2 as nw

from trueup.facts import Snapshot
from trueup.operating_model.measured import Results, Step

RESULTS = ("ok", "failed", "abandoned")


def touchpoints(
    snapshot: Snapshot,
    steps: Collection[Step],
    *,
    as_of: dt.date,
    since: dt.date | None = None,
    zone: dt.tzinfo = dt.UTC,
) -> dict[Step, Results]:
    """How the touchpoints of journey steps went before the day `as_of` begins in `zone`, as known at the snapshot; with
    `since`, no earlier than that day began.

    One question to the engine, whatever is asked. A touchpoint without a result is not counted: it is not over.
    """
    if not steps or not snapshot.has("touchpoints"):
        return {}
    journeys = sorted({journey for journey, _ in steps})
    rows = snapshot.latest("touchpoints", only={"journey": journeys})
    told = rows.filter(
        nw.col("at") < nw.lit(dt.datetime.combine(as_of, dt.time(), zone)), nw.col("result").is_in(RESULTS)
    )
    if since is not None:
        told = told.filter(nw.col("at") >= nw.lit(dt.datetime.combine(since, dt.time(), zone)))
    table = snapshot.collect(told.group_by("journey", "step", "result").agg(nw.len().alias("n")))
    found: dict[Step, dict[str, int]] = {}
    for row in table.to_pylist():
        step = (row["journey"], row["step"] or "")
        if step in steps:
            found.setdefault(step, {})[row["result"]] = row["n"]
    return {step: Results(**counts) for step, counts in found.items()}
