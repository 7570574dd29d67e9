"""Sessions in the database, as Django keeps them; every look reads one, so the question is written once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from trueup.web.written import written


class SessionStore(db.SessionStore):
    """One session."""

    def load(self) -> dict[str, Any]:
        """What is known of it; nothing, and another key, for one that is unknown or over."""
        found = _standing(self.session_key, timezone.now()) if self.session_key else ()
        if not found:
            self._session_key = None
            return {}
        return self.decode(found[0])


@written
def _standing(key: str, now: dt.datetime) -> QuerySet[Session, str]:
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list("session_data", flat=True)
