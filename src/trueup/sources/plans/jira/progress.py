"""What the status of an issue says of its progress."""

from __future__ import annotations

import datetime as dt

from trueup.sources.plans.draft import DraftProgress
from trueup.sources.plans.jira.issues import Issues

_DONE = frozenset(("done", "closed", "resolved", "complete", "completed", "finished", "released"))
_TO_DO = frozenset(("to do", "open", "new", "backlog", "selected for development", "reopened", "ready", "planned"))


def _category(issues: Issues, key: str) -> str:
    """done, to do, or in progress: by the status category, which has one meaning, else by usual names of statuses."""
    stated = (issues.one(key, "category") or issues.one(key, "status")).casefold()
    if stated in _DONE or issues.one(key, "resolved"):
        return "done"
    return "to do" if stated in _TO_DO or not stated else "in progress"


def read_progress(issues: Issues) -> None:
    """Rows of progress for what has begun, as of the status date or the latest change."""
    rows = [row for each in issues.draft.activities if (row := _row(issues, each.key)) is not None]
    day = issues.options.status_date or max(issues.seen(), default=None)
    if not rows:
        return
    if day is None:
        issues.draft.note("dropped", "progress", "nothing says as of when: say it with `status_date`")
        return
    if issues.options.status_date is None:
        what = f"the export has no status date: {day}, its latest change, is taken"
        issues.draft.note("added", "progress", what)
    for row in rows:
        row.status_date = day
    issues.draft.progress = rows


def _row(issues: Issues, key: str) -> DraftProgress | None:
    """The progress of an issue that has begun; its date is filled in by who knows it.

    Percent is time spent of time spent and remaining; an issue in progress without either is noted.
    """
    category = _category(issues, key)
    if category == "to do":
        return None
    row = DraftProgress(key, dt.date.min, actual_start=issues.day(key, "start"))
    if category == "done":
        row.percent, row.actual_finish = 100.0, issues.day(key, "resolved")
        if row.actual_start and row.actual_finish and row.actual_start > row.actual_finish:
            issues.draft.note("dropped", key, f"its start {row.actual_start} lies after its end {row.actual_finish}")
            row.actual_start = None
        return row
    spent, left = issues.amount(key, "spent"), issues.amount(key, "remaining")
    if spent is not None and left is not None and spent + left > 0:
        row.percent = float(100 * spent / (spent + left))
        row.remaining_days = float(left / 3600 / issues.draft.calendar.hours)
    else:
        row.percent = 0.0
        issues.draft.note(
            "missing", key, "it is in progress, and no time spent and remaining says how far: 0 % is taken"
        )
    return row
