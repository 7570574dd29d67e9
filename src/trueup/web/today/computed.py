"""What was computed of improvements, horizons and operating models, for all books of a seat, in one question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import CharField, QuerySet, TextField, Value

from trueup.web.assessments.state import moved
from trueup.web.documents.sittings import sittings
from trueup.web.horizons.models import Scored
from trueup.web.horizons.queries import scored
from trueup.web.operating_model.lines import told
from trueup.web.operating_model.models import Mapped
from trueup.web.parties.access import Actor
from trueup.web.site.once import is_known
from trueup.web.worth.models import Judged
from trueup.web.worth.queries import judged
from trueup.web.written import written

_AROUND = ("basis", "computed_at", "seconds", "last")
_WORTH, _HORIZONS, _MODELS = "worth", "horizons", "models"


def ask_at_once(actor: Actor) -> None:
    """Ask for all of it together: those who wonder on this page are told."""
    books = tuple(each.book.pk for each in sittings(actor))
    found = list(_rows(books))
    is_known(judged, tuple(row for row in found if isinstance(row, Judged)), books)
    is_known(scored, tuple(row for row in found if isinstance(row, Scored)), books)
    is_known(told, tuple(row for row in found if isinstance(row, Mapped)), books)


def _rows(books: tuple[int, ...]) -> Iterator[Judged | Scored | Mapped]:
    for what, book, name, body, why, basis, at, seconds, last in _all(books):
        said: dict[str, Any] = {"book_id": book, "basis": basis, "computed_at": at, "seconds": seconds}
        row: Judged | Scored | Mapped
        if what == _WORTH:
            row = Judged(party=name, body=body, **said)
        elif what == _MODELS:
            row = Mapped(model=name, told=body, **said)
        else:
            row = Scored(stakeholders=name, ladder=body, problem=why, **said)
        row.last = last  # type: ignore[union-attr]  # as `moved` annotates it
        yield row


@written
def _all(books: tuple[int, ...]) -> QuerySet[Any, Any]:
    worth = _of(Judged.objects.filter(book__in=books), _WORTH).annotate(why=Value("", TextField()))
    horizons = _of(Scored.objects.filter(book__in=books), _HORIZONS)
    models = _of(Mapped.objects.filter(book__in=books), _MODELS).annotate(why=Value("", TextField()))
    every: QuerySet[Any, Any] = worth.values_list("what", "book_id", "party", "body", "why", *_AROUND).union(
        horizons.values_list("what", "book_id", "stakeholders", "ladder", "problem", *_AROUND),
        models.values_list("what", "book_id", "model", "told", "why", *_AROUND),
        all=True,
    )
    return every


def _of(rows: QuerySet[Any], what: str) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.annotate(what=Value(what, CharField()), last=moved("book__slug"))
    return found
