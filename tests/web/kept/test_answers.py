"""Answers to programs are given again, and only to whom they were given; test_changes.py says until when."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

AGREEMENT = "/api/v1/books/northwind/agreements/portal"
BOOK = "/api/v1/books/northwind"
ADDRESSES = (
    "/api/v1/agreements",
    *(AGREEMENT + each for each in ("", "/timeline", "/observations", "/batches", "/attestations", "/disputes")),
    *(AGREEMENT + each for each in ("/payments", "/payments/compared")),
    *(BOOK + each for each in ("/scorecard", "/payments", "/cube", "/cube/facts", "/views")),
)


def questions(client: Client, address: str) -> tuple[int, bytes]:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return len(asked), answer.content


@pytest.mark.parametrize("address", ADDRESSES)
def test_it_is_given_again(judged, sign_in, address):
    client = sign_in("northwind")
    made, given = questions(client, address), questions(client, address)
    assert given[1] == made[1]
    assert given[0] < made[0]


def test_nobody_is_given_what_another_was(judged, sign_in):
    whole, part = (questions(sign_in(party), "/api/v1/agreements")[1] for party in ("northwind", "brandt"))
    assert whole != part
    assert questions(sign_in("northwind"), "/api/v1/agreements")[1] == whole


def test_other_addresses_are_other_answers(judged, sign_in):
    client = sign_in("northwind")
    assert questions(client, AGREEMENT)[1] != questions(client, f"{AGREEMENT}?grade=attested")[1]


def test_a_refusal_is_not_kept(judged, sign_in):
    client = sign_in("northwind")
    assert [client.get(f"{AGREEMENT}-none").status_code for _ in range(2)] == [404, 404]
