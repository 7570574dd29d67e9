"""The rows of `responses` that every question about a wave begins with, as lazy frames."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import narwhals.stable.v2 as nw

from trueup.facts import Snapshot
from trueup.jobs.survey import Scale, Survey

Frame = nw.LazyFrame[Any]
KEYS = "segment_keys"
PART = "part"
"""The column that holds the value of the segment key which makes the groups."""

SOME = ~nw.col("importance").is_null() | ~nw.col("satisfaction").is_null()
DAYS = (nw.col("answered_at").min().alias("first"), nw.col("answered_at").max().alias("last"))


def rows_of(
    snapshot: Snapshot,
    survey: Survey,
    wave: str,
    as_of: dt.date,
    zone: dt.tzinfo,
    *,
    by: str | None = None,
    where: Mapping[str, str] | None = None,
) -> Frame:
    """The latest known rows of a wave; with `by` the value of that segment key in the column PART."""
    given = where or {}
    asked = {f"key_{i}": (KEYS, key) for i, key in enumerate(given)}
    pick = {**asked, **({PART: (KEYS, by)} if by else {})}
    rows = snapshot.latest("responses", only={"survey": [survey.id], "wave": [wave]}, pick=pick)
    rows = before(rows, as_of, zone)
    for name, value in zip(asked, given.values(), strict=True):
        rows = rows.filter(nw.col(name) == nw.lit(value))
    return rows


def before(rows: Frame, as_of: dt.date, zone: dt.tzinfo) -> Frame:
    """The rows that were answered before the day begins."""
    return rows.filter(nw.col("answered_at") < nw.lit(dt.datetime.combine(as_of, dt.time(), zone)))


def on_scale(rows: Frame, scale: Scale) -> Frame:
    """The rows that hold a rating, and none that is not on the scale."""
    low, high = nw.lit(scale.low), nw.lit(int(scale.high))
    given = [nw.coalesce(nw.col(name), low) for name in ("importance", "satisfaction")]
    return rows.filter(SOME, *(each >= low for each in given), *(each <= high for each in given))
