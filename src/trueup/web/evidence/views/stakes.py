"""A party's own stakes in a book."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from trueup.vocabulary import Party, TrueupError
from trueup.web.evidence import queries
from trueup.web.evidence.actions.stakes import TESTS, declare
from trueup.web.evidence.forms import ROWS, stakes_in
from trueup.web.parties.access import ActorRequest, NotFound, Refused
from trueup.web.site.door import seated

WORDS = {
    "contractual": gettext_lazy("Contractual: we sell, license or are paid for something that the result decides"),
    "managerial": gettext_lazy("Managerial: we run, steer or staff what is judged"),
    "technical": gettext_lazy("Technical: we built, host or measure what is judged"),
    "financial": gettext_lazy("Financial: we own, lend or earn where the result matters"),
}
"""The four tests of independence, as questions to the party."""


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def stakes(request: ActorRequest, book: str) -> HttpResponse:
    """Each seat of mine in the book, with its stakes along the four tests."""
    row, parties = queries.stakes_of(request.actor, book)
    if request.method != "POST":
        return _page(request, book, row.name, parties)
    try:
        declare(request.actor, book, request.POST.get("seat", ""), stakes_in(request.POST))
    except (NotFound, Refused):
        raise
    except TrueupError as wrong:
        return _page(request, book, row.name, parties, error=wrong)
    messages.success(request, _("Your stakes are declared; they stand on every certificate of yours."))
    return redirect("stakes", book=book)


def _page(request: ActorRequest, book: str, name: str, parties: tuple[Party, ...], **more: Any) -> HttpResponse:
    told = {
        "book": book,
        "name": name,
        "seats": [(party, [(test, WORDS[test], list(_lines(party, test))) for test in TESTS]) for party in parties],
        "things": queries.things_of(request.actor, book),
        "may": request.actor is not None and request.actor.is_at_least("owner"),
    }
    return render(request, "evidence/stakes.html", {**told, **more}, status=422 if more else 200)


def _lines(party: Party, test: str) -> Iterator[dict[str, str]]:
    """The stakes declared along one test, and two lines to write more."""
    own = [stake for stake in party.stakes if stake.test == test]
    for number in range(min(ROWS, len(own) + 2)):
        stake = own[number] if number < len(own) else None
        yield {
            "name": f"{test}-{number}",
            "what": stake.what if stake else "",
            "in": (stake.in_ or "") if stake else "",
        }
