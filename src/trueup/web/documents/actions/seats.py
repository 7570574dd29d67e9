"""An organisation takes the seat of a party in a book."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.vocabulary.digest import digest
from trueup.web.documents.models import Seat
from trueup.web.ledger.acting import action, record
from trueup.web.parties.access import NotFound, Refused
from trueup.web.parties.models import Party


@action("seat.take")
def take_seat(book: str, seat: str, party: int, *, by: str) -> None:
    """Give a free seat to an organisation: for whoever runs the server. Its owners sign for that party from now on.

    `by` is how the ledger names who does it. Raises NotFound, Refused when another organisation sits there.
    """
    taken = bind(book, seat, party)
    said = digest({"book": book, "seat": seat, "party": taken.slug})
    record("seat.taken", said, actor=by, at=timezone.now(), book=book, subject=f"seat/{seat}")


def bind(book: str, seat: str, party: int) -> Party:
    """Put an organisation on a free seat, within the action that proved its right to it. Raises as `take_seat`."""
    found = Seat.objects.select_for_update().filter(book__slug=book, local_id=seat).first()
    if found is None:
        raise NotFound(_("there is no seat %(seat)r in this book") % {"seat": seat})
    if found.party_id not in (None, party):
        raise Refused(_("this seat is taken"), do=_("ask the customer of the book"))
    if Seat.objects.filter(book__slug=book, party_id=party).exclude(role=found.role).exists():
        raise Refused(
            _("this organisation sits on another side of the book: nobody observes or provides to itself"),
            do=_("let another organisation take the seat"),
        )
    found.party_id = party
    found.save(update_fields=["party"])
    return Party.objects.get(pk=party)
