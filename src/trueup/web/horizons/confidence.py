"""What single people say in confidence: who they are is hidden, and what they say is held until enough have spoken.

An answer that landed alone could be told from its entry in the ledger, which says who acted when. So answers wait on
the server, as survey sheets do, until as many people have answered as it takes to show them; then they land together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac

from trueup.horizons.given import GivenAnswer
from trueup.vocabulary.digest import digest
from trueup.web.evidence.actions.land import Sent, land
from trueup.web.horizons.models import Held
from trueup.web.horizons.prepare import columns
from trueup.web.horizons.scope import Scope


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
    return len({row.person for row in _held(scope, criterion)})


def _held(scope: Scope, criterion: str) -> list[Held]:
    named = {"book": scope.book, "stakeholders": scope.place.id, "seat": scope.seat, "criterion": criterion}
    return list(Held.objects.filter(**named).order_by("person", "item"))


def _land_if_enough(scope: Scope, name: str) -> int:
    """Land all of a criterion where enough have answered. Killed before they go, they land again as the same rows."""
    held, asked = _held(scope, name), scope.asked(name)
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
