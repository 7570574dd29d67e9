"""Pages of plans: who sees what, how many questions they ask, reporting, and plans brought in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.delivery import trouble
from tests.web.delivery.trouble import PAGE, PLAN
from tests.web.seated import MOST, asked, text
from trueup.vocabulary import FactError, IdempotencyConflict
from trueup.web.delivery.actions.bring import record_progress
from trueup.web.delivery.actions.report import preview, report
from trueup.web.delivery.lines import every
from trueup.web.delivery.models import BroughtPlan, FrontierRun
from trueup.web.delivery.tasks import compute_frontier
from trueup.web.documents.models import Book, Version
from trueup.web.evidence.models import Batch
from trueup.web.evidence.sheets import pasted, stated
from trueup.web.ledger.models import Leaf
from trueup.web.parties.access import Actor, NotFound


def one(today: dt.date, **said: object) -> list[dict[str, object]]:
    return [{"activity": "migrate", "status_date": trouble.days(today, -1), **said}]


def test_pages_ask_few_questions_and_say_the_same_to_all_parties(known: Book, sign_in: Callable[..., Client]) -> None:
    for party in ("northwind", "sint", "assay"):
        client = sign_in(party)
        for address in ("/plans", PAGE, f"{PAGE}?why=accept", f"{PAGE}/containments/new"):
            if party == "assay" and address.endswith("new"):
                continue
            answer, questions = asked(client, address)
            assert answer.status_code == 200
            assert questions <= MOST, (party, address, questions)
    page = text(sign_in("northwind").get(PAGE))
    assert "about to miss its promise" in page
    assert "Whose portion the slip comes from" in page
    assert "progress" in text(sign_in("acme").get(f"{PAGE}/progress")).lower()


def test_what_a_containment_brought_is_shown_when_the_plan_is_over(known: Book, sign_in: Callable[..., Client]) -> None:
    page = text(sign_in("northwind").get("/plans/northwind/claims-plan/containments/lend-people"))
    assert "predicted with it" in page
    realised = page.partition("realised</th>")[2].partition("</tr>")[0]
    assert "24 Jul 2026" in realised
    assert "930" in realised


def test_files_and_the_api_say_what_the_page_says(known: Book, sign_in: Callable[..., Client]) -> None:
    client = sign_in("acme")
    csv = client.get(f"{PAGE}/activities.csv").content.decode("utf-8-sig").splitlines()
    assert len(csv) == 6
    assert csv[0].startswith("activity,name,party")
    assert "archive-plan" in client.get("/plans.csv").content.decode("utf-8-sig")
    xml = client.get(f"{PAGE}/export.xml")
    assert b"schemas.microsoft.com/project" in xml.content
    said = client.get(f"/api/v1/books/northwind/plans/{PLAN}").json()
    assert said["result"]["plan"] == PLAN
    assert {each["provider"] for each in said["result"]["verdicts"]} >= {"acme", "sint"}
    assert set(said["parties"]) == {"northwind", "acme", "sint", "assay"}, "who has no part is not named"
    assert client.get("/api/v1/plans").json()["items"]
    assert client.get(f"{PAGE}/no-such.csv").status_code == 404


def test_a_provider_reports_on_its_own_portion_only(in_trouble: Book, people: dict[str, Actor], today: dt.date) -> None:
    with pytest.raises(FactError) as refused:
        report(people["acme"], "northwind", PLAN, stated(one(today, percent=50)), key="not-mine-1", how="api")
    assert "portion of sint" in str(refused.value.refusals[0].reason)
    for party in ("northwind", "sint"):
        landed = report(
            people[party], "northwind", PLAN, stated(one(today, percent=50)), key=f"mine-{party}", how="api"
        )
        assert landed.rows == 1
        leaf = Leaf.objects.get(index=landed.leaf)
        assert (leaf.type, leaf.agreement) == ("batch.landed", "claims-platform")
    assert set(Batch.objects.filter(book=in_trouble, table="progress").values_list("seat__local_id", flat=True)) >= {
        "northwind",
        "sint",
    }


def test_the_same_report_twice_lands_once_and_a_correction_says_why(
    in_trouble: Book, people: dict[str, Actor], today: dt.date
) -> None:
    sint = people["sint"]
    first = report(sint, "northwind", PLAN, stated(one(today, percent=50)), key="key-0001", how="api")
    again = report(sint, "northwind", PLAN, stated(one(today, percent=50)), key="key-0001", how="api")
    assert (again.leaf, again.already) == (first.leaf, True)
    with pytest.raises(IdempotencyConflict):
        report(sint, "northwind", PLAN, stated(one(today, percent=51)), key="key-0001", how="api")
    with pytest.raises(FactError, match="corrects"):
        report(sint, "northwind", PLAN, stated(one(today, percent=40)), key="key-0002", how="api")
    fixed = report(
        sint, "northwind", PLAN, stated(one(today, percent=40)), key="key-0003", how="api", reason="counted twice"
    )
    assert fixed.corrections == 1
    same = report(sint, "northwind", PLAN, stated(one(today, percent=40)), key="key-0004", how="api")
    assert (same.rows, same.unchanged, same.leaf) == (0, 1, None)


def test_what_cannot_be_is_refused_line_by_line(in_trouble: Book, people: dict[str, Actor], today: dt.date) -> None:
    status, tomorrow = trouble.days(today, -1), trouble.days(today, 1)
    lines = [
        "activity\tstatus_date\tpercent\tactual_start\tactual_finish",
        f"migrat\t{status}\t10\t\t",
        f"migrate\t{tomorrow}\t10\t\t",
        f"migrate\t{status}\t110\t\t",
        f"migrate\t{status}\t\t{tomorrow}\t",
        f"migrate\t{status}\t\t\t",
        f"Migrate the documents\t{status}\t10\t\t",
    ]
    made = preview(people["sint"], "northwind", PLAN, pasted("\n".join(lines)), key="preview-1")
    reasons = {refusal.line: refusal.reason for refusal in made.refusals}
    assert sorted(reasons) == [2, 3, 4, 5, 6]
    assert "did you mean" in reasons[2] or "migrate" in reasons[2]
    assert "future" in reasons[3]
    assert [line.row.activity for line in made.lines] == ["migrate"]


def test_who_has_no_part_finds_no_plan(in_trouble: Book, acting: Callable[..., Actor], today: dt.date) -> None:
    stranger = acting("brandt")
    assert PLAN not in {line.id for line in every(stranger)}
    with pytest.raises(NotFound):
        report(stranger, "northwind", PLAN, stated(one(today, percent=50)), key="stranger-1", how="api")


def test_the_frontier_is_computed_in_the_background_and_kept(known: Book, sign_in: Callable[..., Client]) -> None:
    client = sign_in("northwind")
    assert client.post(f"{PAGE}/frontier").status_code == 302
    assert client.post(f"{PAGE}/frontier").status_code == 302
    run = FrontierRun.objects.get(plan=PLAN)
    assert "under-way" in text(client.get(PAGE))
    compute_frontier.func("northwind", run.pk)
    run.refresh_from_db()
    assert (run.problem, run.total) == ("", run.done)
    page = text(client.get(PAGE))
    assert 'id="under-way"' not in page
    assert re.search(r"containments/new\?way=A", page)
    said = client.get(f"/api/v1/books/northwind/plans/{PLAN}/frontier").json()
    assert said["state"] == "done"
    assert said["frontier"]["candidates"]
    assert client.get(f"{PAGE}/frontier/state").headers["HX-Refresh"] == "true"


CSV = """id,name,party,duration,after,start,finish,percent
a,Dig,acme,5d,,2027-01-04,,
b,Build,sint,10d,a,,,
"""


def test_a_plan_is_brought_in_as_a_draft_with_a_report(
    in_trouble: Book, people: dict[str, Actor], sign_in: Callable[..., Client]
) -> None:
    from trueup.web.delivery.tasks import read_brought

    client = sign_in("northwind")
    given = {"file": SimpleUploadedFile("house.csv", CSV.encode()), "id": "house", "party_from": "party"}
    address = client.post("/plans/northwind/import", given).headers["Location"]
    row = BroughtPlan.objects.get(book=in_trouble)
    assert "being read" in text(client.get(address))
    read_brought.func("northwind", row.pk)
    row.refresh_from_db()
    assert row.problem == ""
    assert row.report_read is not None
    assert row.report_read.activities == 2
    draft = Version.objects.get(book=in_trouble, kind="plan", doc_id="house", state="draft")
    assert "Dig" in draft.text
    assert "Open the draft" in text(client.get(address))
    assert client.get("/books/northwind/documents/plan/house/edit").status_code == 200


def test_a_broken_file_says_what_is_wrong_and_leaves_nothing(
    in_trouble: Book, people: dict[str, Actor], sign_in: Callable[..., Client]
) -> None:
    from trueup.vocabulary import InputError
    from trueup.web.delivery.tasks import read_brought

    client = sign_in("northwind")
    client.post("/plans/northwind/import", {"file": SimpleUploadedFile("plan.xyz", b"nothing of the kind")})
    row = BroughtPlan.objects.get(book=in_trouble)
    read_brought.func("northwind", row.pk)
    row.refresh_from_db()
    assert "cannot be read" in row.problem
    assert not Version.objects.filter(kind="plan", state="draft").exists()
    with pytest.raises(InputError):
        record_progress(people["northwind"], "northwind", row.pk)
