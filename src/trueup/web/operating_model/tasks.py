"""Models are mapped in the background, once for many changes: pages never wait for it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django_tasks import task

from trueup.web.documents.models import Version
from trueup.web.documents.models_of_book import KIND
from trueup.web.operating_model.computing import compute, is_stale
from trueup.web.operating_model.models import Mapped
from trueup.web.work.queue import put
from trueup.web.work.worker import progress

GATHER = dt.timedelta(seconds=2)
"""How long changes are gathered before models are mapped anew."""


@task()
def map_models(slug: str) -> int:
    """Map the operating models of a book."""
    return compute(slug, progress)


def ask(slug: str) -> None:
    """Have the models of a book mapped soon; while that waits, asking again is nothing new."""
    put(map_models, key=about(slug), about=about(slug), after=timezone.now() + GATHER, slug=slug)


def about(slug: str) -> str:
    """What the job says of itself, to those who run the server."""
    return f"operating_model {slug}"


@task()
def refresh() -> list[str]:
    """Ask for every book whose models were mapped in another state than it has, or never; return those."""
    rows = Version.objects.filter(kind=KIND, state="in_force").values_list("book__slug", flat=True)
    found = [slug for slug in sorted(set(rows)) if is_stale(slug, _mapped(slug))]
    for slug in found:
        ask(slug)
    return found


def _mapped(slug: str) -> list[tuple[str, str]]:
    return list(Mapped.objects.filter(book__slug=slug).values_list("model", "basis"))


def on_moved(*, book: str, **_: Any) -> None:
    """A leaf was written: where it moves a book that has operating models, ask for new maps."""
    if book and Version.objects.filter(book__slug=book, kind=KIND, state="in_force").exists():
        ask(book)
