"""`trueup model import` and `export` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.operating_model.archimate.models import OTHERS
from trueup.book import Book, check
from trueup.cli.model import model
from trueup.operating_model.archimate import read_model

BOOK = """
kind: book
id: homes
name: Homes
currency: EUR
time_zone: Europe/Berlin
parties:
  - {id: homeward, name: Homeward Bank, role: customer}
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    folder = tmp_path / "homes"
    folder.mkdir()
    (folder / "book.yaml").write_text(BOOK)
    (tmp_path / "homes.xml").write_text(OTHERS)
    return folder


def run(*words: object) -> str:
    result = CliRunner().invoke(model, [str(word) for word in words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_file_comes_in_and_goes_out_and_its_changes_are_a_version(book: Path):
    file = book.parent / "homes.xml"
    told = run("import", file, "--into", book, "--id", "homes")
    assert "read: job 1, interaction 1, component 1, capability 1; 3 links" in told
    assert "kept as it is: QuantumOracle 1 (this type is not in ArchiMate 3.2)" in told
    assert "Written: version 1:" in told
    assert [issue for issue in check(book) if issue.level == "error"] == []
    assert "Nothing is new" in run("import", file, "--into", book, "--id", "homes")
    file.write_text(OTHERS.replace("Ask for an offer", "Ask for two offers"))
    assert "Written: version 2:" in run("import", file, "--into", book, "--id", "homes")
    assert [each.version for each in Book.load(book).operating_models["homes"].all] == [1, 2]
    out = book.parent / "out" / "homes.xml"
    assert "Homes for all, 4 elements" in run("export", book, "homes", "-o", out)
    (ask,) = read_model(out.read_bytes()).model.interactions
    assert ask.name == "Ask for two offers"
    assert sorted(path.name for path in out.parent.iterdir()) == ["homes.xml"]


def test_a_report_for_programs_and_a_model_for_the_screen(book: Path):
    file = book.parent / "homes.xml"
    report = json.loads(run("import", file, "--customer", "homeward", "--json"))
    assert report["elements"]["job"] == 1
    shown = CliRunner().invoke(model, ["import", str(file), "--customer", "homeward"])
    assert shown.stdout.startswith("kind: operating_model\nid: id-9d1f\n")
    assert list(book.rglob("*.yaml")) == [book / "book.yaml"]


def test_an_id_leads_to_no_other_folder(book: Path):
    run("import", book.parent / "homes.xml", "--into", book, "--id", "a/../../../escaped")
    assert [path.name for path in (book / "operating_models").iterdir()] == ["a-..-..-..-escaped.yaml"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--customer", "nobody"), "the book has no party 'nobody'"),
        (("--id", "no id"), "id"),
    ],
)
def test_what_does_not_fit_the_book_changes_nothing(book: Path, words: tuple[str, ...], said: str):
    given = ["import", str(book.parent / "homes.xml"), "--into", str(book), *words]
    result = CliRunner().invoke(model, given)
    assert result.exit_code != 0
    assert said in str(result.exception)
    assert not (book / "operating_models").exists()
