"""The sealed business case, its network and the goalposts on a server: for whom, and what a signature seals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.scorecard.test_value_case import STORY
from tests.stories.run import write
from tests.web.seated import MOST, asked, assessed_once, text
from trueup.value.business_case import BusinessCase
from trueup.web.documents import books
from trueup.web.documents.actions import import_book
from trueup.web.documents.models import Book, Seat
from trueup.web.documents.signers import required, stands_on
from trueup.web.parties.models import Party

PAGE = "/agreements/sealed/claims/value"
CASE: dict[str, Any] = STORY["documents"][3]


@pytest.fixture
def sealed(tmp_path: Path, db: None, settings: Any) -> Iterator[Book]:
    """The story on a server, with a case that only Northwind and one that only Acme has."""
    folder = tmp_path / "sealed"
    folder.mkdir()
    write(STORY, folder)
    own = [{**CASE, "id": "ours", "title": "Ours alone"}, {**CASE, "id": "theirs", "title": "Theirs", "party": "acme"}]
    (folder / "own.yaml").write_text(yaml.safe_dump_all(own), encoding="utf-8")
    settings.HOME = tmp_path / "home"
    book = import_book(folder, slug="sealed")
    for seat in Seat.objects.filter(book=book):
        seat.party, _ = Party.objects.get_or_create(slug=seat.local_id, defaults={"name": seat.name})
        seat.save()
    yield book
    books.close_all()


SAID = (
    "Business case", "version 1 sealed on 1 Jan 2026", "Promised and come", "NPV promised", "86.9 k EUR",
    "The case was re-cut once since: this compares with version 1, which was sealed.", "What has to change for it",
    "Moved goalposts", "54.2 k EUR still stands (45 %)", "Target of claim cycle time weakened from 4 to 6 days.",
    "people were trained late",
)  # fmt: skip


def test_both_sides_see_the_sealed_case_and_what_moved(sealed: Book, sign_in: Any) -> None:
    assessed_once(sealed, "the sealed case")
    for party in ("northwind", "acme"):
        answer, questions = asked(sign_in(party, "viewer"), PAGE)
        assert [said for said in SAID if said not in text(answer)] == []
        assert questions <= MOST


def test_goalposts_over_all_agreements(sealed: Book, sign_in: Any) -> None:
    client = sign_in("acme", "viewer")
    for by, said in (("provider", "Acme Software"), ("agreement", "New claims platform"), ("month", "2026-10")):
        answer, questions = asked(client, f"/goalposts?by={by}")
        assert said in text(answer)
        assert ("66.1 k EUR" in text(answer)) is (by != "month")
        assert questions <= MOST


def test_who_has_no_agreement_that_moved_reads_why_there_is_nothing(db: None, sign_in: Any) -> None:
    assert "No agreement was amended." in text(sign_in("elsewhere").get("/goalposts"))


DOCUMENT = "/books/sealed/documents/business_case/"


def test_a_case_that_no_agreement_names_is_its_own_partys(sealed: Book, sign_in: Any) -> None:
    every = ("claims-case", "ours", "theirs")
    for party, sees in (("northwind", {"claims-case", "ours"}), ("acme", {"claims-case", "theirs"}), ("other", set())):
        client = sign_in(party)
        answers = {name: client.get(f"{DOCUMENT}{name}").status_code for name in every}
        assert answers == {name: 200 if name in sees else 404 for name in every}
        listed = text(client.get("/books/sealed/documents"))
        assert {name for name in every if f"business_case/{name}" in listed} == sees


def test_a_signature_seals_the_version_that_was_sealed_first(sealed: Book) -> None:
    book = books.open_book("sealed").book
    current = book.agreement("claims").latest
    again = current.model_copy(update={"version": 4})
    assert stands_on(book, again)["business_case/claims-case@1"] == book.business_case("claims-case").first.digest
    fresh = current.model_copy(update={"id": "other", "version": 1, "business_case": "ours"})
    assert "business_case/ours@1" in stands_on(book, fresh)


def test_nobody_recuts_a_named_case_alone(sealed: Book) -> None:
    book = books.open_book("sealed").book
    named, ours = book.business_case("claims-case").latest, book.business_case("ours").latest
    assert isinstance(named, BusinessCase)
    assert required(book, named.model_copy(update={"version": 3})) == ("northwind", "acme")
    assert required(book, ours.model_copy(update={"version": 2})) == ("northwind",)
