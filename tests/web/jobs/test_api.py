"""Jobs for programs: the same as the pages, equal to Python, for whom it is; reporting what a wave says."""

from __future__ import annotations

import httpx
import pytest
from django.core.wsgi import get_wsgi_application
from django.utils import timezone

import trueup
from tests.web.seated import text
from trueup.client import Client, NotAccepted, NotThere
from trueup.jobs.results import Roadmap, Shifts
from trueup.scorecard.panel_roadmap import make_roadmap
from trueup.scorecard.panel_shifts import shifts
from trueup.web.assessments.state import today
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Book
from trueup.web.evidence.models import Batch
from trueup.web.jobs.tasks import ask, compute_panels, find_segments, on_moved, refresh
from trueup.web.parties.access import SCOPES_OF
from trueup.web.parties.actions import make_token
from trueup.web.work.models import Job

MAP = ("harbour", "recover")
ROOT = "/api/v1/books/harbour/job-maps/recover"


@pytest.fixture
def connect(told: Book, acting, one_connection: None):
    def make(party: str) -> Client:
        token = make_token(acting(party), "client", SCOPES_OF["owner"]).text
        http = httpx.Client(transport=httpx.WSGITransport(app=get_wsgi_application()))
        return trueup.connect("http://testserver", token, http=http)

    return make


@pytest.mark.parametrize("by", ["", "channel"])
def test_the_api_says_what_python_says(told: Book, sign_in, by: str) -> None:
    client = sign_in("sint")
    found = {part: client.get(f"{ROOT}/{part}?by={by}").json() for part in ("scores", "shifts", "roadmap")}
    with open_book(told.slug).panels(today("UTC", timezone.now())) as panels:
        expected = [each.model_dump(mode="json") for each in panels.scores(by=by or None)]
        assert found["scores"]["result"] == expected
        assert (
            Shifts.model_validate(found["shifts"]["result"]).model_dump() == shifts(panels, by=by or None).model_dump()
        )
        roadmap = make_roadmap(panels, by=by or None)
    assert Roadmap.model_validate(found["roadmap"]["result"]).model_dump() == roadmap.model_dump()
    assert found["scores"]["state"] == "done"
    assert not found["scores"]["out_of_date"]
    assert [each["wave"] for each in found["scores"]["waves"]] == ["w1", "w2", "w3"]


def test_a_list_and_a_map_with_marks_that_save_sending_again(told: Book, sign_in) -> None:
    client = sign_in("lens")
    (row,) = client.get("/api/v1/job-maps").json()["items"]
    assert row["surveys"][0]["summary"]["wave"] == "w3"
    answer = client.get(ROOT)
    assert answer.json()["document"]["job"] == "Recover from a loss"
    assert answer.json()["surveys"] == ["voice"]
    for path in (ROOT, f"{ROOT}/scores?by=channel"):
        mark = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": mark}).status_code == 304


def test_segments_are_found_or_refused_with_a_reason(told: Book, sign_in) -> None:
    found = sign_in("harbour").get(f"{ROOT}/segments").json()
    assert found["state"] == "done"
    assert "not enough data for segments" in found["result"]["refused"]
    by_segment = sign_in("harbour").get(f"{ROOT}/shifts?by=segment").json()
    assert by_segment["state"] == "refused"
    assert "not enough data for segments" in by_segment["problem"]


def test_others_find_nothing(told: Book, sign_in) -> None:
    client = sign_in("acme")
    assert client.get("/api/v1/job-maps").json()["items"] == []
    for path in ("", "/scores", "/segments", "/shifts", "/roadmap"):
        assert client.get(ROOT + path).status_code == 404
    assert sign_in("harbour").get(f"{ROOT}/scores?by=age").status_code == 404


def test_a_program_reads_and_reports(connect) -> None:
    client = connect("harbour")
    (row,) = client.job_maps()
    assert row.surveys[0].summary is not None
    assert client.job_map(*MAP).surveys == ("voice",)
    scores = client.scores(*MAP, wave="w1", by="region")
    assert scores.result is not None
    assert {each.group: each.hidden is None for each in scores.result} == {
        None: True, "region=isle": False, "region=main": False,
    }  # fmt: skip
    assert client.shifts(*MAP).result is not None
    assert client.roadmap(*MAP).result is not None
    assert client.segments(*MAP).result is not None
    (figure,) = client.report_wave("harbour", "voice", "w3")
    assert figure.kpi == "satisfied-soon"
    assert figure.n == 30
    assert Batch.objects.get(book__slug="harbour").rows == 1
    assert client.report_wave("harbour", "voice", "w3") == (figure,)
    assert Batch.objects.count() == 1
    with pytest.raises(NotAccepted):
        client.report_wave("harbour", "voice", "far")
    with pytest.raises(NotThere):
        connect("sint").report_wave("harbour", "voice", "w3")


def test_the_page_reports_and_the_agreement_says_it(told: Book, sign_in) -> None:
    client = sign_in("harbour")
    assert "Report what wave w3 says" in text(client.get("/jobs/harbour/recover"))
    assert client.post("/jobs/harbour/recover/report", {"survey": "voice", "wave": "w3"}).status_code == 302
    page = text(client.get("/agreements/harbour/portal"))
    assert "What customers say" in page
    assert "promised by " in page
    assert "promised by soon" not in page  # what people call it, not its id
    assert "wave w3, n = 30" in page
    assert "What customers say" in text(sign_in("sint").get("/agreements/harbour/portal"))


def waiting() -> list[str]:
    return sorted(Job.objects.exclude(key=None).values_list("key", flat=True))


def test_work_is_asked_for_once_and_only_where_customers_are_asked(answered: Book) -> None:
    Job.objects.all().delete()
    assert refresh.func() == ["harbour"]
    ask("harbour")
    assert waiting() == ["jobs.panels harbour"]
    on_moved(type="batch.landed", book="elsewhere")
    assert waiting() == ["jobs.panels harbour"]
    assert compute_panels.func("harbour") > 0
    assert "jobs.segments harbour" in waiting()
    assert find_segments.func("harbour") > 0
    assert refresh.func() == []
