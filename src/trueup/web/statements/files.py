"""A statement as a file: the page to sign, the table, and the invoice that follows from it."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from trueup.report.statement.files import TYPES, as_file
from trueup.web.documents.books import open_book
from trueup.web.parties.access import Actor, ActorRequest, NotFound
from trueup.web.site.door import seated
from trueup.web.statements.queries import Stated, stated


@require_safe
@seated
def file(request: ActorRequest, book: str, id: str, form: str) -> HttpResponse:
    """As `pdf`, `csv` or `xml`; the last is of one provider: `?party=`, else one's own seat."""
    return made(request.actor, book, id, form, request.GET.get("party", ""), request.GET.get("number", ""))


def made(actor: Actor | None, book: str, id: str, form: str, party: str = "", number: str = "") -> HttpResponse:
    """The file for a browser or a program. Raises NotFound, and what `as_file` raises."""
    found = stated(actor, book, id)
    if form not in TYPES:
        raise NotFound(f"a statement has no form {form!r}")
    chosen = party or _own(found)
    payload = as_file(found.settled, form, open_book(book).book.parties, party=chosen, number=number or None)
    named = re.sub(r"[^A-Za-z0-9_.-]+", "-", f"{id}-{chosen}" if form == "xml" and chosen else id).strip(".-")
    answer = HttpResponse(payload, content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{named[:120] or "statement"}.{form}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _own(found: Stated) -> str | None:
    """The actor's own seat where it is a provider of the statement."""
    return next((part.party for part in found.settled.parts if part.party in found.place.seats), None)
