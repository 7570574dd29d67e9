"""Progress in a table of activities: how far each is, as of one date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from trueup.sources.plans.draft import DraftProgress
from trueup.sources.plans.table.rows import Row, Rows
from trueup.vocabulary import SourceError

_ACTUAL = ("percent", "actual_start", "actual_finish", "actual_cost", "remaining")


def read_progress(rows: Rows, leaves: Sequence[tuple[str, Row]]) -> None:
    """Rows of progress for what has begun."""
    begun = [(key, row) for key, row in leaves if _has_begun(rows, row)]
    if not begun:
        return
    share = _scale(rows, begun)
    for key, row in begun:
        stated = rows.moment(row, "status_date")
        day = stated.date() if stated else rows.options.status_date or _latest(rows, begun)
        if day is None:
            what = "the table has progress, and nothing says as of when"
            raise SourceError(what, where=row.where, do="add a column status date, or say it with `status_date`")
        rows.draft.progress.append(_row(rows, key, row, day, share))
    if rows.options.status_date is None and not rows.columns.has("status_date"):
        last = rows.draft.progress[0].status_date
        rows.draft.note("added", "progress", f"the table has no status date: {last}, its latest actual, is taken")


def _has_begun(rows: Rows, row: Row) -> bool:
    dated = rows.moment(row, "actual_start") or rows.moment(row, "actual_finish")
    return bool(dated or _percent(rows, row) or rows.amount(row, "actual_cost"))


def _percent(rows: Rows, row: Row) -> Decimal | None:
    return rows.amount(row, "percent")


def _scale(rows: Rows, begun: Sequence[tuple[str, Row]]) -> Decimal:
    """100 where the column holds shares: nothing above 1, and something between 0 and 1, or no percent sign at all."""
    texts = [rows.text(row, "percent") for _, row in begun]
    values = [_percent(rows, row) or Decimal(0) for _, row in begun]
    if any("%" in text for text in texts) or max(values) > 1:
        return Decimal(1)
    rows.draft.note("changed", "percent", "nothing is above 1: the column is read as shares, 1 is 100 %")
    return Decimal(100)


def _latest(rows: Rows, begun: Sequence[tuple[str, Row]]) -> dt.date | None:
    names = ("actual_start", "actual_finish")
    found = [moment.date() for _, row in begun for name in names if (moment := rows.moment(row, name))]
    return max(found, default=None)


def _row(rows: Rows, key: str, row: Row, day: dt.date, scale: Decimal) -> DraftProgress:
    start, finish = rows.moment(row, "actual_start"), rows.moment(row, "actual_finish")
    percent = _percent(rows, row)
    if percent is not None and not 0 <= percent * scale <= 100:
        raise SourceError(f"{percent} is no percentage", where=f"{row.where}, percent", do="0 to 100")
    if start and finish and finish < start:
        raise SourceError("it finished before it started", where=row.where, do="mend the dates")
    words = rows.text(row, "remaining")
    left = rows.lengths.read(words) if words else None
    if words and left is None:
        raise SourceError(f"{words!r} is no duration", where=f"{row.where}, remaining", do="write 3d or 4h")
    return DraftProgress(
        key,
        day,
        actual_start=start.date() if start else None,
        actual_finish=finish.date() if finish else None,
        percent=100.0 if finish else float(percent * scale) if percent is not None else None,
        actual_cost=rows.amount(row, "actual_cost"),
        remaining_days=float(rows.lengths.days(left)) if left and not finish else None,
    )
