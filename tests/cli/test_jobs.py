"""`trueup jobs`: what the commands about job maps print."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.book.conftest import BOOK
from trueup.cli import run

MAP = """\
kind: job_map
id: make-paper
job: Make paper to order
executor: shift leader
steps:
  - id: define
    name: Find out what is ordered
    outcomes:
      - {id: d1, statement: Minimize the time it takes to find out what is ordered, kpi: setup_time}
      - {id: d2, statement: Minimize the time and cost of a second order}
related:
  - {job: Store paper that is dry, outcomes: [{id: r1, statement: Minimize the number of wet rolls}]}
financial:
  - {id: f1, statement: Minimize the cost of a ton}
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "book.yaml").write_text(BOOK)
    (tmp_path / "kpi.yaml").write_text("kind: kpi\nid: setup_time\nname: S\nunit: h\ndirection: decrease\n"
                                       "owner: mill\nmeasurement: {by: mill, rule: r}\nentered: true\n")  # fmt: skip
    (tmp_path / "map.yaml").write_text(MAP)
    return tmp_path


def asked(*command: str) -> int:
    try:
        return run(list(command)) or 0
    except SystemExit as end:
        return int(end.code or 0)


def test_a_map_is_a_tree(book: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    assert asked("jobs", "map", str(book)) == 0
    shown = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert shown == [
        "make-paper, version 1 · shift leader · 4 outcomes",
        "Make paper to order",
        "├── 1 Find out what is ordered · define",
        "│   ├── d1 Minimize the time it takes to find out what is ordered  (KPI setup_time)",
        "│   └── d2 Minimize the time and cost of a second order",
        "├── related jobs",
        "│   └── Store paper that is dry",
        "│       └── r1 Minimize the number of wet rolls",
        "└── who pays judges by",
        "    └── f1 Minimize the cost of a ton",
    ]


def test_a_map_in_json_is_the_document(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked("jobs", "map", str(book), "make-paper", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["job"] == "Make paper to order"


def test_a_map_that_is_not_there(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked("jobs", "map", str(book), "make-papr") == 2
    assert "did you mean 'make-paper'?" in capsys.readouterr().err
    (book / "map.yaml").unlink()
    assert asked("jobs", "map", str(book)) == 2
    assert "the book has no job map" in capsys.readouterr().err


def test_lint_marks_the_words(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked("jobs", "lint", str(book)) == 1
    shown = capsys.readouterr().out
    assert shown.startswith(
        "map.yaml:10: steps[0].outcomes[1].statement\n"
        "  Minimize the time and cost of a second order\n"
        "               ^^^^^^^^^^^^^\n"
        "  error two_metrics: is more than one metric: nobody could rate both with one answer\n"
        "    write one outcome for each\n"
    )
    assert shown.endswith("1 error, 0 warnings, 3 notes\n")


def test_lint_in_json_has_place_and_span(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked("jobs", "lint", str(book), "--format", "json") == 1
    first = json.loads(capsys.readouterr().out)[0]
    assert (first["file"], first["line"], first["path"]) == ("map.yaml", 10, "steps[0].outcomes[1].statement")
    assert first["text"][first["start"] : first["end"]] == first["words"] == "time and cost"
    assert (first["code"], first["severity"]) == ("two_metrics", "error")


def test_one_statement_is_shown_with_its_parts(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked("jobs", "lint", "--statement", "Minimize the time it takes to dry paper when it rains") == 0
    assert capsys.readouterr().out == (
        "direction: Minimize\nmetric:    time\nobject:    dry paper\ncontext:   when it rains\n\nnothing is wrong\n"
    )
    assert asked("jobs", "lint", "--statement", "Dry the paper") == 1


def test_a_book_that_holds_an_error_can_be_looked_at(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (book / "map.yaml").write_text(MAP.replace("setup_time", "setup_tme"))
    assert asked("jobs", "lint", str(book)) == 1
    assert "two_metrics" in capsys.readouterr().out
    assert asked("jobs", "lint", str(book / "nowhere")) == 2
    assert "there is no such folder" in capsys.readouterr().err


def test_check_tells_the_same_with_the_code_at_the_line(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked("check", str(book)) == 0
    assert capsys.readouterr().out.splitlines()[0] == (
        'map.yaml:10: hint: steps[0].outcomes[1].statement: "time and cost" is more than one metric: nobody could rate '
        "both with one answer (write one outcome for each) [two_metrics]"
    )
