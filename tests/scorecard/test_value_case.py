"""The story of a sealed case: sealed, then targets weakened twice; every door still compares with what was sealed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.stories import rest
from tests.stories.run import write
from trueup.cli import run
from trueup.scorecard.opened import open_book
from trueup.scorecard.value_case import business_case, networks
from trueup.scorecard.value_goalposts import goalposts
from trueup.vocabulary import InputError, UnknownName

STORY: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("sealed_case.yaml").read_text(encoding="utf-8"))
AS_OF = "2027-07-01"
Answers = tuple[dict[str, Any], dict[str, Any]]


def python(folder: Path, capsys: pytest.CaptureFixture[str]) -> Answers:
    with open_book(folder) as book, book.values(AS_OF) as values:
        return business_case(values).model_dump(mode="json"), goalposts(values).agreements[0].model_dump(mode="json")


def cli(folder: Path, capsys: pytest.CaptureFixture[str]) -> Answers:
    def ask(verb: str) -> dict[str, Any]:
        assert run(["value", verb, str(folder), "--as-of", AS_OF, "--format", "json"]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return ask("case"), ask("goalposts")["agreements"][0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(STORY, tmp_path)
    return tmp_path


def told(case: dict[str, Any], moved: dict[str, Any]) -> None:
    """What every door says, worked out by hand."""
    came = case["came"]
    assert (case["version"], came["sealed_version"], came["agreement_version"]) == (2, 1, 1)
    # 100 people x 1 h x 40 weeks x 30 = 120,000 a year; half in year 1. The name: 30,000 in year 2, by 181/365 days.
    assert came["benefits_promised"] == pytest.approx(60_000 + 150_000 * 181 / 365, abs=0.01)
    # By the sealed baseline of 12: June 2, December 4, January 5 days better, at 1,000 a month each.
    assert came["benefits_came"] == 11_000
    assert [year["benefits_came"] for year in came["years"]] == [0, 6_000, 5_000]
    assert [year["state"] for year in came["years"]] == ["over", "over", "running"]
    # 60,000 on the first day is of year 0; 24,000 a year accrues by days of 365.2425.
    assert [year["costs_came"] for year in came["years"]] == pytest.approx(
        [60_000, 24_000 * 365 / 365.2425, 24_000 * 181 / 365.2425], abs=0.01
    )
    # -50,000 + 36,000 / 1.1 + 126,000 / 1.21
    assert came["npv_promised"] == pytest.approx(-50_000 + 36_000 / 1.1 + 126_000 / 1.21, abs=0.01)
    so_far = -60_000 + (6_000 - 23_984.07) / 1.1 + (5_000 - 11_893.47) / 1.21
    assert came["npv_so_far"] == pytest.approx(so_far, abs=0.02)
    assert came["npv_expected"] == pytest.approx(so_far + 126_000 * 184 / 365 / 1.21, abs=0.02)
    assert came["words"][-1] == "the case was re-cut once since: this compares with version 1, which was sealed"
    assert [each["change"] for each in came["recuts"]] == pytest.approx([-101_652.89])
    assert [(move["kind"], move["version"]) for move in moved["moves"]] == [
        ("target", 2), ("case", 2), ("target", 3), ("due", 3),
    ]  # fmt: skip
    assert moved["moves"][0]["words"] == "target of claim cycle time weakened from 2 to 4 days"
    assert moved["moves"][3]["days"] == 90
    # From 31 December 2026, at 10 days better: 1/31 of December, then 12 months; the target of 4: 8 days better.
    first = 10_000 * (1 / 31 + 12)
    assert moved["first"] == pytest.approx(first, abs=0.01)
    assert moved["moves"][0]["taken"] == pytest.approx(2_000 * (1 / 31 + 12), abs=0.01)
    # In the end 6 days better from 31 March 2027 on: 1/31 of March, then nine months.
    assert moved["stands"] == pytest.approx(6_000 * (1 / 31 + 9), abs=0.01)
    assert moved["share"] == pytest.approx(6 * (1 / 31 + 9) / (10 * (1 / 31 + 12)))
    assert sum(move["taken"] or 0 for move in moved["moves"]) == pytest.approx(
        moved["first"] - moved["stands"], abs=0.02
    )


@pytest.mark.parametrize("door", [python, cli])
def test_the_comparison_stays_against_the_sealed_case(
    folder: Path, door: Callable[..., Answers], capsys: pytest.CaptureFixture[str]
) -> None:
    told(*door(folder, capsys))


@pytest.mark.django_db
def test_and_on_a_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with rest.served(STORY, tmp_path, rest.Clock(monkeypatch)) as client:
        place = f"/api/v1/books/{rest.slug_of(tmp_path)}/agreements/claims"
        case = client.transport.get(f"{place}/business-case", as_of=AS_OF)
        moved = client.transport.get(f"{place}/goalposts", as_of=AS_OF)
        drawn = client.transport.get(f"{place}/benefits-network")
        (of_book,) = client.transport.get("/api/v1/goalposts", by="provider")
    told(case, moved)
    assert [node["id"] for node in drawn["nodes"]] == ["app", "train", "sort", "handlers", "cycle-time"]
    assert [line["key"] for line in of_book["result"]["lines"]] == ["acme"]


def test_the_gap_is_split_by_use_exactly(folder: Path) -> None:
    """Year 1: 50 planned, 30 days at 20, 31 at 30; year 2: 100 and 50; promised 60,000 and 120,000 x 181/365."""
    with open_book(folder) as book, book.values(AS_OF) as values:
        (line, _) = business_case(values).came.lines
    due, use = 120_000 * 181 / 365, (30 * 20 + 31 * 30) / 61
    adoption = (50 - use) * 60_000 / 50 + (100 - 50) * due / 100
    assert float(line.gap.adoption) == pytest.approx(adoption, abs=0.01)
    assert float(line.gap.total) == pytest.approx(60_000 + due - 11_000, abs=0.01)
    assert line.gap.total == pytest.approx(line.gap.adoption + line.gap.effect, abs=Decimal("0.01"))
    assert str(line.gap.words).startswith("109 k EUR behind, most of it because fewer use it than planned")


def test_before_it_was_known_nothing_is_compared(folder: Path) -> None:
    with open_book(folder) as book, book.values("2025-12-15") as values:
        found = business_case(values)
        assert found.version == 1
        assert found.came.benefits_promised == 0
        assert goalposts(values).agreements[0].moves == ()
    with (
        open_book(folder) as book,
        book.values("2025-11-01") as values,
        pytest.raises(UnknownName, match="no business"),
    ):
        business_case(values)


def test_the_network_as_it_was_drawn_has_its_gaps(folder: Path) -> None:
    with open_book(folder) as book, book.values("2026-05-01") as values:
        (found,) = networks(values)
    assert [str(gap) for gap in found.gaps] == ["A better name: nobody owns it; no change leads to it"]
    assert found.worth_at_risk == 30_000


def test_gaps_are_an_exit_status(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["value", "network", str(folder), "--as-of", "2026-05-01"]) == 1
    assert "nobody owns it; no change leads to it" in " ".join(capsys.readouterr().out.split())
    assert run(["value", "network", str(folder), "--as-of", AS_OF, "--chart", str(folder / "net.svg")]) == 0
    assert "Handlers are" in (folder / "net.svg").read_text(encoding="utf-8")


def test_a_potential_beside_the_agreements_own(folder: Path) -> None:
    with open_book(folder) as book, book.values(AS_OF) as values:
        found = business_case(values).potential
    assert (found.case, found.agreement) == (90_000, Decimal("120322.58"))
    assert found.difference == found.case - found.agreement
    assert str(found.words) == (
        "the case expects 90 k EUR, 30.3 k EUR less than the agreement's own arithmetic (120 k EUR)"
    )


@pytest.mark.parametrize(("by", "keys"), [("provider", ["acme"]), ("month", ["2026-06", "2026-07", "2026-10"])])
def test_lines_by_provider_and_month(folder: Path, by: Any, keys: list[str]) -> None:
    with open_book(folder) as book, book.values(AS_OF) as values:
        found = goalposts(values, by=by)
    assert [line.key for line in found.lines] == keys
    assert sum(line.targets for line in found.lines) == 2
    assert sum(line.days for line in found.lines) == 90
    assert sum(line.taken for line in found.lines) == found.agreements[0].taken


def test_a_case_and_its_chart_at_the_command_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["value", "case", str(folder), "--as-of", AS_OF, "--chart", str(folder / "case.svg")]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "Promised against come (version 1, sealed 2026-01-01)" in text
    assert "promised 112 k" in (folder / "case.svg").read_text(encoding="utf-8")
    assert run(["value", "case", str(folder), "--scenario", "slow"]) == 2
    assert "the case 'claims-case' has no scenario 'slow'" in capsys.readouterr().err
    assert run(["value", "goalposts", str(folder), "--as-of", AS_OF, "--by", "month", "--format", "csv"]) == 0
    assert "2026-10,2026-10,1,2,0,1,1,90,0,0,42064.52" in capsys.readouterr().out


def test_one_case_has_to_be_named_among_several(folder: Path) -> None:
    other = {**STORY["documents"][3], "id": "other-case"}
    (folder / "other.yaml").write_text(yaml.safe_dump(other), encoding="utf-8")
    with open_book(folder) as book, book.values(dt.date(2027, 7, 1)) as values:
        with pytest.raises(InputError, match="the book has 2 business cases"):
            business_case(values)
        found = business_case(values, "other-case")
    assert found.came is None
    assert "no agreement names it: it is sealed nowhere, and promises nothing yet" in map(str, found.notes)
