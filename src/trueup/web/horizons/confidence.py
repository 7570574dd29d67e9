"""What single people say in confidence: who they are is hidden, and what they say is held until enough have spoken.

An answer that landed alone could be told from its entry in the ledger, which says who acted when. So answers wait on
the server, as survey sheets do, until as many people have answered as it takes to show them; then they land together.
An answer holds no longer here than anywhere: what has waited for its cadence counts no more, and is forgotten.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from trueup.book import Book as Documents
from trueup.horizons.given import GivenAnswer
from trueup.horizons.stakeholders import Stakeholders
from trueup.vocabulary.digest import digest
from trueup.web.assessments.state import today
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book
from trueup.web.evidence.actions.land import Sent, land
from trueup.web.horizons.models import Held
from trueup.web.horizons.prepare import columns
from trueup.web.horizons.scope import Scope, asked_last


def pseudonym(scope: Scope, criterion: str) -> str:
    """Who answers, known again and not known: a keyed hash (HMAC-SHA-256 under the server's secret), per criterion."""
    said = f"{scope.book.slug}/{scope.place.id}/{criterion}/{scope.place.actor.member}"
    return salted_hmac("trueup.web.horizons.person", said, algorithm="sha256").hexdigest()[:24]


def in_confidence(scope: Scope, row: GivenAnswer) -> bool:
    """Whether it is what one person says in confidence."""
    found = scope.asked(row.criterion)
    return found is not None and found[1].confidential and row.person is not None


def hold(scope: Scope, rows: Sequence[GivenAnswer]) -> int:
    """Hold answers, and land those of a criterion once enough people have answered it; how many people still wait."""
    with transaction.atomic():
        for row in rows:
            said = {"value": row.value, "answered_on": row.answered_on, "horizon": row.horizon or ""}
            place: dict[str, Any] = {
                "book": scope.book,
                "stakeholders": scope.place.id,
                "seat": scope.seat,
                "criterion": row.criterion,
            }
            Held.objects.update_or_create(**place, item=row.item or "", person=row.person or "", defaults=said)
    return sum(_land_if_enough(scope, name) for name in sorted({row.criterion for row in rows}))


def waiting(scope: Scope, criterion: str) -> int:
    """How many people's answers are held."""
    return len({row.person for row in held_of(scope, [criterion])})


def held_of(scope: Scope, criteria: Iterable[str], **more: Any) -> list[Held]:
    """What is held of the seat's people and has not grown stale meanwhile."""
    named = {"book": scope.book, "stakeholders": scope.place.id, "seat": scope.seat, "criterion__in": list(criteria)}
    rows = Held.objects.filter(**named, **more).order_by("person", "item")
    return [row for row in rows if not _is_stale(row, scope.versions, scope.today)]


def forget_stale() -> int:
    """Take out of the server what was said in confidence and has waited for longer than it holds; return how much."""
    gone = [
        row.pk
        for id, slug in Book.objects.filter(pk__in=Held.objects.values("book")).values_list("pk", "slug")  # noqa: A001
        for row in _stale_of(id, open_book(slug).book)
    ]
    return Held.objects.filter(pk__in=gone).delete()[0]


def _stale_of(book: int, documents: Documents) -> Iterable[Held]:
    day = today(documents.definition.time_zone, timezone.now())
    for row in Held.objects.filter(book=book):
        versions = documents.stakeholders.get(row.stakeholders)
        if _is_stale(row, versions.all if versions else (), day):
            yield row


def _is_stale(row: Held, versions: Sequence[Stakeholders], day: dt.date) -> bool:
    """Whether an answer is older than it holds, as its criterion was asked last; so is one that nobody asks for."""
    found = asked_last(versions, row.criterion)
    return found is None or row.answered_on + dt.timedelta(days=found[0].cadence_of(found[1], found[2])) <= day


def _land_if_enough(scope: Scope, name: str) -> int:
    """Land all of a criterion where enough have answered. Killed before they go, they land again as the same rows."""
    held, asked = held_of(scope, [name]), scope.asked(name)
    people = len({row.person for row in held})
    if asked is None or people < asked[1].fewest:
        return people
    rows = [_given(scope, row, number) for number, row in enumerate(held, start=1)]
    land(_sent(scope, rows))
    Held.objects.filter(pk__in=[row.pk for row in held]).delete()
    return 0


def _given(scope: Scope, row: Held, line: int) -> GivenAnswer:
    return GivenAnswer(
        criterion=row.criterion, value=row.value, answered_on=row.answered_on, reported_by=scope.seat,
        item=row.item or None, person=row.person, horizon=row.horizon, line=line,
    )  # fmt: skip


def _sent(scope: Scope, rows: Sequence[GivenAnswer]) -> Sent:
    stated = columns(scope, "answers", rows, "together")
    asked = digest([[str(part) for part in column] for column in stated.values()])
    return Sent(
        book=scope.book, agreement=scope.place.document.agreement or "", key=f"answers/together/{asked}", asked=asked,
        seat=scope.seat, member=scope.place.actor.member, how="together", reason="", corrections=0, unchanged=0,
        columns=stated, table="answers",
    )  # fmt: skip
