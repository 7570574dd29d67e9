"""What Today says of surveys: which waves open or close soon, and how many have answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from trueup.web.documents.models import Seat
from trueup.web.parties.access import Actor
from trueup.web.site.marks import Mark
from trueup.web.surveys.models import Fielding, Sheet
from trueup.web.surveys.queries import SurveyRow, WaveRow, surveys

SOON = dt.timedelta(days=14)
"""How long before it opens a wave is told of, and how long after it closed."""
MOVING = Mark(
    f"""SELECT count(DISTINCT wave.id), max(wave.id), max(wave.closed_at), count(sheet.finished_at),
            max(sheet.finished_at)
        FROM {Fielding._meta.db_table} AS wave JOIN {Seat._meta.db_table} AS seat ON seat.id = wave.seat_id
        LEFT JOIN {Sheet._meta.db_table} AS sheet ON sheet.fielding_id = wave.id
        WHERE seat.party_id = %(party)s AND wave.ended_at IS NULL"""  # noqa: S608 - the names of our own tables
)
"""What of these changes without an entry in the ledger: who has finished."""


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
