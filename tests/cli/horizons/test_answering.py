"""`trueup horizons answer`, `effort` and `propose` as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.horizons.made import stakeholders
from tests.scorecard.test_answered import BOOK
from trueup.book import check
from trueup.book.write import write
from trueup.cli.app import app

QUESTIONNAIRE = "4,2,5,1,4,2,5,1,4,2"


@pytest.fixture
def mill(tmp_path: Path) -> Path:
    (tmp_path / "book.yaml").write_text(BOOK + write(stakeholders()), encoding="utf-8")
    return tmp_path


def run(command: str, book: Path, *options: str) -> tuple[int, str]:
    found = CliRunner().invoke(app, ["horizons", command, str(book), *options])
    return found.exit_code, found.output


def test_answers_of_every_kind(mill: Path) -> None:
    by = ("--by", "mill", "--on", "2026-03-01")
    assert run("answer", mill, "--criterion", "again", "--value", "4", *by) == (0, "1 answer recorded\n")
    assert (
        run("answer", mill, "--criterion", "again", "--value", "4", *by)[1] == "0 answers recorded, 1 known already\n"
    )
    items = ("--yes", "exit.plan", "--yes", "docs.ours", "--no", "exit.rehearsed")
    assert run("answer", mill, "--criterion", "hostage", *items, *by)[1] == "3 answers recorded\n"
    ten = ("--sus", QUESTIONNAIRE, "--person", "c")
    assert run("answer", mill, "--criterion", "usable", *ten, *by)[1] == "10 answers recorded\n"
    (mill / "pulse.csv").write_text("criterion,person,value\npulse,blue,4\npulse,red,5\n")
    assert run("answer", mill, "--file", str(mill / "pulse.csv"), *by)[1] == "2 answers recorded\n"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--criterion", "agian", "--value", "4", "--by", "mill"), "did you mean 'again'"),
        (("--criterion", "again", "--by", "mill"), "say --value, or --yes and --no, or --sus"),
        (("--criterion", "again", "--value", "4", "--yes", "a", "--by", "mill"), "say --value"),
        (("--criterion", "usable", "--sus", "1,2", "--by", "mill"), "ten ratings are needed, 2 given"),
        (("--criterion", "usable", "--sus", "a", "--by", "mill"), "ten numbers"),
        (("--value", "4", "--by", "mill"), "is needed, or --file"),
        (("--criterion", "again", "--value", "4"), "is needed, or --file"),
    ],
)
def test_what_is_no_answer(mill: Path, options: tuple[str, ...], told: str) -> None:
    found = CliRunner().invoke(app, ["horizons", "answer", str(mill), *options])
    assert found.exit_code != 0
    assert told in " ".join((found.output + str(found.exception)).replace("│", " ").split())


def test_efforts(mill: Path) -> None:
    spent = ("--horizon", "individuals", "--by", "acme", "--on", "2026-03-01")
    assert run("effort", mill, *spent, "--hours", "3", "--what", "visit") == (0, "1 effort recorded\n")
    assert run("effort", mill, *spent, "--amount", "10.50") == (0, "1 effort recorded\n")
    assert "is no amount" in run("effort", mill, *spent, "--amount", "ten")[1]
    (mill / "sheet.csv").write_text("horizon,hours\ncorporation,2\nindividuals,1\n")
    assert run("effort", mill, "--file", str(mill / "sheet.csv"), "--by", "acme")[1] == "2 efforts recorded\n"


def test_what_is_proposed_passes_the_check_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(BOOK.rpartition("---")[0])
    status, text = run("propose", tmp_path)
    assert status == 0
    assert "# individuals: Sponsor (sponsor) - releases the money" in text
    (tmp_path / "people.yaml").write_text(text)
    assert [issue for issue in check(tmp_path) if issue.level != "soon"] == []
    assert "nothing is proposed" in run("propose", tmp_path)[1]
    found = json.loads(run("propose", tmp_path, "--for", "saw", "--format", "json")[1])
    assert (found["stakeholders"], found["proposals"], found["yaml"]) == ("saw-people", [], "")


def test_levels_that_are_bare_are_completed_in_the_next_version(mill: Path) -> None:
    (mill / "book.yaml").write_text(BOOK + write(stakeholders(corporation={"criteria": []})))
    text = run("propose", mill)[1]
    assert "version: 2" in text
    (mill / "next.yaml").write_text(text)
    assert [str(issue) for issue in check(mill) if issue.level == "error"] == []
