"""Work in the background: what keeps the facts of all books whole, and quick to read."""

from __future__ import annotations

from django_tasks import task

from trueup.web.documents.books import store_of
from trueup.web.documents.models import Book
from trueup.web.evidence.actions.land import reconcile


@task()
def complete() -> int:
    """Give leaves to batches that are in the facts without one, as a killed server left them; return how many."""
    return reconcile()


@task()
def tidy() -> int:
    """Bring the logs that have grown large into their lakes, with aggregates of them; return how many books there are.

    Much that lands on a server lands a few rows at a time, so no single batch is ever large.
    """
    books = Book.objects.values_list("slug", flat=True)
    for book in books:
        store_of(book).tidy()
    return len(books)
