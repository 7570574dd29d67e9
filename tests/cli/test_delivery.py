"""`trueup delivery`: every verb, in a terminal and for programs, and what is said when it cannot be done."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import trueup
from trueup.cli import run
from trueup.delivery.results import Frontier
from trueup.scorecard.parts import PARTS, shape
from trueup.scorecard.schema import schema

FEBRUARY, OCTOBER = ("--as-of", "2026-02-02"), ("--as-of", "2026-10-01")
STARTED = """\
id,name,duration,party,after,start
dig,Dig,10d,acme,,2026-01-05
pour,Pour,5d,sint,dig,
"""


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen on which nothing is cut short."""
    monkeypatch.setenv("COLUMNS", "120")


@pytest.fixture
def book(northwind: Path, tmp_path: Path) -> Path:
    """A copy of the example that may be written to."""
    shutil.copytree(northwind, tmp_path / "northwind")
    return tmp_path / "northwind"


def asked(capsys: pytest.CaptureFixture[str], *arguments: str | Path, status: int = 0) -> str:
    """What is printed."""
    assert run(["delivery", *map(str, arguments)]) == status, capsys.readouterr().err
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """What is said where it cannot be done."""
    assert run(["delivery", *map(str, arguments)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


@pytest.mark.parametrize("part", PARTS)
def test_each_answer_keeps_to_its_published_schema(part: str, northwind: Path, capsys: pytest.CaptureFixture[str]):
    found = json.loads(asked(capsys, part, northwind, "claims-plan", "--as-of", "2026-04-08", "--format", "json"))
    stated = schema(shape(part))
    Draft202012Validator.check_schema(stated)
    assert list(Draft202012Validator(stated).iter_errors(found)) == []
    assert set(PARTS[part]) <= set(found)


def test_the_schemas_are_printed(capsys: pytest.CaptureFixture[str]):
    for part in (*PARTS, "contain"):
        assert run(["schema", f"delivery-{part}"]) == 0
        assert json.loads(capsys.readouterr().out)["type"] == "object"
    assert run(["schema", "delivery-schedul"]) == 2
    assert "did you mean 'schedule'" in capsys.readouterr().err


def test_the_schedule_shows_what_is_done_critical_and_late(northwind: Path, capsys: pytest.CaptureFixture[str]):
    shown = asked(capsys, "schedule", northwind, "policy-plan", *FEBRUARY)
    assert "finishes 28 Aug 2026 · committed 30 Jun 2026: 59 days late" in shown
    bars = {line.split("  ")[0]: line for line in shown.splitlines()}
    assert "█" in bars["Modules 1 to 5"]
    assert "░" in bars["Modules 6 to 12"]
    assert "▓" in bars["Train clerks and brokers"]


def test_a_poor_terminal_gets_plain_characters(northwind: Path, capsys: pytest.CaptureFixture[str]):
    from rich.console import Console

    from trueup.report.terminal.delivery.gantt import Gantt

    page = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    with trueup.open(northwind) as opened, opened.plan("policy-plan", "2026-02-02") as found:
        Console(file=page, width=80).print(Gantt(found, found.activities, found.roles.names))
    page.seek(0)
    assert "#" in page.read()


def test_why_is_told_step_by_step(northwind: Path, capsys: pytest.CaptureFixture[str]):
    lines = asked(capsys, "schedule", northwind, "policy-plan", *FEBRUARY, "--why", "training").splitlines()
    assert [line.split(" ")[0] for line in lines] == ["1.", "2.", "3."]
    assert lines[2].startswith("3. Train clerks and brokers")
    said = refused(capsys, "schedule", northwind, "policy-plan", *FEBRUARY, "--why", "traning")
    assert "did you mean 'training'" in said


def test_a_schedule_for_a_spreadsheet(northwind: Path, capsys: pytest.CaptureFixture[str]):
    rows = list(csv.DictReader(io.StringIO(asked(capsys, "schedule", northwind, "claims-plan", "--format", "csv"))))
    assert [row["activity"] for row in rows][:2] == ["design", "core"]
    assert rows[0]["finish"] == "2025-09-26"


def test_the_seed_and_the_number_of_futures_are_ones_own(northwind: Path, capsys: pytest.CaptureFixture[str]):
    def futures(*more: str) -> Any:
        told = asked(capsys, "simulate", northwind, "policy-plan", *FEBRUARY, "--format", "json", *more)
        return json.loads(told)["simulation"]

    first, again, other = (futures("--iterations", "500", "--seed", seed) for seed in ("7", "7", "8"))
    assert (first["iterations"], first["seed"]) == (500, 7)
    assert first == again
    assert first["finish_bins"] != other["finish_bins"]


def test_the_verdicts_of_the_three_projects(northwind: Path, capsys: pytest.CaptureFixture[str]):
    def words(plan: str) -> dict[str, tuple[str, str]]:
        found = json.loads(asked(capsys, "verdict", northwind, plan, *OCTOBER, "--format", "json"))
        return {each["provider"]: (each["word"], each["help"]) for each in found["verdicts"]}

    assert words("policy-plan") == {"sint": ("SATISFIED", "none")}
    assert words("contact-plan") == {"acme": ("DELIGHTED", "offered")}
    assert words("claims-plan") == {
        "acme": ("SUCCESSFUL", "implemented"),
        "sint": ("SUCCESSFUL DESPITE PROVIDER", "none"),
    }
    assert "DELIGHTED  Acme Software" in asked(capsys, "verdict", northwind, "contact-plan", *OCTOBER)


def test_quality_that_is_not_enough_is_exit_status_1(book: Path, capsys: pytest.CaptureFixture[str]):
    asked(capsys, "quality", book, "claims-plan", "--as-of", "2026-04-08")
    activities = "".join(f"  - {{id: a{n}, party: acme, duration: 90d}}\n" for n in range(9))
    (book / "plans" / "loose.yaml").write_text(
        f"kind: plan\nid: loose\nagreement: claims-platform\nstart: 2026-01-05\nactivities:\n{activities}"
    )
    shown = asked(capsys, "quality", book, "loose", "--as-of", "2026-04-08", status=1)
    assert "do not trust a forecast from it yet" in shown


def test_an_unknown_plan_and_a_missing_one(northwind: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert "did you mean 'claims-plan'" in refused(capsys, "verdict", northwind, "claim-plan", *OCTOBER)
    assert "name one: " in refused(capsys, "verdict", northwind, *OCTOBER)
    assert run(["init", str(tmp_path / "mine")]) == 0
    for plan in (tmp_path / "mine").rglob("*.yaml"):
        if "kind: plan" in plan.read_text(encoding="utf-8"):
            plan.unlink()
    capsys.readouterr()
    assert "trueup delivery import" in refused(capsys, "verdict", tmp_path / "mine")


def test_a_plan_in_a_circle_prints_the_circle(book: Path, capsys: pytest.CaptureFixture[str]):
    file = book / "plans" / "policy-rollout.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("after: [modules-1-5]", "after: [modules-1-5, training]"), encoding="utf-8")
    said = refused(capsys, "schedule", book, "policy-plan")
    assert "modules-6-12" in said
    assert "training" in said


# Progress


def test_progress_reported_by_hand_is_seen_with_who_says_it(book: Path, capsys: pytest.CaptureFixture[str]):
    one = ("--activity", "catalogue", "--by", "northwind", "--status-date", "2026-02-15")
    said = asked(capsys, "progress", book, "policy-plan", *one, "--percent", "44", "--remaining", "84")
    assert said == "1 report recorded, as of the end of 2026-02-15\n"
    shown = asked(capsys, "progress", book, "policy-plan", "--as-of", "2026-02-16")
    line = next(line for line in shown.splitlines() if line.startswith("Write down"))
    assert "44 %   84" in line
    assert line.rstrip().endswith("northwind, verified")
    before = asked(capsys, "progress", book, "policy-plan", "--as-of", "2026-02-15")
    assert "40 %   90" in before


def test_progress_from_a_file_is_stored_whole_or_not_at_all(book: Path, tmp_path: Path, capsys: Any):
    file = tmp_path / "status.csv"
    file.write_text("activity,percent\ncatalogue,44\nrulez,1\n")
    every = ("progress", book, "policy-plan", "--file", file, "--by", "northwind", "--status-date", "2026-02-15")
    said = refused(capsys, *every)
    assert "line 3" in said
    assert "did you mean 'rules'" in said
    file.write_text("activity,percent\ncatalogue,44\nrules,1\n")
    assert asked(capsys, *every).startswith("2 reports recorded")


def test_progress_needs_somebody_who_reports_it(book: Path, capsys: pytest.CaptureFixture[str]):
    assert "--by" in refused(capsys, "progress", book, "policy-plan", "--activity", "rules", "--percent", "1")
    wrong = ("--activity", "rules", "--by", "northwind", "--status-date", "2026-02-15", "--cost", "12k")
    assert "'12k' is not an amount" in refused(capsys, "progress", book, "policy-plan", *wrong)


def test_progress_as_json_has_conflicts_and_issues(northwind: Path, capsys: pytest.CaptureFixture[str]):
    found = json.loads(asked(capsys, "progress", northwind, "claims-plan", *OCTOBER, "--format", "json"))
    assert set(found) == {"status_date", "by_activity", "conflicts", "issues"}
    assert found["by_activity"]["design"]["state"] == "done"


# Files


def test_a_plan_is_tried_brought_in_and_taken_out(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "site.csv"
    file.write_text(STARTED)
    bring = ("import", file, "--to", book, "--party-from", "party")
    assert "Nothing was written" in asked(capsys, *bring, "--dry-run")
    assert not (book / "plans" / "site.yaml").exists()
    shown = asked(capsys, *bring)
    assert "2 activities" in shown
    assert "acme 1, sint 1" in shown
    assert (book / "plans" / "site.yaml").exists()
    assert "Nothing is new" in asked(capsys, *bring)
    assert json.loads(asked(capsys, *bring, "--json"))["activities"] == 2
    asked(capsys, "export", book, "site", "--to", tmp_path / "site.xml")
    assert "http://schemas.microsoft.com/project" in (tmp_path / "site.xml").read_text(encoding="utf-8")


def test_a_plan_that_does_not_fit_the_book_is_not_brought_in(book: Path, tmp_path: Path, capsys: Any):
    file = tmp_path / "site.csv"
    file.write_text(STARTED.replace("acme", ""))
    said = refused(capsys, "import", file, "--to", book, "--party", "nobody", "--party-from", "party", "--dry-run")
    assert "there is no party 'nobody'" in said
    refused(capsys, "import", file, "--to", book, "--party", "nobody", "--party-from", "party")
    assert not (book / "plans" / "site.yaml").exists()
    assert "there is no such file" in refused(capsys, "import", tmp_path / "none.xml", "--to", book)
    assert "--map" in refused(capsys, "import", file, "--to", book, "--map", "Acme")


# Containment


def test_no_solver_says_what_to_install(northwind: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch):
    for name in [name for name in sys.modules if name.startswith("ortools")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "ortools", None)
    said = refused(capsys, "contain", northwind, "policy-plan", *FEBRUARY)
    assert "pip install 'trueup[delivery]'" in said


def test_the_frontier_for_programs(northwind: Path, capsys: pytest.CaptureFixture[str]):
    pytest.importorskip("ortools")
    found = json.loads(asked(capsys, "contain", northwind, "policy-plan", *FEBRUARY, "--format", "json"))
    assert list(Draft202012Validator(schema(Frontier)).iter_errors(found)) == []
    assert found["status"] == "optimal"
    assert [move["move"] for move in found["candidates"][-1]["moves"]] == ["lend-analysts", "rule-by-rule", "two-rooms"]


def test_a_containment_goes_step_by_step_and_none_is_skipped(book: Path, capsys: pytest.CaptureFixture[str]):
    pytest.importorskip("ortools")
    proposing = ("contain", book, "policy-plan", *FEBRUARY, "--propose", "faster")
    assert "--by" in refused(capsys, *proposing)
    shown = asked(capsys, *proposing, "--by", "sint")
    assert "Proposed: " in shown
    said = refused(capsys, "step", book, "faster", "validated", "--on", "2026-02-09")
    assert "proposed cannot become validated" in said
    pays = [part for move in ("lend-analysts", "rule-by-rule", "two-rooms") for part in ("--pays", f"{move}=northwind")]
    asked(capsys, "step", book, "faster", "costed", "--on", "2026-02-05", *pays)
    shown = asked(capsys, "step", book, "faster", "validated", "--on", "2026-02-09")
    assert "frozen: met with probability" in shown
    assert "say `why` it is withdrawn" in refused(capsys, "step", book, "faster", "withdrawn", "--on", "2026-02-10")
    with trueup.open(book) as opened:
        steps = opened.book.containment("faster")
        forecast = steps.latest.forecast
    assert [each.state for each in steps] == ["proposed", "costed", "validated"]
    assert forecast is not None
    assert forecast.with_.met - forecast.without.met > 0.8
    assert run(["check", str(book)]) == 0


def test_a_set_of_moves_that_is_not_there_cannot_be_proposed(book: Path, capsys: pytest.CaptureFixture[str]):
    pytest.importorskip("ortools")
    assert run(["delivery", "contain", str(book), "policy-plan", *FEBRUARY, "--propose", "x", "--by", "sint",
                "--choose", "99"]) == 2  # fmt: skip
    assert "there is no set of moves number 99" in capsys.readouterr().err
    assert run(["delivery", "contain", str(book), "policy-plan", *FEBRUARY, "--propose", "x", "--by", "sint",
                "--probability", "0.99"]) == 2  # fmt: skip
    assert "--choose" in capsys.readouterr().err
    assert not (book / "containments" / "x.yaml").exists()
