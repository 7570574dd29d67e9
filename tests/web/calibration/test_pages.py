"""The planted book on a server: who sees what, what the pages and the API say, and when it is computed anew."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.utils import timezone

import trueup
from tests.value.calibration.planted import planted
from tests.web.seated import MOST, asked, text
from trueup.value.calibration.issued import Issued, Subject
from trueup.value.results_calibration import CalibrationResult
from trueup.web.assessments.actions import compute as assess
from trueup.web.assessments.models import Assessment
from trueup.web.calibration import tasks
from trueup.web.calibration.computing import compute, sees
from trueup.web.calibration.issued import kept_results
from trueup.web.calibration.models import Calibrated
from trueup.web.documents.models import Book

PAGE, REST = "/calibration/planted", "/api/v1/books/planted/calibration"


def read(client: Any, lines: bool = False) -> CalibrationResult:
    answer = json.loads(client.get(f"{REST}?lines={str(lines).lower()}").content)
    assert answer["state"] == "done"
    return CalibrationResult.model_validate(answer["result"])


def test_every_door_says_the_same(calibrated: Book, sign_in, tmp_path) -> None:
    client = sign_in("northwind")
    found = read(client, lines=True)
    folder = tmp_path / "again"
    folder.mkdir()
    with trueup.open(planted(folder)) as book:
        python = book.calibration(found.as_of, kinds=["promise"], by="party")
    (promises,) = [each for each in found.kinds if each.kind == "promise"]
    assert promises == python.kinds[0]
    (chances,) = [each for each in found.kinds if each.kind == "p_hit"]
    assert chances.all.probabilities is not None
    assert chances.all.probabilities.lean == "hopeful"
    assert chances.counted.by_basis == {"replayed": chances.counted.issued}
    page = text(client.get(PAGE))
    assert chances.all.probabilities.words[1:] in page
    for heading in ("Probabilities", "Intervals", "What parties promised", "The forecast ladder", "One by one"):
        assert heading in page, heading
    assert read(client).lines == ()


def test_pages_ask_few_questions(calibrated: Book, sign_in) -> None:
    for party in ("northwind", "acme"):
        client = sign_in(party)
        for address in ("/calibration", PAGE, f"{PAGE}/forecasts.csv", f"{PAGE}/state"):
            answer, questions = asked(client, address)
            assert answer.status_code == 200, (party, address)
            assert questions <= MOST, (party, address, questions)


def test_a_provider_sees_only_its_own_agreements(calibrated: Book, sign_in) -> None:
    """acme has a0, a2 and a4; sint a1 and a3."""
    mine, whole = read(sign_in("acme"), lines=True), read(sign_in("northwind"), lines=True)
    subjects = {line.subject for line in mine.lines if line.kind in ("p_hit", "promise")}
    assert {each.split("/")[0] for each in subjects} == {"a0", "a2", "a4"}
    assert not any(line.subject.startswith(("k1", "k3")) for line in mine.lines)
    assert len(whole.lines) > len(mine.lines)
    page = text(sign_in("acme").get(PAGE))
    assert "a1/" not in page
    csv = sign_in("acme").get(f"{PAGE}/forecasts.csv").content.decode()
    assert "a1/" not in csv
    assert "a0/" in csv


def test_strangers_see_nothing(calibrated: Book, sign_in) -> None:
    for address in (PAGE, f"{PAGE}/state", f"{PAGE}/forecasts.csv", REST):
        assert sign_in("elsewhere").get(address).status_code == 404, address
    assert "Planted" not in text(sign_in("elsewhere").get("/calibration"))


def test_what_is_private_is_its_owners_alone() -> None:
    subject = Subject("x", "x", ("a0",), owner="acme")
    day = dt.date(2026, 1, 1)
    issued = Issued("improvement", "acme", "m", subject, day, day, "signed", point=1.0)
    assert sees(issued, "acme", frozenset(), whole=False)
    assert not sees(issued, "northwind", frozenset({"a0"}), whole=True)
    assert not sees(issued, "sint", frozenset({"a0"}), whole=False)


def test_before_it_was_computed_the_page_says_so(silent: Book, sign_in) -> None:
    client = sign_in("northwind")
    assert "Nothing has been looked back over yet" in text(client.get(PAGE))
    assert json.loads(client.get(REST).content)["state"] == "none"


def test_what_was_kept_was_issued_and_goes_before_what_is_replayed(
    silent: Book, sign_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = dt.datetime(2025, 3, 31, 12, tzinfo=dt.UTC)
    with monkeypatch.context() as then:
        then.setattr(timezone, "now", lambda: now)
        assess(silent.slug, dt.date(2025, 3, 31), "reported")
    assert Assessment.objects.filter(of_the_day=True, as_of="2025-03-31").exists()
    assert {day for day, _ in kept_results(silent)} == {dt.date(2025, 3, 31)}
    compute(silent.slug)
    found = read(sign_in("northwind"), lines=True)
    chances = [line for line in found.lines if line.kind == "p_hit"]
    issued = [line for line in chances if line.basis == "issued"]
    assert {line.issued_on for line in issued} == {dt.date(2025, 3, 31)}
    assert len(issued) == 10
    assert not [line for line in chances if line.basis == "replayed" and line.issued_on == dt.date(2025, 4, 1)]
    assert all(line.came == 0 for line in issued)


def test_it_is_computed_anew_once_the_book_has_moved_and_an_hour_has_passed(calibrated: Book) -> None:
    assert not tasks.is_stale("planted")
    later = timezone.now() - dt.timedelta(hours=2)
    Calibrated.objects.update(computed_at=later)
    assert not tasks.is_stale("planted"), "nothing has moved"
    Calibrated.objects.update(basis="of another state")
    assert tasks.is_stale("planted")
    Calibrated.objects.update(computed_at=timezone.now())
    assert not tasks.is_stale("planted"), "an hour has not passed"
    Calibrated.objects.all().delete()
    assert tasks.refresh.func() == ["planted"]
