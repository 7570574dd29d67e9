"""An instant becomes a day where the book is: how it is written, and where others live, changes no answer."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import trueup
from tests.scorecard.days import counted, instant, nights, written
from trueup.scorecard.value_attribute import attribution
from trueup.scorecard.value_case import business_case
from trueup.scorecard.value_goalposts import goalposts
from trueup.scorecard.value_settle import draw_up, settlements
from trueup.vocabulary import Grain

ZONES = ("America/New_York", "Europe/Berlin", "Pacific/Auckland")
AS_OF = "2026-07-01"
KNOWN = "2026-07-01T00:30"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")


def answers(folder: Path, clock: str) -> dict[str, Any]:
    """Everything that is said of the book, its instants as the clocks of the place show them, without digests."""
    with trueup.open(folder) as book:
        found: dict[str, Any] = {
            "card": book.assess(AS_OF, known_at=KNOWN),
            "then": book.assess("2026-04-01", known_at="2026-04-01T00:20"),
            "plan": book.delivery("move-in", AS_OF, known_at=KNOWN),
            "calibration": book.calibration(AS_OF, known_at=KNOWN),
        }
        for grain in ("day", "week", "month", "quarter", "year"):
            found[grain] = book.kpis(["kpi", grain], as_of=AS_OF, known_at=KNOWN).to_pylist()
        with book.values(AS_OF, known_at=KNOWN) as values:
            found |= {"goalposts": goalposts(values), "case": business_case(values)}
            found |= {"desk": attribution(values, "desk"), "settlements": settlements(values, "press")}
            found["statement"] = draw_up(values, "press", "2026-Q2")[0]
    return {name: plain(each, ZoneInfo(clock)) for name, each in found.items()}


def plain(found: Any, zone: ZoneInfo) -> Any:
    if hasattr(found, "model_dump"):
        return plain(found.model_dump(mode="json"), zone)
    if isinstance(found, dict):
        return {key: plain(each, zone) for key, each in found.items()}
    if isinstance(found, list | tuple):
        return [plain(each, zone) for each in found]
    if isinstance(found, dt.datetime):
        return found.astimezone(zone).replace(tzinfo=None).isoformat()
    if isinstance(found, str):
        shown = _INSTANT.sub(lambda text: str(plain(dt.datetime.fromisoformat(text[0]), zone)), found)
        return "digest" if _DIGEST.fullmatch(found) else shown
    return found


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is said where the book's clocks are those of UTC: there is no other day to be taken."""
    return answers(written(tmp_path_factory.mktemp("utc") / "book", "UTC", "Z"), "UTC")


@pytest.mark.parametrize(("clock", "offset"), [*zip(ZONES, ("+13:00", "-10:00", "Z"), strict=True)])
def test_neither_the_place_nor_the_offset_changes_an_answer(
    expected: dict[str, Any], tmp_path: Path, clock: str, offset: str
) -> None:
    """Each place in an offset whose clocks show another day before and after its midnight, or only one of them."""
    found = answers(written(tmp_path / "book", clock, offset), clock)
    for name, told in expected.items():
        assert found[name] == told, name


def test_the_answers_hang_on_the_midnights(expected: dict[str, Any]) -> None:
    """So that the book above is not one of which nothing hangs on a day."""
    assert "version 2, which was sealed" in expected["case"]["came"]["words"][-1]
    (desk,) = expected["desk"]["objectives"]
    assert desk["declared"]["before_result"]
    assert "changed on 2026-01-31" in str(desk["found"]["assumptions"])
    (correction,) = expected["statement"]["corrections"]
    assert correction["words"] == "by evidence that became known after 2026-04-30"
    lines = {each["subject"]: each["issued_on"] for each in expected["calibration"]["lines"]}
    assert lines["move-in/build finish"] == "2025-12-31"
    assert lines["press/renewals@1"] == "2026-01-01"
    (gear,) = expected["plan"]["verdicts"]
    assert gear["own"] == "met"
    moves = [each["on"] for part in expected["goalposts"]["agreements"] for each in part["moves"]]
    assert {"2026-03-31", "2026-02-28"} <= set(moves)


@pytest.mark.parametrize("clock", ZONES)
def test_rows_and_cells_put_an_event_near_midnight_in_the_same_period(
    tmp_path: Path, clock: str, engine_url: str
) -> None:
    told = counted(tmp_path / "book", clock)
    with trueup.open(told, engine=engine_url) as book:
        book.load()
        book.store.drain()
        for grain in Grain:
            expected = Counter((str(grain.period_of(day).start), half) for day, half, _ in nights(clock))
            for kpi in ("counted", "entered"):
                rows = book.kpis(["kpi", grain, "segment"], kpis=[kpi], as_of="2026-09-01").to_pylist()
                found = {(str(row[grain]), row["segment"]): row["actual"] for row in rows if row["actual"]}
                assert found == expected, (kpi, grain)


def test_a_moment_without_an_offset_is_one_of_the_book(tmp_path: Path) -> None:
    """What became known at 23:50 is not known when the day begins, and is when the next does."""
    with trueup.open(written(tmp_path / "book", "Pacific/Auckland", "Z")) as book:
        for known, actual in (("2026-04-30T23:35", 13), ("2026-04-30", 13), ("2026-05-01", 15)):
            assert book.moment("2026-05-01", known).known_at == instant("Pacific/Auckland", known)
            (row,) = book.kpis(["kpi", "quarter"], kpis=["renewed"], as_of="2026-05-01", known_at=known).to_pylist()
            assert row["actual"] == actual
