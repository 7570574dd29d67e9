"""What every page of a seat rests on, in five small questions.

Each change on the server is an action with a leaf, so the size of the ledger stands for all of them. Beside it
there are only what was computed (assessments, and those under way), what leaves no leaf (drafts, notices), and the
clock.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Max

from trueup.web.assessments.models import Assessment, Recomputation
from trueup.web.documents.models import Version
from trueup.web.ledger.models import Head
from trueup.web.notices.models import Notice
from trueup.web.parties.access import Actor

QUARTER = 15 * 60
"""Seconds: everywhere on earth a day begins at a quarter of an hour, and a book's figures are those of its day."""


def rests(actor: Actor, now: dt.datetime) -> tuple[object, ...]:
    """Equal where nothing has changed that a page of this member could show."""
    size = Head.objects.values_list("size", flat=True).first()
    computed = Assessment.objects.order_by("-pk").values_list("pk", flat=True).first()
    going = tuple(Recomputation.objects.order_by("pk").values_list("pk", "started_at", "problem"))
    drafts = tuple(Version.objects.filter(party=actor.party, state="draft").order_by("pk").values_list("pk", "number"))
    return size, computed, going, drafts, _unread(actor), int(now.timestamp()) // QUARTER


def _unread(actor: Actor) -> tuple[object, ...]:
    """Which notices the member has not read: none is ever unread again, and a new one has the highest key."""
    rows = Notice.objects.filter(member=actor.member, read_at=None)
    told = rows.aggregate(every=Count("pk"), shown=Count("shown_at"), last=Max("pk"))
    return told["every"], told["shown"], told["last"]
