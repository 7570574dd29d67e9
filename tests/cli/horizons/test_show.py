"""`trueup horizons show` and `history`: the ladder with its gate, as text, CSV and a picture."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import yaml

from tests.stories.horizons.run import FOLDER, write
from trueup.cli import run
from trueup.scorecard.opened import open_book


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story of natural order, as a book."""
    folder = tmp_path_factory.mktemp("order")
    write(yaml.safe_load((FOLDER / "order.yaml").read_text(encoding="utf-8")), folder)
    return folder


def told(capsys: pytest.CaptureFixture[str], *command: object) -> str:
    assert run([str(each) for each in command]) == 0
    return capsys.readouterr().out


def test_the_gate_stands_behind_the_last_level_that_holds_in_order(
    book: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    shown = [line.rstrip() for line in told(capsys, "horizons", "show", book, "--as-of", "2027-03-10").splitlines()]
    assert shown[1:6] == [
        "Not all five horizons hold; the lowest is the technology organisation at 0.40.",
        "- 1 of 5 fails: the technology organisation",
        "- the gate stands at 2 of 5: work at the technology organisation first",
        "- out of natural order: 6 hours went to the technology team, while the technology organisation comes first",
        "- out of natural order: 250.00 EUR went to key individuals, while the technology organisation comes first",
    ]
    assert [line[3:].split("  ")[0] for line in shown[7:13]] == [
        "5 key individuals", "4 technology team", "3 technology organisation", "── the gate", "2 business users",
        "1 corporation",
    ]  # fmt: skip
    assert "- 0.40 is below the threshold of 0.70" in shown


def test_where_all_hold_there_is_no_gate(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "horizons", "show", book, "--as-of", "2027-04-11")
    assert "All five horizons hold" in text
    assert "the gate" not in text


def test_a_row_a_criterion(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "horizons", "show", book, "--as-of", "2027-03-10", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["criterion"] for row in rows] == ["c1", "c2", "c3", "c4", "c5"]
    assert (rows[2]["level_status"], rows[2]["score"], rows[2]["rater"]) == ("below", "0.4", "customer")


def test_history_has_a_row_a_level_and_day_and_says_what_lapsed(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = told(capsys, "horizons", "history", book, "--as-of", "2027-05-30", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    third = [(row["date"], row["status"]) for row in rows if row["horizon"] == "technology_organisation"]
    assert third == [
        ("2027-03-02", "below"), ("2027-04-01", "below"), ("2027-04-11", "maintained"), ("2027-05-01", "maintained"),
        ("2027-05-30", "maintained"),
    ]  # fmt: skip
    shown = " ".join(told(capsys, "horizons", "history", book, "--as-of", "2027-05-30").split())
    assert (
        "The corporation held from 2 March 2027 and lapsed on 30 May 2027: an answer was not renewed in time; the gate "
        "went back from 5 to 0"
    ) in shown
    assert '"history"' in told(capsys, "horizons", "history", book, "--as-of", "2027-05-30", "--format", "json")


def test_the_picture_has_a_strip_a_level(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "horizons", "show", book, "--as-of", "2027-05-30", "--chart", tmp_path / "made" / "ladder.svg")
    drawn = (tmp_path / "made" / "ladder.svg").read_text(encoding="utf-8")
    assert "1 corporation: holds, 2027-03-02 to 2027-05-30" in drawn
    assert "3 technology organisation: below, 2027-03-02 to 2027-04-11" in drawn


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        (["--stakeholders", "claim"], "did you mean 'claims'?"),
        (["--chart", "ladder.png"], "name a file that ends in .svg"),
    ],
)
def test_what_cannot_be_asked_is_said(
    book: Path, command: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["horizons", "show", str(book), *command]) != 0
    assert problem in " ".join(capsys.readouterr().err.split())


def test_a_book_without_horizons_says_how_to_begin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "book.yaml").write_text(
        "kind: book\nid: b\nname: B\ncurrency: EUR\nparties: [{id: a, name: A, role: customer}]\n", encoding="utf-8"
    )
    assert run(["horizons", "show", str(tmp_path)]) != 0
    assert "trueup horizons propose" in capsys.readouterr().err
    with open_book(tmp_path) as opened, opened.ladders() as ladders:
        assert ladders.listed().relationships == ()


def test_every_relationship_has_a_line(book: Path) -> None:
    with open_book(book) as opened, opened.ladders("2027-03-10") as ladders:
        (line,) = ladders.listed().relationships
    assert (line.stakeholders, line.frontier, line.all_maintained) == ("claims", 2, False)
    assert line.headline is not None
    assert line.headline.value == 0.4
    assert line.words == "not all five horizons hold; the lowest is the technology organisation at 0.40"
