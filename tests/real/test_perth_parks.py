"""Visitors of parks near Perth rated 22 outcomes: the published scores come back through a real import."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import trueup
from trueup.cli import run
from trueup.stats import proportions

BOOK = """\
kind: book
id: parks
name: Parks
currency: AUD
time_zone: Australia/Perth
parties:
  - {id: city, name: The city, role: customer}
  - {id: rangers, name: Park rangers, role: provider}
---
kind: job_map
id: visit
job: Spend time in a park
executor: visitors
steps:
  - id: execute
    name: Visit
    outcomes:
OUTCOMES
---
kind: survey
id: visitors
job_map: visit
party: city
anonymous: true
waves:
  - {id: "2016", opens: 2016-03-01, closes: 2016-04-01}
---
kind: source
id: answers
read: {jsonl: responses.jsonl}
facts:
  responses:
    survey: {value: visitors}
    wave: {value: "2016"}
    respondent: "r{respondentId}"
    outcome: "o{outcomeId}"
    importance: importance
    satisfaction: satisfaction
    answered_at: {value: 2016-03-10}
"""
PUBLISHED = {"o10": 11.25, "o11": 10.92, "o22": 10.74, "o16": 10.33, "o15": 10.25}
Row = dict[str, Any]


@pytest.fixture(scope="module")
def parks(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book with the answers loaded."""
    folder = tmp_path_factory.mktemp("parks")
    shutil.copy(shared_data / "survey_odi_perth_parks" / "responses.jsonl", folder)
    outcomes = "\n".join(
        f'      - {{id: o{number}, statement: "Minimize the effort it takes to do thing {number}"}}'
        for number in range(1, 23)
    )
    (folder / "book.yaml").write_text(BOOK.replace("OUTCOMES", outcomes))
    assert run(["load", str(folder)]) == 0
    return folder


def _in_python(folder: Path, _: pytest.CaptureFixture[str]) -> list[Row]:
    with trueup.open(folder) as book, book.panels() as panels:
        (found,) = panels.scores()
    return [json.loads(score.model_dump_json()) for score in found.scores]


def _in_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[Row]:
    assert run(["jobs", "score", str(folder), "--survey", "visitors", "--format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    rows: list[Row] = found["scores"]
    return rows


def _in_csv(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> list[Row]:
    assert run(["jobs", "score", str(folder), "--format", "csv"]) == 0
    return list(csv.DictReader(capsysbinary.readouterr().out.decode("utf-8-sig").splitlines()))


@pytest.mark.parametrize("door", [_in_python, _in_json])
def test_the_published_scores(parks: Path, door: Callable[..., list[Row]], capsys: pytest.CaptureFixture[str]) -> None:
    rows = door(parks, capsys)
    opened = {row["outcome"]: row["opportunity"]["value"] for row in rows}
    assert [row["outcome"] for row in rows][:5] == list(PUBLISHED)
    assert {name: round(opened[name], 2) for name in PUBLISHED} == PUBLISHED
    assert sum(value >= 10 for value in opened.values()) == 6
    assert len(rows) == 22


def test_every_row_is_that_of_the_answers_themselves(
    parks: Path, shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Scores and Wilson's intervals, straight from the file."""
    text = (shared_data / "survey_odi_perth_parks" / "responses.jsonl").read_text()
    given = [json.loads(line) for line in text.splitlines()]
    for row in _in_python(parks, capsys):
        mine = [each for each in given if f"o{each['outcomeId']}" == row["outcome"]]
        shares = []
        for name in ("importance", "satisfaction"):
            tops, n = sum(each[name] >= 4 for each in mine), len(mine)
            wilson = proportions.wilson(tops, n)
            assert isinstance(wilson, proportions.Proportion)
            assert row[name]["value"] == pytest.approx(10 * tops / n)
            assert row[name]["low"] == pytest.approx(10 * wilson.low)
            assert row[name]["high"] == pytest.approx(10 * wilson.high)
            assert row[f"mean_{name}"] == pytest.approx(sum(each[name] for each in mine) / n)
            shares.append(10 * tops / n)
        assert row["n_both"] == 393
        value = shares[0] + max(shares[0] - shares[1], 0)
        assert row["opportunity"]["value"] == pytest.approx(value)
        assert row["opportunity"]["low"] < value < row["opportunity"]["high"]


def test_every_door_says_the_same(parks: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    written = {row["outcome"]: row for row in _in_csv(parks, capsysbinary)}
    for row in _in_python(parks, capsysbinary):  # type: ignore[arg-type]
        other = written[row["outcome"]]
        for end in ("value", "low", "high"):
            column = "opportunity" if end == "value" else f"opportunity_{end}"
            assert float(other[column]) == row["opportunity"][end]
        assert int(other["rank"]) == row["rank"]
        assert float(other["p_rank_5"]) == row["p_rank"]["5"]


def test_the_screen_shows_the_first_and_how_sure_it_is(parks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["jobs", "score", str(parks)]) == 0
    shown = capsys.readouterr().out
    assert "393 people" in shown
    assert "11.25" in shown
    assert "thing 10" in shown
    assert "10-12" in shown


def test_charts_as_files(parks: Path, tmp_path: Path) -> None:
    for name, mark in (("l.svg", "<svg"), ("l.html", "<!doctype html>")):
        assert run(["jobs", "score", str(parks), "--chart", str(tmp_path / name)]) == 0
        text = (tmp_path / name).read_text()
        assert text.lstrip().startswith(mark)
        assert "satisfaction" in text
        assert "var(--" not in text or mark != "<svg"
