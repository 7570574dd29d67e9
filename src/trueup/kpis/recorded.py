"""When the actuals of a KPI became known: built here as Narwhals expressions, run by the engine that `facts` opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals.stable.v2 as nw

Frame = nw.LazyFrame[Any]


def first_recorded(rows: Frame, time: str, fixed: Mapping[str, str], *, is_date: bool = True) -> Frame:
    """For each day on which periods (or rows) begin, when the first of its rows became known: `day`, `known`.

    `rows` are all that were ever recorded, corrections beside what they correct, their times as the book's clocks show
    them; `time` is the column of the day, `fixed` columns with the text that they must have.
    """
    chosen = [nw.col(name).cast(nw.String) == nw.lit(value) for name, value in fixed.items()]
    seen = rows.filter(~nw.col(time).is_null(), *chosen)
    day = nw.col(time) if is_date else nw.col(time).dt.date()
    return seen.with_columns(day=day).group_by("day").agg(known=nw.col("recorded_at").min())
