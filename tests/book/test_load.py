from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.book.conftest import BOOK, KPI
from trueup.book import Book, check
from trueup.book.load import load
from trueup.kpis.documents import Kpi
from trueup.vocabulary import canonical, digest


def row(content: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A row of the fact table `documents`, as a source lands it."""
    text = canonical(content).decode()
    stated = {"kind": content["kind"], "id": content["id"], "version": content.get("version", 1)}
    return stated | {"body": text, "digest": digest(content)} | changes


WASTE = {"kind": "kpi", "id": "waste", "name": "Waste", "unit": "%", "direction": "decrease"}


def test_reads_yaml_and_yml_at_any_depth_but_nothing_hidden(folder: Path) -> None:
    for name in ("a/b/deep.yml", ".trueup/lake.yaml", ".git/x.yaml", "a/.hidden.yaml", "notes.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(KPI.replace("setup_time", name.replace("/", ".").strip(".")))
    assert set(Book.load(folder).kpis) == {"setup_time", "a.b.deep.yml"}


def test_a_link_out_of_the_folder_is_refused(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.yaml"
    outside.write_text(KPI.replace("setup_time", "secret"))
    (folder / "secret.yaml").symlink_to(outside)
    assert list(map(str, check(folder))) == [
        "secret.yaml: error: the link leads out of the book's folder (copy the file here)"
    ]


def test_a_link_inside_the_folder_is_followed(folder: Path) -> None:
    (folder / ".data").mkdir()
    (folder / ".data" / "waste.yaml").write_text(KPI.replace("setup_time", "waste"))
    (folder / "waste.yaml").symlink_to(folder / ".data" / "waste.yaml")
    assert set(Book.load(folder).kpis) == {"setup_time", "waste"}


def test_a_file_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / "gone.yaml").symlink_to(folder / "nowhere.yaml")
    assert list(map(str, check(folder))) == [
        "gone.yaml: error: the file cannot be read: no such file or directory (mend or remove it)"
    ]


def test_a_link_to_itself_is_named(folder: Path) -> None:
    (folder / "round.yaml").symlink_to("round.yaml")
    assert str(check(folder)[0]).startswith("round.yaml: error: the file cannot be read: too many levels of symbolic")


@pytest.mark.parametrize(("name", "words"), [("nowhere", "there is no such folder"), ("book.yaml", "this is a file")])
def test_a_book_is_a_folder(folder: Path, name: str, words: str) -> None:
    assert words in str(check(folder / name)[0])


def test_landed_documents_are_merged(folder: Path) -> None:
    book = Book.load(folder, [row(WASTE)])
    assert book.kpi("waste").latest.name == "Waste"


def test_the_folder_wins_over_what_was_landed(folder: Path) -> None:
    other = WASTE | {"id": "setup_time", "name": "Another"}
    assert Book.load(folder, [row(other)]).kpi("setup_time").latest.name == "Setup time"
    assert [str(issue) for issue in check(folder, [row(other)])] == [
        "kpi.yaml:1: hint: a source has landed another document of this kind, id and version; this one stands"
        " (remove one of them, or give this one version 2)"
    ]


def test_the_same_document_in_both_is_no_news(folder: Path) -> None:
    same = load(folder).entries[-1].document.body
    assert same["id"] == "setup_time"
    assert check(folder, [row(same)]) == []


def test_numbers_of_landed_documents_are_exact(folder: Path) -> None:
    body = json.dumps(WASTE | {"bounds": [0.1, 99.9]})
    book = Book.load(folder, [row(WASTE, body=body, digest=None)])
    assert book.kpi("waste").latest.bounds == (Decimal("0.1"), Decimal("99.9"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"digest": "0" * 64}, "landed kpi waste version 1: error: its body does not have its digest"),
        ({"body": "{", "digest": None}, "landed kpi waste version 1: error: its body is not JSON"),
        ({"body": '{"kind": "kpi"}', "digest": None}, "landed kpi waste version 1: error: the key `id` is missing"),
    ],
)
def test_a_landed_document_that_is_wrong_is_named(folder: Path, changes: dict[str, Any], words: str) -> None:
    assert any(str(issue).startswith(words) for issue in check(folder, [row(WASTE, **changes)]))


def test_parties_may_be_landed(folder: Path) -> None:
    cog = {"kind": "party", "id": "cog", "name": "Cog Works", "role": "provider"}
    text = (folder / "agreement.yaml").read_text()
    (folder / "agreement.yaml").write_text(text.replace("[gear]", "[gear, cog]"))
    assert [issue.level for issue in check(folder)] == ["error"]
    assert check(folder, [row(cog)]) == []
    assert Book.load(folder, [row(cog)]).party("cog").name == "Cog Works"


def test_one_broken_document_does_not_hide_its_name(folder: Path) -> None:
    (folder / "kpi.yaml").write_text(KPI.replace("unit: hour\n", ""))
    assert [issue.file for issue in check(folder)] == ["kpi.yaml"]


def test_numbers_of_documents_are_decimals(folder: Path) -> None:
    (folder / "kpi.yaml").write_text(KPI + "bounds: [0.1, 99.9]\n")
    kpi = Book.load(folder).kpi("setup_time").latest
    assert isinstance(kpi, Kpi)
    assert kpi.bounds == (Decimal("0.1"), Decimal("99.9"))


def test_a_kind_that_is_designed_but_not_yet_assessed_is_only_a_hint(folder: Path) -> None:
    (folder / "journey.yaml").write_text("kind: journey\nid: claim\nsteps: []\n")
    assert list(map(str, check(folder))) == [
        "journey.yaml:1: hint: kind: documents of kind 'journey' are not assessed yet"
    ]
    assert Book.load(folder)


def test_a_folder_of_books_is_said_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "book.yaml").write_text(BOOK)
    (issue,) = check(tmp_path)
    assert issue.message == "this is no book, it holds 2 of them"
    assert issue.suggestion == f"name one: {tmp_path / 'a'}, {tmp_path / 'b'}"
    (tmp_path / "book.yaml").write_text(BOOK)
    assert all("this is no book" not in issue.message for issue in check(tmp_path))
