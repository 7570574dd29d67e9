"""KPIs whose actuals a panel gives."""

from __future__ import annotations

import pytest

from trueup.book.book import check_texts
from trueup.kpis.documents import Kpi
from trueup.vocabulary import Issue

BOOK = """
kind: book
id: harbour
name: Harbour
currency: EUR
parties:
  - {id: harbour, name: Harbour Insurance, role: customer}
"""
JOB_MAP = """
kind: job_map
id: recover
job: Recover from an insured loss
executor: policyholder
steps:
  - id: define
    name: Find out what is covered
    outcomes:
      - {id: o1, statement: Minimise the time it takes to find out whether the loss is covered}
      - {id: o2, statement: Minimise the likelihood that a covered loss is refused}
"""
SURVEY = """
kind: survey
id: voice
job_map: recover
party: harbour
outcomes: [o1]
frame: {keys: [region]}
waves: [{id: spring, opens: 2026-03-01, closes: 2026-03-15}]
"""
KPI = """
kind: kpi
id: covered-soon
name: Customers who find out soon
unit: points
direction: increase
panel: {survey: voice, outcome: o1}
"""


def issues(kpi: str = KPI, survey: str = SURVEY) -> list[Issue]:
    found = check_texts([("book.yaml", BOOK), ("map.yaml", JOB_MAP), ("survey.yaml", survey), ("kpi.yaml", kpi)])
    return [issue for issue in found if issue.file == "kpi.yaml"]


def test_a_bound_kpi_is_whole() -> None:
    assert issues() == []


@pytest.mark.parametrize(
    ("broken", "with_", "path", "words"),
    [
        ("survey: voice", "survey: voce", "panel.survey", "there is no survey 'voce'"),
        ("outcome: o1", "outcome: o2", "panel.outcome", "there is no outcome 'o2'"),
        ("outcome: o1}", "outcome: o1, group: role=agent}", "panel.group", "there is no key 'role'"),
        ("direction: increase", "direction: decrease", "direction", "worse off"),
    ],
)
def test_what_the_panel_cannot_answer_is_said(broken: str, with_: str, path: str, words: str) -> None:
    found = issues(KPI.replace(broken, with_))
    assert [issue.path for issue in found] == [path]
    assert words in found[0].message


def test_figures_need_somebody_whose_word_they_are() -> None:
    (found,) = issues(survey=SURVEY.replace("party: harbour\n", ""))
    assert (found.level, found.path) == ("soon", "panel.survey")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"entered": True}, "neither entered nor computed"),
        ({"aggregate": "ratio(a, b)"}, "neither entered nor computed"),
        ({"unit": "%", "panel": {"survey": "voice", "outcome": "o1", "measure": "opportunity"}}, "no percentage"),
        ({"panel": {"survey": "voice", "outcome": "o1", "group": "agent"}}, "pattern"),
    ],
)
def test_a_kpi_has_one_origin(change: dict[str, object], words: str) -> None:
    given = {
        "id": "covered-soon", "name": "Soon", "unit": "points", "direction": "increase",
        "panel": {"survey": "voice", "outcome": "o1"},
    }  # fmt: skip
    with pytest.raises(ValueError, match=words):
        Kpi.model_validate(given | change)
