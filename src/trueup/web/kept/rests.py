"""What every page of a seat rests on, in one question.

Each change on the server is an action with a leaf, so the size of the ledger stands for all of them. Beside it
there are only what was computed (assessments, and those under way), what leaves no leaf (drafts, notices), and the
clock. A page that shows more of what leaves no leaf says so with a mark of its own, and it joins the question.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from trueup.web.assessments.models import Assessment, Recomputation
from trueup.web.documents.models import Version
from trueup.web.ledger.models import Head
from trueup.web.notices.models import Notice
from trueup.web.notices.queries import unread_count, unread_mark
from trueup.web.parties.access import Actor
from trueup.web.site.marks import Mark, asked
from trueup.web.site.once import is_known
from trueup.web.site.stands import rests_on

QUARTER = 15 * 60
"""Seconds: everywhere on earth a day begins at a quarter of an hour, and a book's figures are those of its day."""


# Written out, because they are asked at every look and Django would take longer to write them than the database to
# answer.
COMMON = (
    Mark(f"SELECT max(size) FROM {Head._meta.db_table}"),  # noqa: S608 - the names of our own tables, as below
    Mark(f"SELECT max(id) FROM {Assessment._meta.db_table}"),  # noqa: S608
    Mark(
        f"SELECT count(*), max(id), count(started_at), count(nullif(problem, '')) FROM {Recomputation._meta.db_table}"  # noqa: S608
    ),
)
"""What every page rests on, whoever reads: the ledger, and what was computed."""
COLUMNS = 1 + 1 + 4
"""How many values those are."""
OWN = (
    Mark(
        f"""SELECT count(*), max(id), sum(number) FROM {Version._meta.db_table}
            WHERE party_id = %(party)s AND state = 'draft'"""  # noqa: S608
    ),
    Mark(
        f"""SELECT count(*), max(id), count(shown_at) FROM {Notice._meta.db_table}
            WHERE member_id = %(member)s AND read_at IS NULL"""  # noqa: S608
    ),
)
"""What every page of a member rests on beside it."""


def rests(actor: Actor, now: dt.datetime, on: Sequence[Mark] = (), **where: str) -> tuple[Any, ...]:
    """Equal where nothing has changed that a page of this member could show. `on` are marks of its own, which may name
    what `where` gives."""
    found = asked((*COMMON, unread_mark(), *OWN, *on), party=actor.party, member=actor.member, **where)
    quarter = int(now.timestamp()) // QUARTER
    rests_on((*found[:COLUMNS], quarter))
    is_known(unread_count, found[COLUMNS], actor)
    return (*found, quarter)
