"""Export to Microsoft Project XML, read with the standard library; tests/real/test_mpxj.py reads it with MPXJ."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, parse

import pytest

from tests.sources.plans.house import HOUSE, scheduled
from trueup.delivery.documents import Calendar
from trueup.sources.plans import export_mspdi
from trueup.sources.plans.mspdi import NAMESPACE
from trueup.sources.plans.shifts import day_hours
from trueup.vocabulary import InputError

SPACE = {"p": NAMESPACE}


@pytest.fixture
def root(tmp_path: Path) -> Element:
    path = tmp_path / "house.xml"
    export_mspdi(HOUSE, scheduled(HOUSE), path)
    assert [each.name for each in tmp_path.iterdir()] == ["house.xml"]
    found = parse(path).getroot()
    assert found is not None
    return found


def texts(element: Element, path: str) -> list[str | None]:
    return [found.text for found in element.findall(path, SPACE)]


def test_tasks_stand_in_order_below_their_group(root: Element) -> None:
    assert texts(root, "p:Tasks/p:Task/p:Name") == ["Ground", "Dig", "Pour", "Roof", "Handed over"]
    assert texts(root, "p:Tasks/p:Task/p:OutlineLevel") == ["1", "2", "2", "1", "1"]
    assert texts(root, "p:Tasks/p:Task/p:Duration") == ["PT16H0M0S", "PT72H0M0S", "PT4H0M0S", "PT0H0M0S"]
    assert texts(root, "p:Tasks/p:Task/p:Milestone") == ["0", "0", "0", "1"]


def test_links_have_their_kind_and_lag_in_tenths_of_minutes(root: Element) -> None:
    links = root.findall("p:Tasks/p:Task/p:PredecessorLink", SPACE)
    found = [
        [link.findtext(f"p:{name}", None, SPACE) for name in ("PredecessorUID", "Type", "LinkLag")] for link in links
    ]
    assert found == [["2", "1", "4800"], ["3", "3", "9600"], ["2", "0", "-14400"], ["4", "1", "0"]]


def test_dates_are_those_of_the_schedule(root: Element) -> None:
    assert texts(root, "p:Tasks/p:Task/p:Start")[0] == "2026-01-05T07:00:00"
    assert texts(root, "p:Tasks/p:Task/p:Finish")[0] == "2026-01-07T15:30:00"


def test_the_calendar_has_its_days_hours_and_exceptions(root: Element) -> None:
    calendar = root.findall("p:Calendars/p:Calendar", SPACE)[0]
    assert texts(calendar, "p:WeekDays/p:WeekDay/p:DayWorking") == ["0", "1", "1", "1", "1", "1", "0"]
    assert texts(calendar, "p:Exceptions/p:Exception/p:TimePeriod/p:FromDate") == [
        "2026-01-06T00:00:00",
        "2026-01-10T00:00:00",
    ]
    assert texts(calendar, "p:Exceptions/p:Exception/p:DayWorking") == ["0", "1"]


def test_what_has_begun_has_its_actual_dates(tmp_path: Path) -> None:
    first, second, *rest = scheduled(HOUSE)
    done = first.model_copy(update={"state": "done", "percent": 100.0})
    begun = second.model_copy(update={"state": "under_way", "percent": 25.0})
    export_mspdi(HOUSE, [done, begun, *rest], tmp_path / "x.xml")
    root = parse(tmp_path / "x.xml").getroot()
    assert root is not None
    assert texts(root, "p:Tasks/p:Task/p:ActualFinish") == ["2026-01-07T15:30:00"]
    assert len(texts(root, "p:Tasks/p:Task/p:ActualStart")) == 2
    assert texts(root, "p:Tasks/p:Task/p:PercentComplete") == ["100", "25", "0", "0"]


def test_a_schedule_of_another_plan_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no 'dig'"):
        export_mspdi(HOUSE, scheduled(HOUSE)[1:], tmp_path / "x.xml")
    assert not list(tmp_path.iterdir())


def test_hours_of_a_day_that_nobody_stated() -> None:
    assert day_hours(Calendar()) == (("08:00", "12:00"), ("13:00", "17:00"))
    assert day_hours(Calendar.model_validate({"hours": 24})) == (("00:00", "24:00"),)
    assert day_hours(Calendar.model_validate({"hours": 3})) == (("14:00", "17:00"),)
    assert day_hours(Calendar.model_validate({"hours": 10})) == (("06:00", "12:00"), ("13:00", "17:00"))
