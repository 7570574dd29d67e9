"""What happened to an agreement, as the ledger has it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, StrIndex

from trueup.web.documents.access import Place
from trueup.web.ledger.models import Leaf
from trueup.web.ledger.words import STATEMENTS, words_of
from trueup.web.parties.models import Party
from trueup.web.written import written

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the ledger in words. `party` is who did it, or empty for the server itself."""

    at: dt.datetime
    leaf: int
    type: str
    party: str
    book: str
    about: str  # the agreement
    subject: str = ""

    @property
    def words(self) -> str:
        """What happened, in the reader's language."""
        return words_of(self.type, self.subject)


def of_agreement(place: Place) -> list[Happening]:
    """The last entries about an agreement, the newest first."""
    return told(_of_agreement(place.book.slug, str(place.agreement)))


@written
def _of_agreement(book: str, agreement: str) -> QuerySet[Leaf]:
    return last(Leaf.objects.filter(book=book, agreement=agreement), SHOWN)


def told(rows: Iterable[Any]) -> list[Happening]:
    """These entries, as `last` reads them."""
    return [
        Happening(row.at, row.index, row.type, row.party or "", row.book, row.agreement, row.subject) for row in rows
    ]


def last(leaves: QuerySet[Leaf], shown: int) -> QuerySet[Leaf]:
    """The last of these entries with the names of those who made them, the newest first, in one query.

    A statement is told by what it says: that it was signed as well is for the ledger.
    """
    # A leaf names its actor as "party/member" within its canonical JSON.
    named = Party.objects.annotate(
        at=StrIndex(OuterRef("data"), Concat(Value('"actor":"'), F("slug"), Value("/")))
    ).filter(at__gt=0)
    about_statements = [Q(type="version.signed", subject__startswith=begins) for begins in STATEMENTS]
    return (
        leaves.exclude(Q(*about_statements, _connector=Q.OR))
        .annotate(party=Subquery(named.values("name")[:1]))
        .order_by("-index")[:shown]
    )
