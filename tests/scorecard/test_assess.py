"""The main job as a whole: pure, as of a moment, at a grade."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

import trueup
from tests.stories.run import stories, write
from trueup.vocabulary import DocumentError, TrueupError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    story = next(each.story for each in stories() if each.title.startswith("grades"))
    write(story, tmp_path)
    return tmp_path


def test_the_same_input_gives_the_same_bytes(folder: Path) -> None:
    with trueup.open(folder) as book:
        cards = [book.assess("2026-10-01").model_dump_json() for _ in range(2)]
    with trueup.open(folder) as again:
        cards.append(again.assess(dt.date(2026, 10, 1)).model_dump_json())
    assert len(set(cards)) == 1


def test_nothing_is_known_before_it_was_recorded(folder: Path) -> None:
    with trueup.open(folder) as book:
        card = book.assess("2026-10-01", known_at="2020-01-01T00:00")
    (agreement,) = card.agreements
    assert all(objective.latest is None for objective in agreement.objectives)
    assert {objective.status for objective in agreement.objectives} == {"unmeasured"}
    assert card.known_at is not None
    assert card.known_at.tzinfo is not None, "a moment without a zone is in the book's"


def test_axes_may_be_written_as_on_the_command_line(folder: Path) -> None:
    with trueup.open(folder) as book:
        assert book.kpis("kpi,quarter", as_of="2026-10-01").equals(book.kpis(("kpi", "quarter"), as_of="2026-10-01"))


def test_a_higher_grade_never_sees_more(folder: Path) -> None:
    with trueup.open(folder) as book:
        points = [
            sum(len(each.points) for each in book.assess("2027-01-01", at_grade=grade).agreements[0].objectives)
            for grade in ("reported", "verified", "attested")
        ]
    assert points == sorted(points, reverse=True)
    assert points[0] > points[-1], "the story has actuals of more than one grade"


def test_work_is_reported_step_by_step(folder: Path) -> None:
    told: list[tuple[str, int, int]] = []
    with trueup.open(folder) as book:
        book.assess("2026-10-01", progress=lambda what, done, total: told.append((what, done, total)))
    assert list(dict.fromkeys(what for what, _, _ in told)) == [
        "actuals",
        "forecasts",
        "verdicts",
        "strengths and weaknesses",
    ]
    assert all(done <= total for _, done, total in told)


def test_today_in_the_books_zone_is_the_default_moment(folder: Path) -> None:
    with trueup.open(folder) as book:
        late = dt.datetime(2026, 9, 30, 23, 30, tzinfo=dt.UTC)
        book._clock = lambda: late
        zone = book.book.definition.zone
        assert book.moment().as_of == late.astimezone(zone).date()


def test_a_folder_that_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(TrueupError, match="trueup init"):
        trueup.open(tmp_path / "nowhere")


def test_a_broken_book_lists_every_issue(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("kind: kpi\nid: x\n")
    with pytest.raises(DocumentError) as error:
        trueup.open(tmp_path)
    assert len(error.value.issues) >= 3


def test_the_public_surface_is_small_and_whole() -> None:
    assert len(trueup.__all__) <= 24
    for name in trueup.__all__:
        assert getattr(trueup, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = trueup.nonsense


def test_sources_load_from_python_and_loading_again_lands_nothing(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    shutil.copytree(root / "examples" / "northwind", tmp_path / "northwind")
    with trueup.open(tmp_path / "northwind") as book:
        first, second = book.load(), book.load()
        assert sum(report.landed for report in first) > 2_000
        assert sum(report.landed for report in second) == 0
        with pytest.raises(TrueupError, match="did you mean 'claims'"):
            book.load("clams")
