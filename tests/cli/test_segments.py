"""`trueup jobs segments` and `trueup jobs type` on a book with answers."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import trueup
from tests.book.conftest import BOOK
from tests.jobs.build import answer, answered_at, answers
from tests.stats.segments.drawn import planted
from trueup.cli import run
from trueup.facts import FactStore
from trueup.jobs.segments import find, peers
from trueup.scorecard import panels
from trueup.stats.segments import choice
from trueup.vocabulary import InputError

OUTCOMES = [f"o{i}" for i in range(12)]
LISTED = ", ".join(f"{{id: {name}, statement: Minimize the time it takes to do {name}}}" for name in OUTCOMES)
MAP = f"""\
kind: job_map
id: job
job: Get it done
executor: people
steps: [{{id: execute, name: Do it, outcomes: [{LISTED}]}}]
"""
SURVEY = """\
kind: survey
id: s
job_map: job
anonymous: {anonymous}
waves: [{{id: w1, opens: 2026-03-01, closes: 2026-04-01}}]
"""


@pytest.fixture(scope="module", autouse=True)
def _few_resamples() -> Iterator[None]:
    """Stability is tested with the statistics."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(panels, "find", partial(find, resamples=3))
        patch.setattr(choice, "MOST", 3)
        patch.setattr(peers, "MOST", 2)
        yield


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two groups that want the opposite: what one finds important the other finds well met."""
    folder = tmp_path_factory.mktemp("book")
    (folder / "book.yaml").write_text(BOOK)
    (folder / "map.yaml").write_text(MAP)
    (folder / "survey.yaml").write_text(SURVEY.format(anonymous="false"))
    (first, second), _ = planted(120, 12, 2, np.random.default_rng(0), low=0.2, high=0.9)
    rows = [
        answer(
            f"p{i:03d}", outcome, int(first[i, j]), int(second[i, j]), keys={"region": "ns"[i % 2]}, customer="=acme"
        )
        for i in range(120)
        for j, outcome in enumerate(OUTCOMES)
    ]
    with FactStore.open(folder, book="mill") as store:
        store.append({"responses": answers(*rows)}, key="a", source="s", recorded_at=answered_at(60))
        store.drain()
    return folder


@pytest.fixture(scope="module")
def as_json(book: Path) -> Path:
    file = book.parent / f"{book.name}.json"
    with trueup.open(book) as opened, opened.panels() as asking:
        file.write_text(asking.segments().model_dump_json())
    return file


def asked(*command: str) -> int:
    try:
        return run(list(command)) or 0
    except SystemExit as end:
        return int(end.code or 0)


def test_segments_are_told_and_people_assigned(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, chart = book / "people.csv", book / "chart.svg"
    assert asked("jobs", "segments", str(book), "--assign", str(file), "--chart", str(chart)) == 0
    shown = capsys.readouterr().out
    assert "Segment 1: Minimize the time it takes to do o" in shown
    assert "Segment 2: " in shown
    assert "To place a customer, ask" in shown
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    assert len(rows) == 120
    assert {row["segment"] for row in rows} == {"1", "2"}
    assert all(row["customer"] == "'=acme" and 0.5 <= float(row["probability"]) <= 1 for row in rows)
    assert chart.read_text().startswith("<svg")


def test_the_same_seed_is_the_same_json(book: Path, as_json: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked("jobs", "segments", str(book), "--format", "json") == 0
    again = json.loads(capsys.readouterr().out)
    assert again == json.loads(as_json.read_text())
    assert again["refused"] is None


def test_a_customer_is_placed(book: Path, as_json: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions = json.loads(as_json.read_text())["typing"]["questions"]
    high = {f"{q['outcome']}.{q['asks']}": 5 if q["weights"][0] > q["weights"][1] else 1 for q in questions}
    given = ",".join(f"{key}={rating}" for key, rating in high.items())
    command = ("jobs", "type", str(book), "--from", str(as_json), "--format", "json", "--answers")
    assert asked(*command, given) == 0
    placed = json.loads(capsys.readouterr().out)
    assert placed["segment"] == 1
    assert placed["answered"] == len(questions)
    assert sum(placed["probabilities"]) == pytest.approx(1, abs=1e-5)


def test_questions_are_asked_where_no_answers_are_given(
    book: Path, as_json: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    questions = json.loads(as_json.read_text())["typing"]["questions"]
    lines = iter(["9", "5", *[""] * (len(questions) - 1)])
    monkeypatch.setattr("typer.prompt", lambda text, **_: next(lines))
    assert asked("jobs", "type", str(book), "--from", str(as_json)) == 0
    assert "segment" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "said"),
    [("zz=5", "'zz' is not asked"), ("{first}=9", "not on the scale"), ("{first}", "is no rating"), ("=", "no rating")],
)
def test_answers_that_cannot_be_are_refused(
    book: Path, as_json: Path, given: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    question = json.loads(as_json.read_text())["typing"]["questions"][0]
    text = given.format(first=f"{question['outcome']}.{question['asks']}")
    assert asked("jobs", "type", str(book), "--from", str(as_json), "--answers", text) != 0
    assert said in capsys.readouterr().err


def test_a_file_that_holds_no_segments_is_refused(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked("jobs", "type", str(book), "--from", str(book / "book.yaml"), "--answers", "o1=5") != 0
    assert "does not hold segments" in capsys.readouterr().err


def test_scores_by_segment_are_those_of_its_people(book: Path) -> None:
    with trueup.open(book) as opened, opened.panels() as asking:
        people, found = asking.segmented()
        everybody, *each = asking.scores(by="segment")
        with pytest.raises(InputError, match="all respondents"):
            asking.scores(by="segment", where={"region": "n"})
    assert everybody.sample.respondents == 120
    assert [scores.sample.respondents for scores in each] == [segment.n for segment in found.result.segments]
    for scores, segment in zip(each, found.result.segments, strict=True):
        opened_by = {score.outcome: score.opportunity for score in scores.scores}
        for need in segment.needs:
            figure = opened_by[need.outcome]
            assert figure is not None
            assert need.opportunity is not None
            assert need.opportunity.value == pytest.approx(figure.value)
    assert len(people.respondents) == 120


def test_who_is_where_stays_unsaid_in_an_anonymous_survey(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("book.yaml", "map.yaml"):
        (tmp_path / name).write_text((book / name).read_text())
    (tmp_path / "survey.yaml").write_text(SURVEY.format(anonymous="true"))
    assert asked("jobs", "segments", str(tmp_path), "--assign", str(tmp_path / "people.csv")) != 0
    assert "anonymous" in capsys.readouterr().err
    assert not (tmp_path / "people.csv").exists()


def test_a_survey_without_answers_says_so(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("book.yaml", "map.yaml", "survey.yaml"):
        (tmp_path / name).write_text((book / name).read_text())
    assert asked("jobs", "segments", str(tmp_path)) == 0
    assert "0 of the 100 respondents" in " ".join(capsys.readouterr().out.split())
    assert asked("jobs", "type", str(tmp_path), "--answers", "o1=5") != 0
    assert "0 of the 100 respondents" in capsys.readouterr().err
