"""Files of Microsoft Project, Primavera and Planner, read by MPXJ in its process."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Mapping
from pathlib import Path
from xml.etree.ElementTree import parse

import pytest

from tests.sources.plans.house import HOUSE, scheduled
from trueup.sources.plans import PlanFile, export_mspdi, read_plan
from trueup.sources.plans.build import build
from trueup.sources.plans.formats import sniffed
from trueup.sources.plans.java.launch import Asked, ask
from trueup.sources.plans.java.read import drafted
from trueup.sources.plans.options import Options
from trueup.vocabulary import SourceError

pytestmark = [
    pytest.mark.skipif(importlib.util.find_spec("mpxj") is None, reason="needs trueup[plans]"),
    pytest.mark.skipif(shutil.which("java") is None, reason="needs a Java runtime"),
]

# activities, groups, links, baselines, rows of progress
READ = {
    "PredecessorCalendar.xer": (1, 1, 0, 1, 1),
    "SubprojectA-9.mpp": (2, 1, 1, 0, 0),
    "SubprojectB-9.mpp": (2, 2, 1, 0, 0),
    "baselines.xml": (1, 0, 0, 10, 0),
    "bug1.mpp": (10, 2, 9, 0, 0),
    "bug3.mpp": (2, 3, 0, 0, 0),
    "enterprise.xml": (1, 0, 0, 0, 0),
    "mspditimephased.xml": (40, 0, 0, 0, 20),
    "percent-complete-8.4.pmxml": (12, 0, 0, 1, 9),
    "percent-complete-8.4.xer": (12, 1, 0, 1, 9),
    "planner-sample.planner": (2, 0, 1, 0, 0),
    "project1.planner": (29, 1, 5, 0, 4),
    "resource-rates-test.xer": (1, 1, 0, 1, 0),
    "resource-rates-test.xml": (1, 0, 0, 1, 0),
    "sample.mpp": (18, 4, 6, 0, 0),
    "sample.mpx": (16, 3, 7, 0, 0),
    "sample1.mpp": (4, 0, 0, 0, 0),
    "slack9.mpp": (15, 0, 15, 0, 0),
    "splits9a.mpp": (13, 0, 0, 0, 10),
    "task-baselines-project2019-mspdi.xml": (110, 0, 0, 0, 0),
    "task-costs-project2019-mspdi.xml": (10, 0, 0, 0, 0),
    "task-dates-project2019-mspdi.xml": (10, 0, 0, 0, 0),
    "task-links-project2019-mspdi.xml": (16, 0, 8, 0, 0),
    "timephased-budget-baseline.mpp": (1, 0, 0, 11, 0),
}
Answers = Mapping[str, PlanFile | SourceError]


@pytest.fixture(scope="module")
def answers(shared_data: Path) -> Answers:
    """All files, through one child: Java starts once."""
    files = sorted(path for path in (shared_data / "sched_mpxj").iterdir() if path.suffix != ".md")
    asked = [Asked(path, sniffed(path).name) for path in files]
    return {one.path.name: _plan(one, answer) for one, answer in zip(asked, ask(asked), strict=True)}


def _plan(one: Asked, answer: object) -> PlanFile | SourceError:
    if isinstance(answer, SourceError):
        return answer
    assert isinstance(answer, dict)
    return build(drafted(answer, one.format, one.path.stem), one.path, Options())


def _counts(read: PlanFile | SourceError) -> tuple[int, ...]:
    assert isinstance(read, PlanFile), read
    report = read.report
    return report.activities, report.groups, report.links, report.baselines, report.progress


def test_all_24_are_read(answers: Answers) -> None:
    assert {name: _counts(read) for name, read in answers.items() if name != "sample.de.mpx"} == READ


def test_a_german_mpx_says_what_to_do(answers: Answers) -> None:
    error = answers["sample.de.mpx"]
    assert isinstance(error, SourceError)
    assert "sample.de.mpx: it cannot be read as mpx" in str(error)
    assert "save it as Microsoft Project XML" in str(error)


def test_the_same_project_in_two_formats_is_the_same_plan(answers: Answers) -> None:
    xer, xml = answers["percent-complete-8.4.xer"], answers["percent-complete-8.4.pmxml"]
    assert isinstance(xer, PlanFile)
    assert isinstance(xml, PlanFile)
    said = [{each.id: (str(each.duration), each.name) for each in read.plan.activities} for read in (xer, xml)]
    assert said[0] == said[1]
    rows = [{row["activity"]: (row["percent"], row["status_date"]) for row in read.progress} for read in (xer, xml)]
    assert rows[0] == rows[1]


def test_links_of_project_2019_have_their_kinds(answers: Answers, shared_data: Path) -> None:
    read = answers["task-links-project2019-mspdi.xml"]
    assert isinstance(read, PlanFile)
    kinds = [link.kind for each in read.plan.activities for link in each.after]
    path = shared_data / "sched_mpxj" / "task-links-project2019-mspdi.xml"
    codes = [found.text for found in parse(path).iterfind(".//{*}PredecessorLink/{*}Type")]
    assert kinds == [["FF", "FS", "SF", "SS"][int(code or "")] for code in codes]
    assert set(kinds) == {"FF", "FS", "SF", "SS"}


def test_what_is_exported_and_read_back_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "house.xml"
    export_mspdi(HOUSE, scheduled(HOUSE), path)
    back = read_plan(path, party_from="party").plan
    names = {"1": "Ground", "2": "dig", "3": "pour", "4": "roof", "5": "over"}
    assert [names[each.id] for each in back.activities] == [each.id for each in HOUSE.activities]
    for mine, theirs in zip(HOUSE.activities, back.activities, strict=True):
        assert (theirs.name, theirs.party, theirs.group) == (mine.name, mine.party, mine.group)
        assert _said(theirs.after, names) == _said(mine.after, {})
        assert (theirs.cost, theirs.at_start, theirs.committed) == (mine.cost, mine.at_start, mine.committed)
        assert theirs.constraint == mine.constraint
    assert [str(each.duration) for each in back.activities] == ["2d", "72h", "4h", "0d"]
    assert back.calendar == HOUSE.calendar
    assert back.calendars["around"].hours == 24
    assert back.resources[0].capacity == 4
    assert list(back.activities[0].needs.values()) == [2]
    assert back.baselines[0].activities["2"] == HOUSE.baselines[0].activities["dig"].model_copy(
        update={"start": back.baselines[0].activities["2"].start}
    )


def _said(links: object, names: Mapping[str, str]) -> list[tuple[str, str, float]]:
    assert isinstance(links, tuple)
    return [(names.get(link.before, link.before), link.kind, link.lag.days()) for link in links]


def test_a_truncated_project_file_is_an_error(shared_data: Path, tmp_path: Path) -> None:
    half = tmp_path / "half.mpp"
    raw = (shared_data / "sched_mpxj" / "sample.mpp").read_bytes()
    half.write_bytes(raw[: len(raw) // 2])
    with pytest.raises(SourceError, match=r"half\.mpp"):
        read_plan(half)
