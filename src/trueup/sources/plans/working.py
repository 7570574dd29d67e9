"""Working days between two dates."""

from __future__ import annotations

import datetime as dt

from trueup.delivery.calendar import table
from trueup.delivery.documents import Calendar


def work_days(calendar: Calendar, first: dt.date, last: dt.date) -> int:
    """Working days from `first` to `last`, both included."""
    return int(table(calendar, first, (last - first).days + 1)[-1])
