"""The pages of evidence in a browser without JavaScript: read, report, look first, confirm, vouch, dispute, export."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from django.test import Client

from trueup.web.evidence.models import Batch
from trueup.web.parties.models import Member

AT = "/agreements/northwind/premium-leakage/evidence"
HOSTILE = "<script>alert(1)</script>"
SHEET = "month\tactual\tmissing_reason\n2026-09\t230.000,5\t\n2026-10\t\t" + HOSTILE + "\n"


@pytest.fixture
def browser(on_server, acting):
    def opened(party: str, role: str = "owner") -> Client:
        client = Client()
        client.force_login(Member.objects.select_related("user").get(pk=acting(party, role).member).user)
        return client

    return opened


def text(response) -> str:
    return unescape(response.content.decode())


def field(response, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found, name
    return unescape(found[1])


def test_pages_are_there_for_who_has_a_part_and_for_nobody_else(browser) -> None:
    pages = {"": 200, "/report": 403, "/paste": 403, "/verify": 403, "/attest": 200, "/actuals.csv": 200,
             "/certificates/assay-2026-q1": 200, "/certificates/none": 404, "/nothing.csv": 404}  # fmt: skip
    observer, stranger = browser("assay"), browser("sint")
    for page, status in pages.items():
        assert observer.get(AT + page).status_code == status, page
        assert stranger.get(AT + page).status_code == 404, page
    assert Client().get(AT).status_code == 302


def test_every_page_holds_what_was_typed_as_text(browser) -> None:
    acme, customer = browser("acme"), browser("northwind")
    page = acme.get(f"{AT}/paste")
    said = {"key": field(page, "key"), "text": SHEET, "kpi": "premium_leakage", "reason": HOSTILE}
    looked = acme.post(f"{AT}/paste", {**said, "preview": "1"})
    assert looked.status_code == 200
    assert not Batch.objects.exists()
    done = acme.post(f"{AT}/paste", {**said, "how": "pasted", "confirm": "1"}, follow=True)
    assert done.redirect_chain == [(AT, 302)]
    choice = re.search(r'evidence/dispute\?evidence=([^"]*)"', customer.get(AT).content.decode())
    assert choice
    opened = customer.get(f"{AT}/dispute?evidence={choice[1]}")
    raised = customer.post(
        f"{AT}/dispute",
        {"key": field(opened, "key"), "evidence": field(opened, "evidence"), "reason": HOSTILE, "enclosure": HOSTILE},
        follow=True,
    )
    assert raised.status_code == 200
    for response in (looked, done, raised, acme.get(AT)):
        assert HOSTILE not in response.content.decode()
        assert HOSTILE in text(response)


def test_a_double_submission_lands_once(browser) -> None:
    acme = browser("acme")
    page = acme.get(f"{AT}/report?kpi=premium_leakage&period=2026-10-01/2026-11-01&project=leakage-2026&provider=acme")
    said = {"key": field(page, "key"), "kpi": "premium_leakage", "period": "2026-10", "actual": "1,5"}
    for _ in range(2):
        assert acme.post(f"{AT}/report", said).status_code == 302
    assert Batch.objects.count() == 1


def test_a_correction_without_a_reason_comes_back_with_what_was_typed(browser) -> None:
    acme = browser("acme")
    said = {"key": field(acme.get(f"{AT}/report"), "key"), "kpi": "premium_leakage", "period": "2026-09", "actual": "7"}
    refused = acme.post(f"{AT}/report", said)
    assert refused.status_code == 422
    assert "a correction says why" in text(refused)
    assert 'value="2026-09"' in refused.content.decode()
    assert acme.post(f"{AT}/report", {**said, "reason": "late"}).status_code == 302


def test_an_upload_is_shown_before_it_is_taken_in(browser) -> None:
    acme = browser("acme")
    key = field(acme.get(f"{AT}/paste"), "key")
    file = io.BytesIO(b'{"kpi": "premium_leakage", "period": "2026-10", "actual": 1.234}\n')
    file.name = "a.jsonl"
    looked = acme.post(f"{AT}/paste", {"key": key, "file": file, "preview": "1"})
    body = looked.content.decode()
    shown = re.search(r'<textarea name="text"[^>]*>(.*?)</textarea>', body, re.DOTALL)
    assert shown
    confirmed = {
        "key": field(looked, "key"),
        "text": unescape(shown[1]),
        "how": "uploaded",
        "mark": ".",
        "confirm": "1",
    }
    assert acme.post(f"{AT}/paste", confirmed).status_code == 302
    batch = Batch.objects.get()
    assert (batch.how, batch.rows) == ("uploaded", 1)


@pytest.mark.parametrize("name", ["a.xlsx", "a.parquet", "a.exe", "a.csv"])
def test_a_malformed_upload_says_what_is_wrong(browser, name: str) -> None:
    acme = browser("acme")
    file = io.BytesIO(b"\x00broken" if name != "a.csv" else b"")
    file.name = name
    said = {"key": field(acme.get(f"{AT}/paste"), "key"), "file": file, "kpi": "premium_leakage", "preview": "1"}
    refused = acme.post(f"{AT}/paste", said)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()


def test_forged_choices_are_refused(browser) -> None:
    customer = browser("northwind")
    for choice in (
        "",
        "[]",
        "{}",
        "null",
        '["x"]',
        "[" * 5000,
        '["premium_leakage","2026-01-01","2025-01-01",null,{}]',
    ):
        said = {"key": "key-0001", "statement": "read", "evidence": [choice]}
        assert customer.post(f"{AT}/verify", said).status_code == 422
        assert customer.get(f"{AT}/dispute", {"evidence": choice}).status_code == 422


def test_a_certificate_has_all_it_rests_on(browser) -> None:
    observer = browser("assay")
    page = observer.get(f"{AT}/attest")
    choices = re.findall(r'name="evidence" value="([^"]*)"', page.content.decode())[:3]
    said = {"key": field(page, "key"), "statement": "Recomputed.", "evidence": [unescape(each) for each in choices]}
    made = observer.post(f"{AT}/attest", said, follow=True)
    shown = text(made)
    for part in ("Assay Partners", "Recomputed.", "no stake along the four tests", "entry", "key kept by the server"):
        assert part in shown
    assert re.search(r"[0-9a-f]{64}", shown)


def test_stakes_are_declared_on_their_page(browser) -> None:
    observer = browser("assay")
    said = {"seat": "assay", "financial-0-what": HOSTILE, "financial-0-in": "acme"}
    assert observer.post("/books/northwind/stakes", said, follow=True).status_code == 200
    page = observer.get(AT)
    assert "You cannot attest here" in text(page)
    assert HOSTILE not in page.content.decode()
    assert observer.post("/books/northwind/stakes", {**said, "seat": "acme"}).status_code == 404
    assert observer.post(f"{AT}/attest", {"key": "key-0001", "statement": "x", "evidence": []}).status_code == 403
    assert browser("assay", "viewer").post("/books/northwind/stakes", said).status_code == 403


def test_exports_have_every_row_and_no_formula(browser) -> None:
    acme = browser("acme")
    said = {"key": "key-0001", "kpi": "premium_leakage", "period": "2026-09", "actual": "7", "reason": "=cmd|'/C'!A0"}
    assert acme.post(f"{AT}/report", said).status_code == 302
    table = list(csv.DictReader(io.StringIO(acme.get(f"{AT}/actuals.csv").content.decode("utf-8-sig"))))
    september = [row for row in table if row["period_start"] == "2026-09-01"]
    assert [row["actual"] for row in september] == ["7.0", "252650.0"]
    assert september[0]["reason"] == "'=cmd|'/C'!A0"
    assert september[1]["corrected_at"] == september[0]["recorded_at"]
    for what in ("statements", "disputes", "batches"):
        for ending in ("csv", "parquet"):
            assert acme.get(f"{AT}/{what}.{ending}").status_code == 200


def test_the_page_asks_the_database_few_questions(browser, django_assert_max_num_queries) -> None:
    customer = browser("northwind")
    customer.get(AT)  # computes the first assessment
    with django_assert_max_num_queries(20) as asked:
        customer.get(AT)
    own = [query["sql"] for query in asked.captured_queries if query["sql"].startswith("SELECT")]
    assert len(own) <= 12, own
