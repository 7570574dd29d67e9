"""The page of one agreement: for those who have a part in it, promise against proof at every grade."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import pytest

from tests.web.seated import MOST, asked, text

PAGE = "/agreements/northwind/policy-issue"


@pytest.mark.parametrize("party", ["northwind", "sint", "assay"])
@pytest.mark.parametrize("role", ["owner", "viewer"])
def test_its_parties_read_it(judged, sign_in, party, role):
    answer = sign_in(party, role).get(PAGE)
    assert answer.status_code == 200
    assert "A policy in a week" in text(answer)


@pytest.mark.parametrize("party", ["acme", "brandt", "elsewhere"])
def test_to_others_it_is_as_if_it_did_not_exist(judged, sign_in, party):
    client = sign_in(party)
    forbidden, missing = client.get(PAGE), client.get("/agreements/northwind/no-such-thing")
    assert forbidden.status_code == missing.status_code == 404
    strip = {"policy-issue": "X", "no-such-thing": "X"}
    pages = []
    for answer in (forbidden, missing):
        page = text(answer)
        for name, mark in strip.items():
            page = page.replace(name, mark)
        pages.append(page.split("<main")[1].split("</main>")[0])
    assert pages[0] == pages[1]
    assert client.get(f"{PAGE}/actuals.csv").status_code == 404


def test_the_first_promise_stands_beside_the_current_one(judged, sign_in):
    page = text(sign_in("northwind").get(PAGE))
    assert "first promised: 5 days by 31 Dec 2026" in page
    assert "By the first promise this agreement is" in page
    assert "Value de-scoped: 1,918,510.78 EUR" in page
    assert "first promise" in page.split("legend")[1]


def test_the_verdict_at_each_grade_is_told_in_one_sentence(judged, sign_in):
    client = sign_in("northwind")
    caution = text(client.get(PAGE)).split('class="caution">')[1].split("</p>")[0]
    assert all(word in caution for word in ("verdict", "unproven", "succeeding", "attested"))
    attested = text(client.get(f"{PAGE}?grade=attested")).split('class="judged')[1]
    assert "unproven" in attested.split("</p>")[0]
    assert client.get(f"{PAGE}?grade=rumour").status_code == 422


def test_every_chart_has_its_numbers_and_every_figure_its_answer(judged, sign_in):
    page = text(sign_in("northwind").get(PAGE))
    charts = json.loads(page.split('id="charts">')[1].split("</script>")[0])["charts"]
    assert len(charts) == page.count("data-chart=") == page.count('class="numbers"') == 2
    answers = {part.split('"')[0] for part in page.split('href="#')[1:]}
    assert {"know-value", "know-chance", "know-promise", "know-evidence"} <= answers
    assert all(f'id="{answer}"' in page for answer in answers)


def test_every_actual_leaves_as_a_file(judged, sign_in):
    client = sign_in("sint")
    rows = list(csv.DictReader(io.StringIO(client.get(f"{PAGE}/actuals.csv").content.decode("utf-8-sig"))))
    assert len(rows) == 33
    assert {row["grade"] for row in rows} == {"verified", "attested"}
    verified = client.get(f"{PAGE}/actuals.csv?grade=attested").content.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(verified)))) == 8


def test_it_asks_few_questions(judged, sign_in):
    assert asked(sign_in("northwind"), PAGE)[1] <= MOST
    assert asked(sign_in("assay"), PAGE)[1] <= MOST


def test_what_happened_is_told_with_who_did_it(judged, sign_in, acting):
    from django.utils import timezone

    from trueup.web.ledger.acting import action, record

    @action("test.sign")
    def sign():
        actor = acting("sint")
        record("version.signed", "ab" * 32, actor=actor.name, at=timezone.now(), book="northwind",
               subject="agreement/policy-issue")  # fmt: skip

    sign()
    page = text(sign_in("northwind").get(PAGE))
    assert "A version was signed · <bdi>Sint Integration</bdi>" in page
    assert "A version was signed" not in text(sign_in("northwind").get("/agreements/northwind/portal"))


def test_a_statement_is_told_once_and_as_what_it_is(judged, sign_in, acting):
    from trueup.agreements.documents import Evidence
    from trueup.vocabulary import Period, Slice
    from trueup.web.evidence.actions.dispute import dispute
    from trueup.web.evidence.actions.vouch import attest, verify

    where, april = ("northwind", "premium-leakage"), Period(dt.date(2026, 4, 1), dt.date(2026, 5, 1))
    evidence = Evidence(kpi="premium_leakage", period=april, slice=Slice(project="leakage-2026"))
    verify(acting("northwind"), *where, [evidence], "read", key="verify-key")
    attest(acting("assay"), *where, [evidence], "recomputed", key="attest-key")
    dispute(acting("northwind"), *where, evidence, "wrong", key="dispute-key")
    happened = text(sign_in("northwind").get("/agreements/northwind/premium-leakage")).split("What happened")[1]
    happened = happened.split("</ol>")[0]
    for words in ("Evidence was verified", "Evidence was attested", "Evidence was disputed"):
        assert happened.count(words) == 1
    assert "signed" not in happened
    today = text(sign_in("northwind").get("/")).split("Changed")[1]
    assert "Evidence was verified" in today
    assert "signed" not in today
    ledger = text(sign_in("northwind").get("/ledger"))
    assert ledger.count("A statement was signed") == 3
    assert "A version was signed" not in ledger
