"""What Today shows a seat, in a handful of queries however many agreements it has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber

from trueup.web.agreements.history import Happening, last, told
from trueup.web.assessments.models import Assessed, Assessment
from trueup.web.assessments.portfolio import Row
from trueup.web.assessments.queries import portfolio
from trueup.web.documents.models import AgreementSeat
from trueup.web.ledger.models import Leaf
from trueup.web.parties.access import Actor, require
from trueup.web.today.waiting import Waiting, waiting
from trueup.web.written import written

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Turn:
    """A verdict that is another than it was."""

    row: Row
    before: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that Today is made of."""

    rows: tuple[Row, ...]
    waiting: tuple[Waiting, ...]
    happenings: tuple[Happening, ...]
    turns: tuple[Turn, ...]


def read(actor: Actor | None, since: dt.datetime) -> Facts:
    """What is so, and what happened since an instant. Raises NotFound for nobody."""
    actor = require(actor)
    rows = portfolio(actor)
    return Facts(rows, tuple(waiting(actor)), tuple(_happenings(actor, since)), tuple(_turns(rows, since)))


def _happenings(actor: Actor, since: dt.datetime) -> Sequence[Happening]:
    """Entries of the ledger about the seat's agreements since then, the newest first."""
    return told(_leaves(actor.party, since))


@written
def _leaves(party: int, since: dt.datetime) -> QuerySet[Leaf]:
    own = AgreementSeat.objects.filter(
        seat__party_id=party, book__slug=OuterRef("book"), agreement=OuterRef("agreement")
    )
    return last(Leaf.objects.filter(Exists(own), at__gt=since), SHOWN)


def _turns(rows: Sequence[Row], since: dt.datetime) -> Iterator[Turn]:
    """Verdicts of these rows that differ from those of the last assessment of the day before then."""
    before = {(slug, name): verdict for slug, name, verdict in _verdicts({row.book for row in rows}, since)}
    for row in rows:
        was = before.get((row.book, row.id))
        if was is not None and was != row.verdict:
            yield Turn(row, was)


@written
def _verdicts(slugs: Collection[str], until: dt.datetime) -> QuerySet[Assessed, tuple[str, str, str]]:
    """What was said of each agreement of these books in the last assessment of the day before then."""
    of_the_day = Assessment.objects.filter(
        book__slug__in=slugs, grade="reported", of_the_day=True, computed_at__lte=until
    )
    newest = Window(RowNumber(), partition_by="book", order_by="-computed_at")
    found = Assessed.objects.filter(assessment__in=of_the_day.annotate(age=newest).filter(age=1).values("pk"))
    return found.values_list("assessment__book__slug", "agreement", "verdict")
