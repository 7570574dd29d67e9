"""How many questions to the database a page takes to be made anew: when something that it rests on has changed.

Shown again, a page asks at most twelve (the tests of each page). Made anew, some ask more: these are the figures of
today, and they may only fall.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from tests.web.seated import judged, sign_in
from trueup.web.documents.models import Book

__all__ = ["judged", "sign_in"]

QUESTIONS = {
    "/": 22,
    "/agreements": 12,
    "/agreements/northwind/claims-platform": 17,
    "/agreements/northwind/claims-platform/value": 12,
    "/explore/northwind": 14,
    "/plans": 15,
    "/plans/northwind/claims-plan": 17,
    "/jobs": 12,
    "/ledger": 17,
}


@pytest.mark.parametrize("party", ["northwind", "acme"])
def test_a_page_that_is_made_anew_asks_no_more_than_it_did(
    party: str, judged: Book, sign_in: Callable[..., Client]
) -> None:
    client, found = sign_in(party), {}
    for address in QUESTIONS:
        client.get(address)
        with override_settings(USERSESSIONS_TRACK_ACTIVITY=False), CaptureQueriesContext(connection) as asked:
            assert client.get(f"{address}?anew=1").status_code == 200
        found[address] = len(asked)
    assert not {address: count for address, count in found.items() if count > QUESTIONS[address]}
