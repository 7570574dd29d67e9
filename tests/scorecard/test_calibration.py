"""The planted book through Python and the command line: what is replayed, what came, who promised too much."""

from __future__ import annotations

import csv
import datetime as dt
import io
from itertools import pairwise
from pathlib import Path

import pytest

import trueup
from tests.stats.forecast.test_places import RUNG, narrow
from tests.value.calibration.planted import AS_OF, planted
from trueup.bundle.gather import gather
from trueup.bundle.read import read
from trueup.bundle.write import write
from trueup.cli import run
from trueup.scorecard.assess import assess_one
from trueup.scorecard.calibration.months import month_ends
from trueup.stats.forecast import ladder
from trueup.value.results_calibration import CalibrationResult, KindCalibration
from trueup.vocabulary import InputError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return planted(tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="module")
def found(folder: Path) -> CalibrationResult:
    with trueup.open(folder) as book:
        return book.calibration(AS_OF, by="party")


def kind(found: CalibrationResult, name: str) -> KindCalibration:
    return next(each for each in found.kinds if each.kind == name)


def test_the_hope_is_found(found: CalibrationResult) -> None:
    chances = kind(found, "p_hit")
    scored = chances.all.probabilities
    assert scored is not None
    assert scored.lean == "hopeful"
    assert scored.came.value == 0
    assert scored.said > 0.75
    assert scored.p_adjusted < 0.01
    assert "too hopeful" in found.words[1]
    assert chances.counted.by_basis == {"replayed": chances.counted.issued}


def test_two_thirds_of_what_was_promised_came(found: CalibrationResult) -> None:
    promises = kind(found, "promise")
    points = promises.all.points
    assert points is not None
    assert points.factor == pytest.approx(2 / 3, abs=0.03)
    assert points.optimism == "optimistic"
    assert points.kept.value == 0
    assert {part.group for part in promises.parts} == {"acme", "sint"}


def test_what_was_replayed_is_what_was_assessed_then(folder: Path, found: CalibrationResult) -> None:
    """The same code path: P(hit) of a past month is that of the scorecard as of and as known at that day."""
    day = dt.date(2025, 4, 1)
    with trueup.open(folder) as book:
        card = book.assess(day, known_at="2025-04-01T00:00")
    then = {each.kpi: each.p_hit for result in card.agreements for each in result.objectives}
    lines = {line.subject.split("/")[1]: line for line in found.lines if line.kind == "p_hit" and line.issued_on == day}
    assert {name: line.probability for name, line in lines.items()} == then


def test_a_month_knows_nothing_of_what_came_later(found: CalibrationResult) -> None:
    """March became known on 1 April at noon: at midnight it was not, so the forecast reaches from March on."""
    lines = [each for each in found.lines if each.kind == "forecast" and each.issued_on == dt.date(2025, 4, 1)]
    assert min(each.for_date for each in lines) == dt.date(2025, 3, 31)


def test_where_facts_came_later_it_is_reconstructed(tmp_path: Path) -> None:
    from tests.stories.run import write as told
    from tests.value.calibration.planted import story

    late = story()
    for row in late["facts"]["observations"]:
        row["recorded_at"] = "2026-01-15T12:00+00:00"
    told(late, tmp_path)
    with trueup.open(tmp_path) as book:
        found = book.calibration("2026-02-01", kinds=["p_hit"], since="2025-09-01")
    assert set(kind(found, "p_hit").counted.by_basis) == {"reconstructed"}


def test_at_a_grade_that_nobody_gave_nothing_is_known(folder: Path) -> None:
    with trueup.open(folder) as book:
        found = book.calibration(AS_OF, at_grade="attested", kinds=["promise"])
    assert (kind(found, "promise").counted.over, kind(found, "promise").counted.unknown) == (0, 10)
    assert kind(found, "promise").all.insufficient is not None


def test_before_anything_is_over_it_says_when(folder: Path) -> None:
    with trueup.open(folder) as book:
        found = book.calibration("2025-02-15", kinds=["p_hit", "promise"])
    assert found.words[0] == "nothing is over yet: the first answers come after 2025-06-30"


def test_a_kind_that_there_is_not(folder: Path) -> None:
    with trueup.open(folder) as book, pytest.raises(InputError, match="no kind of forecast 'hope'"):
        book.calibration(AS_OF, kinds=["hope"])


def test_the_command_line_says_the_same(
    folder: Path, found: CalibrationResult, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["value", "calibration", str(folder), "--as-of", AS_OF, "--by", "party"]
    assert run([*asked, "--kind", "promise", "--format", "json"]) == 0
    told = CalibrationResult.model_validate_json(capsys.readouterr().out)
    assert kind(told, "promise") == kind(found, "promise")
    assert run([*asked, "--kind", "p_hit", "--since", "2025-04-01", "--chart", str(tmp_path / "c.svg")]) == 0
    words = capsys.readouterr().out
    assert "too hopeful" in words
    assert "The forecast ladder" in words
    assert (tmp_path / "c.svg").read_text().startswith("<svg")
    assert run([*asked, "--kind", "promise", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out.lstrip("\ufeff"))))
    assert len(rows) == 10
    assert {row["state"] for row in rows} == {"over"}


def test_months_are_sampled_evenly_with_the_latest_always() -> None:
    first, last = dt.date(2020, 1, 15), dt.date(2026, 3, 10)
    found = month_ends(first, last)
    assert found[-1] == dt.date(2026, 3, 1)
    assert len(found) <= 36
    steps = {(b.year - a.year) * 12 + b.month - a.month for a, b in pairwise(found)}
    assert len(steps) == 1
    assert month_ends(last, last) == ()
    assert month_ends(dt.date(2025, 11, 30), dt.date(2026, 1, 1)) == (dt.date(2025, 12, 1), dt.date(2026, 1, 1))


def test_a_planted_rung_loses_its_place_visibly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the scorecard, in every forecast, beside one agreement, and in a bundle that carries it."""
    book_folder = planted(tmp_path, agreements=10, falls=False, before=14)
    with trueup.open(book_folder) as book:
        before = book.assess(AS_OF)
        monkeypatch.setattr(ladder, "model_trials", narrow(0.4))
        card, moment = book.assess(AS_OF), book.moment(AS_OF)
        assert before.ladder is not None
        assert {each.place for each in before.ladder.rungs} <= {"kept", "unjudged"}
        assert "every rung of the ladder is in its place" in before.ladder.words
        assert card.ladder is not None
        (lost,) = [each for each in card.ladder.rungs if each.place == "lost"]
        assert lost.rung == RUNG
        assert lost.words.startswith(f"{RUNG} lost its place in this book: its 80% intervals held ")
        forecasts = [each.forecast for result in card.agreements for each in result.objectives]
        assert all(each is not None and each.ladder == card.ladder.words for each in forecasts)
        assert all(each is not None and each.method != RUNG for each in forecasts)
        with book.store.snapshot() as snapshot:
            alone = assess_one(book.book, snapshot, moment, "a0")
            bundle = read(write(gather(book.book, snapshot, moment, "a0")))
    assert alone.model_dump_json() == card.agreements[0].model_dump_json()
    assert bundle.manifest.ladder is not None
    assert bundle.manifest.ladder.lost == (RUNG,)
