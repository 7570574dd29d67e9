from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.book.conftest import AGREEMENT, BOOK, KPI
from trueup.book import Book, check
from trueup.kpis.documents import Kpi
from trueup.vocabulary import DocumentError, UnknownName, canonical


def amended(version: int, effective: str, extra: str = "") -> str:
    text = AGREEMENT.replace("title:", f"version: {version}\nwhy: late\n{extra}title:")
    return text.replace("effective: 2026-01-01", f"effective: {effective}")


def test_a_clean_book_has_nothing_to_say(folder: Path) -> None:
    assert check(folder) == []
    book = Book.load(folder)
    assert (book.definition.id, set(book.parties), book.folder) == ("mill", {"mill", "gear", "lens"}, folder)
    assert book.agreement("press").first is book.agreement("press").latest


def test_errors_stop_the_book_with_every_issue(folder: Path) -> None:
    (folder / "kpi.yaml").write_text(KPI.replace("hour", "5").replace("decrease", "down"))
    with pytest.raises(DocumentError) as raised:
        Book.load(folder)
    assert "2 errors in the book" in str(raised.value)


@pytest.mark.parametrize(
    ("what", "name", "near"),
    [("kpi", "setup_tme", "setup_time"), ("agreement", "pres", "press"), ("party", "geer", "gear")],
)
def test_an_unknown_name_suggests_the_nearest(folder: Path, what: str, name: str, near: str) -> None:
    with pytest.raises(UnknownName, match=f"did you mean '{near}'"):
        getattr(Book.load(folder), what)(name)


JOBS = """\
kind: job_map
id: make-paper
job: Make paper to order
executor: shift leader
steps: [{id: define, name: Read the order, outcomes: [{id: d1, statement: Minimize the time it takes to read it}]}]
---
kind: survey
id: leaders
job_map: make-paper
"""


def test_job_maps_and_surveys_are_found_by_id(folder: Path) -> None:
    (folder / "jobs.yaml").write_text(JOBS)
    book = Book.load(folder)
    assert [placed.outcome.id for placed in book.job_map("make-paper").latest.placed()] == ["d1"]
    assert book.survey("leaders").latest.job_map == "make-paper"
    for what, near in (("job_map", "make-paper"), ("survey", "leaders")):
        with pytest.raises(UnknownName, match=f"did you mean '{near}'"):
            getattr(book, what)(near[:-1])


def test_a_book_is_opened_without_a_look_at_its_words(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They never stop it, and 150 statements take a moment."""
    (folder / "jobs.yaml").write_text(JOBS)
    monkeypatch.setattr("trueup.jobs.lint.lint_map", lambda *_: pytest.fail("looked at"))
    Book.load(folder)


def test_an_unknown_name_lists_what_there_is(folder: Path) -> None:
    with pytest.raises(UnknownName, match="there are: none"):
        Book.load(folder).source("x")


def test_an_amendment_is_in_force_from_its_day_and_erases_nothing(folder: Path) -> None:
    (folder / "later.yaml").write_text(amended(2, "2026-06-01"))
    versions = Book.load(folder).agreement("press")
    days = [dt.date(2025, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 5, 31), dt.date(2026, 6, 1)]
    forces = [versions.in_force(day) for day in days]
    assert [force and force.version for force in forces] == [None, 1, 1, 2]
    assert (versions.first.version, versions.latest.version, len(versions)) == (1, 2, 2)


def test_what_was_not_known_yet_was_not_in_force(folder: Path) -> None:
    (folder / "later.yaml").write_text(amended(2, "2026-06-01", "agreed_at: 2026-07-15T10:00:00Z\n"))
    versions = Book.load(folder).agreement("press")
    day, utc = dt.date(2026, 8, 1), dt.UTC
    before, after = (dt.datetime(2026, 7, 15, hour, tzinfo=utc) for hour in (9, 10))
    assert [force and force.version for force in (versions.in_force(day, before), versions.in_force(day, after))] == [
        1,
        2,
    ]
    assert len(versions.known(before)) == 1


def test_the_digest_does_not_depend_on_files(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    whole = tmp_path_factory.mktemp("other")
    (whole / "all.yml").write_text("\n---\n".join([AGREEMENT, KPI, BOOK]))
    assert Book.load(whole).digest == Book.load(folder).digest


def test_the_digest_depends_on_every_word(folder: Path) -> None:
    before = Book.load(folder).digest
    (folder / "kpi.yaml").write_text(KPI.replace("last good sheet", "last sheet"))
    assert Book.load(folder).digest != before


def test_a_book_is_frozen(folder: Path) -> None:
    book = Book.load(folder)
    with pytest.raises(AttributeError):
        book.folder = None  # type: ignore[misc]
    with pytest.raises(TypeError):
        book.kpis["x"] = book.kpi("setup_time")  # type: ignore[index]


def test_a_thousand_documents_keep_their_places(folder: Path) -> None:
    text = "---\n".join(KPI.replace("setup_time", f"k{number}") for number in range(1000))
    (folder / "many.yaml").write_text(text.replace("id: k999\nname: Setup time", "id: k999\nname: 5"))
    assert [issue.line for issue in check(folder)] == [999 * 9 + 3]


def test_a_landed_document_keeps_the_digest_it_was_compared_with(folder: Path) -> None:
    stated = {"id": "yield", "name": "Yield", "unit": "%", "direction": "increase", "entered": True}
    kpi = Kpi.model_validate(stated)
    row = {"kind": "kpi", "id": "yield", "version": 1, "body": canonical(kpi.body).decode(), "digest": kpi.digest}
    book = Book.load(folder, [row])
    assert book.stated == {("kpi", "yield", 1): kpi.digest}
    assert book.digest == Book.of(book.documents).digest
    assert book.digests == Book.of(book.documents).digests
    unchecked = Book.load(folder, [row | {"body": kpi.body, "digest": "ab" * 32}])
    assert unchecked.digest == book.digest
