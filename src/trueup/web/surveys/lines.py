"""What Today says of surveys: which waves open or close soon, and how many have answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from trueup.web.parties.access import Actor
from trueup.web.surveys.models import Fielding
from trueup.web.surveys.queries import SurveyRow, WaveRow, surveys

SOON = dt.timedelta(days=14)
"""How long before it opens a wave is told of, and how long after it closed."""


def every(actor: Actor) -> tuple[tuple[SurveyRow, WaveRow], ...]:
    """The waves of the actor's party that are open, open soon, or closed lately."""
    now = timezone.now()
    return tuple((row, wave) for row in surveys(actor) for wave in _near(row, now))


def _near(row: SurveyRow, now: dt.datetime) -> Iterator[WaveRow]:
    for wave in row.waves:
        ended = wave.times.closes if wave.fielding is None else wave.fielding.closed_at or wave.times.closes
        soon = wave.state == "early" and wave.times.opens - now <= SOON
        lately = wave.state == "closed" and wave.fielding is not None and now - ended <= SOON
        if wave.state == "open" or soon or lately:
            yield wave


def moving(actor: Actor) -> tuple[Any, ...]:
    """What of these changes without an entry in the ledger: who has finished, and who said no. In one question."""
    rows = Fielding.objects.filter(seat__party_id=actor.party, ended_at=None).annotate(
        finished=Count("sheets", filter=~Q(sheets__finished_at=None)),
    )
    return tuple(rows.order_by("pk").values_list("pk", "closed_at", "finished"))
