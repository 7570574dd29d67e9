"""When a person was here before: in the session, so that "since your last visit" means one."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest

KEY = "today"
PAUSE = dt.timedelta(minutes=30)
"""A visit ends when nothing was looked at for this long."""
FIRST = dt.timedelta(days=14)
"""How far back the first visit looks."""


def last_visit(request: HttpRequest, now: dt.datetime) -> dt.datetime:
    """The end of the visit before this one. Notes that the person is here now, at most once a minute."""
    kept = request.session.get(KEY, {})
    seen, before = _instant(kept.get("seen")), _instant(kept.get("before")) or now - FIRST
    if seen is not None and now - seen > PAUSE:
        before = seen
    if seen is None or now - seen > dt.timedelta(minutes=1):
        request.session[KEY] = {"seen": now.isoformat(), "before": before.isoformat()}
    return before


def _instant(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
