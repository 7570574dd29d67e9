"""Payments on the server: who reports which, once and with a reason, and pages, files and API that say the same."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.web.seated import MOST, asked, text
from trueup.vocabulary import FactError, IdempotencyConflict
from trueup.web.documents.models import Book
from trueup.web.evidence.models import Batch
from trueup.web.evidence.sheets import pasted, stated
from trueup.web.ledger.models import Leaf
from trueup.web.parties.access import Actor, NotFound, Refused
from trueup.web.payments.actions import preview, report
from trueup.web.payments.queries import of_agreement

ID = "policy-issue"
PAGE = f"/agreements/northwind/{ID}/payments"
API = f"/api/v1/books/northwind/agreements/{ID}/payments"
Acting = Callable[..., Actor]
SignIn = Callable[..., Client]


def bill(**said: object) -> list[dict[str, object]]:
    return [{"kind": "invoiced", "ref": "R-1", "period": "2026-Q1", "amount": 1000.5, **said}]


def send(actor: Actor, rows: list[dict[str, object]], key: str, **more: Any) -> Any:
    return report(actor, "northwind", ID, stated(rows), key=key, how="api", **more)


def known(actor: Actor) -> list[tuple[Any, ...]]:
    return [
        (each.kind, each.ref, each.payee, each.amount, each.currency)
        for each in of_agreement(actor, "northwind", ID, ("currency",)).payments
    ]


def test_a_provider_reports_what_it_invoiced_and_the_customer_everything(on_server: Book, acting: Acting) -> None:
    sint, northwind = acting("sint"), acting("northwind")
    landed = send(sint, bill(), "bill-0001")
    leaf = Leaf.objects.get(index=landed.leaf)
    assert (leaf.type, leaf.agreement) == ("batch.landed", ID)
    assert Batch.objects.get(book=on_server, table="payments").seat.local_id == "sint"
    assert known(northwind) == [("invoiced", "R-1", "sint", Decimal("1000.5"), "EUR")]
    for row, reason in (
        (bill(kind="paid"), "is for the customer to say"),
        (bill(payee="acme"), "is no provider whose payments you report"),
        (bill(ref=None), "which number has the invoice"),
    ):
        with pytest.raises(FactError) as refused:
            send(sint, row, "bill-0002")
        assert reason in refused.value.refusals[0].reason
    plan = [
        {"kind": "planned", "period": "2026-Q1", "amount": 900},
        {"kind": "paid", "dated": "2026-03-31", "amount": 800},
    ]
    assert send(northwind, plan, "plan-0001").rows == 2
    (line,) = of_agreement(northwind, "northwind", ID, as_of=dt.date(2026, 5, 1)).compared.lines
    assert (line.planned, line.paid, line.difference) == (900, 800, -100)


def test_others_report_nothing(on_server: Book, acting: Acting) -> None:
    with pytest.raises(NotFound):
        send(acting("acme"), bill(), "bill-0001")
    for person in (acting("assay"), acting("sint", "viewer")):
        with pytest.raises(Refused):
            send(person, bill(), "bill-0001")


def test_sent_twice_it_lands_once_and_a_correction_says_why(on_server: Book, acting: Acting) -> None:
    sint = acting("sint")
    first = send(sint, bill(), "bill-0001")
    again = send(sint, bill(), "bill-0001")
    assert (again.leaf, again.already) == (first.leaf, True)
    with pytest.raises(IdempotencyConflict):
        send(sint, bill(amount=2), "bill-0001")
    with pytest.raises(FactError, match="corrects"):
        send(sint, bill(amount=2), "bill-0002")
    assert send(sint, bill(amount=2), "bill-0003", reason="a typing error").corrections == 1
    assert send(sint, bill(amount=2), "bill-0004").rows == 0
    assert known(sint) == [("invoiced", "R-1", "sint", Decimal(2), "EUR")]


WRONG: tuple[tuple[dict[str, object], str, str], ...] = (
    ({"kind": "promised"}, "kind", "is none of: planned, invoiced, credited, paid"),
    ({"amount": -1}, "amount", "is `credited`"),
    ({"amount": 1e15}, "amount", "too large"),
    ({"amount": None}, "amount", "is missing"),
    ({"currency": "EU1"}, "currency", "is not a currency"),
    ({"period": "soon"}, "period", "is not a period"),
    ({"period": None}, "period", "for which time"),
    ({"period": None, "dated": "2026"}, "dated", "is not a day"),
)


def test_what_is_no_payment_is_refused_and_nothing_lands(on_server: Book, acting: Acting) -> None:
    actor, more = acting("northwind"), {"kind": "invoiced", "ref": "R-9", "dated": "2026-01-01", "amount": 1}
    for row, column, reason in WRONG:
        with pytest.raises(FactError) as refused:
            send(actor, [*bill(ref="R-0"), *bill(**row), more], "bill-0001")
        found = {(each.line, each.column): each.reason for each in refused.value.refusals}
        assert reason in found[2, column]
    assert not Batch.objects.filter(book=on_server, table="payments").exists()


def test_pasted_cells_are_shown_before_they_are_taken_in(on_server: Book, acting: Acting) -> None:
    text = "Art\tRechnung\tZeitraum\tBetrag\nplanned\t\t2026-Q1\t1.234,56\npaid\t7\t2026-04\t99,90\n"
    made = preview(acting("northwind"), "northwind", ID, pasted(text), key="look-0001")
    assert [(line.kind, line.row.kind, line.row.amount) for line in made.lines] == [
        ("new", "planned", Decimal("1234.5600")), ("new", "paid", Decimal("99.9000"))
    ]  # fmt: skip
    assert not Batch.objects.filter(book=on_server, table="payments").exists()


def test_the_page_the_file_and_the_api_say_the_same(judged: Book, acting: Acting, sign_in: SignIn) -> None:
    rows = [*bill(), {"kind": "paid", "dated": "2026-03-31", "amount": "123.45", "what": "=1+1"}]
    send(acting("northwind"), rows, "rows-0001")
    client = sign_in("sint")
    answer, questions = asked(client, PAGE)
    assert answer.status_code == 200
    assert questions <= MOST
    page = text(answer)
    assert all(shown in page for shown in ("1,000.50", "123.45", "R-1", "no plan says what was to be paid"))
    file = client.get(f"{PAGE}.csv").content.decode("utf-8-sig")
    assert "'=1+1" in file
    assert "1000.5000" in file
    items = client.get(API).json()["items"]
    assert {(each["kind"], each["amount"]) for each in items} == {("invoiced", 1000.5), ("paid", 123.45)}
    told = client.get(f"{API}/compared?as_of=2026-05-01&by=kind").json()
    assert {line["keys"]["kind"]: line["payments"] for line in told["lines"]} == {"invoiced": 1, "paid": 1}
    value, questions = asked(client, f"/agreements/northwind/{ID}/value")
    assert "All payments" in text(value)
    assert questions <= MOST
    for address in (PAGE, API, f"{API}/compared"):
        assert sign_in("acme").get(address).status_code == 404


def test_a_payment_is_reported_in_a_form_and_by_a_program(on_server: Book, sign_in: SignIn, acting: Acting) -> None:
    client = sign_in("sint")
    form = text(client.get(f"{PAGE}/report"))
    key = form.split('name="key" value="')[1].split('"')[0]
    said = {
        "key": key,
        "kind": "invoiced",
        "ref": "R-2",
        "payee": "sint",
        "period": "2026-02",
        "amount": "10",
        "currency": "eur",
    }
    answer = client.post(f"{PAGE}/report", said)
    assert (answer.status_code, answer.url) == (302, PAGE)
    assert client.post(f"{PAGE}/report", {**said, "amount": "x"}).status_code == 422
    body = json.dumps({"rows": bill(ref="R-3")})
    sent = client.post(API, body, content_type="application/json", headers={"Idempotency-Key": "k-1"})
    assert (sent.status_code, sent.json()["rows"]) == (201, 1)
    assert {row[1] for row in known(acting("northwind"))} == {"R-2", "R-3"}
    upload = io.BytesIO(b"kind,ref,period,amount\ninvoiced,R-4,2026-03,5\n")
    upload.name = "bills.csv"
    look = client.post(f"{PAGE}/paste", {"key": "upload-0001", "text": "", "file": upload, "preview": "1"})
    assert "R-4" in text(look)


def test_the_customer_reads_all_of_the_book(on_server: Book, sign_in: SignIn, acting: Acting) -> None:
    send(acting("sint"), bill(), "bill-0001")
    told = sign_in("northwind").get("/api/v1/books/northwind/payments?as_of=2026-06-01").json()
    lines = {line["keys"]["agreement"]: line for line in told["lines"]}
    assert lines.keys() == {"claims-platform", ID}, "the example's own ledger, and what was sent"
    assert lines[ID]["invoiced"] == 1000.5
    assert sign_in("sint").get("/api/v1/books/northwind/payments").status_code == 404


def test_currencies_that_mix_are_shown_apart(on_server: Book, sign_in: SignIn, acting: Acting) -> None:
    send(acting("sint"), [*bill(), *bill(ref="R-5", currency="GBP")], "bill-0001")
    page = text(sign_in("northwind").get(PAGE))
    assert "GBP and EUR cannot be added up: no rate is stated for 2026-03-31" in page
    told = sign_in("northwind").get(f"{API}/compared")
    assert told.status_code == 422
    assert "no rate is stated" in told.content.decode()
