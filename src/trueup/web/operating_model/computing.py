"""Mapping the operating models of a book with what is measured of them: what stands is not computed again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

from django.utils import timezone

from trueup.book import Book as Documents
from trueup.scorecard.models import Models
from trueup.vocabulary import in_parts
from trueup.web.assessments.state import state_now, today
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book
from trueup.web.operating_model.models import Mapped
from trueup.web.operating_model.told import Told

METHOD = "map-2"
"""Counts up when more is kept of a model: what was kept before is then of another state."""
Progress = Callable[[str, int, int], None]


def compute(slug: str, progressed: Progress = lambda doing, done, total: None) -> int:
    """Map and keep each model whose map is of another state; return how many."""
    book, state, opened = Book.objects.get(slug=slug), state_now(slug), open_book(slug)
    basis, known = basis_of(state, opened.book), tuple(opened.book.operating_models)
    standing = dict(Mapped.objects.filter(book=book).values_list("model", "basis"))
    waiting = [name for name in known if standing.get(name) != basis]
    if waiting:
        with opened.models(today(opened.book.definition.time_zone, timezone.now())) as models:
            for done, name in enumerate(waiting):
                progressed(name, done, len(waiting))
                began = time.monotonic()
                said = {**_mapped(models, name), "basis": basis, "computed_at": timezone.now()}
                spent = {"seconds": round(time.monotonic() - began, 3)}
                Mapped.objects.update_or_create(book=book, model=name, defaults=said | spent)
    Mapped.objects.filter(book=book).exclude(model__in=known).delete()
    return len(waiting)


def basis_of(state: str, documents: Documents) -> str:
    """What maps rest on: the state of documents and facts, the day where the book is, and the method."""
    return f"{state} {today(documents.definition.time_zone, timezone.now())} {METHOD}"[:100]


def _mapped(models: Models, name: str) -> dict[str, str]:
    found = models.map(name)
    told = Told(gaps=found.gaps.total, elements=len(found.elements), failing=models.failing_lately(name))
    return {"body": in_parts(found), "told": told.model_dump_json()}


def is_stale(slug: str, maps: Iterable[tuple[str, str]]) -> bool:
    """Whether maps (model, basis) are not those of the book as it is."""
    documents = open_book(slug).book
    basis = basis_of(state_now(slug), documents)
    return {(name, basis) for name in documents.operating_models} != set(maps)
