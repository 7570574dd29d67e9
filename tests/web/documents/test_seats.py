"""An organisation sits on one side of a book."""

from __future__ import annotations

import pytest

from trueup.web.documents.actions.seats import take_seat
from trueup.web.documents.models import Book, Seat
from trueup.web.parties.access import Refused
from trueup.web.parties.models import Party


@pytest.mark.parametrize(("party", "seat"), [("northwind", "assay"), ("assay", "sint"), ("acme", "assay")])
def test_nobody_observes_or_provides_to_itself(party: str, seat: str, seats: Book) -> None:
    Seat.objects.filter(book=seats, local_id=seat).update(party=None)
    with pytest.raises(Refused, match="another side"):
        take_seat("northwind", seat, Party.objects.get(slug=party).pk, by="server")
    assert Seat.objects.get(book=seats, local_id=seat).party is None


def test_one_organisation_may_hold_two_seats_of_one_side(seats: Book) -> None:
    Seat.objects.filter(book=seats, local_id="sint").update(party=None)
    acme = Party.objects.get(slug="acme")
    take_seat("northwind", "sint", acme.pk, by="server")
    assert Seat.objects.get(book=seats, local_id="sint").party == acme
