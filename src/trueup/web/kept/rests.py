"""What every page of a seat rests on, in one question.

Each change on the server is an action with a leaf, so the size of the ledger stands for all of them. Beside it
there are only what was computed (assessments, and those under way), what leaves no leaf (drafts, notices), and the
clock.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection

from trueup.web.assessments.models import Assessment, Recomputation
from trueup.web.documents.models import Version
from trueup.web.ledger.models import Head
from trueup.web.notices.models import Notice
from trueup.web.parties.access import Actor

QUARTER = 15 * 60
"""Seconds: everywhere on earth a day begins at a quarter of an hour, and a book's figures are those of its day."""
# Written out, because it is asked at every look and Django would take longer to write it than the database to answer.
# Rows that are counted come with the highest key: no key is used twice, so one that went and one that came show.
QUESTION = f"""
SELECT head.size, assessed.last, going.*, drafts.*, unread.*
FROM (SELECT max(id) AS last FROM {Assessment._meta.db_table}) AS assessed
CROSS JOIN (SELECT count(*), max(id), count(started_at), count(nullif(problem, ''))
    FROM {Recomputation._meta.db_table}) AS going
CROSS JOIN (SELECT count(*), max(id), sum(number) FROM {Version._meta.db_table}
    WHERE party_id = %(party)s AND state = 'draft') AS drafts
CROSS JOIN (SELECT count(*), max(id), count(shown_at) FROM {Notice._meta.db_table}
    WHERE member_id = %(member)s AND read_at IS NULL) AS unread
LEFT JOIN {Head._meta.db_table} AS head ON head.id = 1
"""  # noqa: S608 - the names of our own tables


def rests(actor: Actor, now: dt.datetime) -> tuple[Any, ...]:
    """Equal where nothing has changed that a page of this member could show."""
    with connection.cursor() as cursor:
        cursor.execute(QUESTION, {"party": actor.party, "member": actor.member})
        return (*cursor.fetchone(), int(now.timestamp()) // QUARTER)
