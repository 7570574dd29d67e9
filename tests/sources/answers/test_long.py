"""A row a rating."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest

from tests.sources.answers.conftest import Panel
from trueup.vocabulary import DocumentError

HEAD = "respondent,answered_at,outcome,importance,satisfaction\n"


def test_a_row_without_a_rating_was_shown_and_one_that_is_not_there_was_not(panel: Panel) -> None:
    told = panel.told(HEAD + "ann,2026-10-05,o1,5,\nann,2026-10-05,o2,,\nbob,2026-10-06,o1,,\n", layout="long")
    assert panel.ratings() == {"ann o1": (5, None), "ann o2": (None, None), "bob o1": (None, None)}
    assert (told.respondents, told.ratings, told.skipped) == (2, 1, 5)


def test_somebody_of_whom_no_row_says_anything_has_not_answered(panel: Panel) -> None:
    """As in a list of forms that came back: bob has not sent his."""
    text = HEAD + "ann,,o1,5,2\nann,,o2,,\nbob,,o1,,\nbob,,o2,,\n"
    told = panel.told(text, layout="long", answered_on=dt.date(2026, 10, 9))
    assert panel.ratings() == {"ann o1": (5, 2), "ann o2": (None, None)}
    assert told.aside == {"no answer at all": 2}


def test_outcomes_may_be_told_by_their_statement(panel: Panel) -> None:
    panel.told(HEAD + "ann,2026-10-05,reduce the LIKELIHOOD that an important letter is lost,5,2\n", layout="long")
    assert panel.ratings() == {"ann o2": (5, 2)}


def test_perth_is_a_long_file(panel: Panel, shared_data: Path) -> None:
    file = shared_data / "survey_odi_perth_parks" / "responses.jsonl"
    outcomes = "\n".join(f"  - {{id: o{n}, statement: Reduce the effort of thing {n}}}" for n in range(1, 23))
    panel.write(
        "jobs.yaml", f"kind: job_map\nid: claim\njob: Enjoy a park\nexecutor: visitor\nfinancial:\n{outcomes}\n"
    )
    mapping = 'respondent: respondentId\noutcome: "o{outcomeId}"\n'
    told = panel.told(file.read_bytes(), "responses.jsonl", mapping, layout="long", answered_on=dt.date(2026, 10, 1))
    assert (told.rows, told.respondents, told.outcomes, told.ratings) == (8646, 393, 22, 2 * 8646)
    high = {name: np.array([row for row in panel.rows() if row["outcome"] == name]) for name in ("o10", "o11", "o22")}
    scores = {name: _opportunity([row["importance"] for row in rows], [row["satisfaction"] for row in rows])
              for name, rows in high.items()}  # fmt: skip
    assert {name: round(score, 2) for name, score in scores.items()} == {"o10": 11.25, "o11": 10.92, "o22": 10.74}


def _opportunity(importance: list[int], satisfaction: list[int]) -> float:
    top = [10 * float(np.mean(np.array(ratings) >= 4)) for ratings in (importance, satisfaction)]
    return top[0] + max(top[0] - top[1], 0)


SOURCE = """
    kind: source
    id: elsewhere
    read: {csv: ../files/answers.csv}
    """


def loaded(panel: Panel, mapping: str, text: str) -> str:
    """Load a source of the book; what was refused and noted."""
    panel.write("../files/answers.csv", text)
    panel.write("source.yaml", dedent(SOURCE).lstrip("\n") + dedent(mapping))
    with panel.open() as opened:
        (report,) = opened.load()
    return "\n".join([*map(str, report.refusals), *report.notices])


def test_a_source_of_the_book_maps_answers_too(panel: Panel) -> None:
    told = loaded(
        panel,
        "answers: {survey: panel, wave: 2026-q4, as: long, not_known: [99]}\n",
        HEAD + "ann,2026-10-05,o1,5,99\nann,2026-10-05,o2,7,1\n",
    )
    assert told == "responses: line 3, column importance: is not on the scale of the survey, 1 to 5 (got '7')\n" + (
        "2 outcomes that the survey asks about have no ratings here: o2, o3"
    )
    assert panel.ratings() == {"ann o1": (5, None)}


def test_single_columns_are_judged_by_the_survey_as_well(panel: Panel) -> None:
    mapping = """
        facts:
          responses:
            survey: survey
            wave: wave
            respondent: who
            outcome: outcome
            importance: i
            satisfaction: s
            answered_at: {time: at}
            keys: {region: region, role: role}
        """
    head = "survey,wave,who,outcome,i,s,at,region,role\n"
    rows = (
        "panel,2026-q4,ann,o1,5,2,2026-10-05,north,\npanel,2026-q3,ann,o2,5,2,2026-10-05,,\n"
        "panel,2026-q4,ann,o9,5,2,2026-10-05,,\npanel,2026-q4,ann,o3,6,2,2026-10-05,,\n"
        "other,w1,ann,x,9,2,2026-10-05,,\n"
    )
    told = loaded(panel, mapping, head + rows)
    assert told.splitlines() == [
        "responses: line 3, column wave: the survey panel has no wave '2026-q3'; did you mean '2026-q4'? "
        "(got '2026-q3')",
        "responses: line 4, column outcome: the survey asks about no such outcome; outcomes: o1, o2, o3 (got 'o9')",
        "responses: line 5, column importance: is not on the scale of the survey, 1 to 5 (got '6')",
    ]
    assert panel.ratings() == {"ann o1": (5, 2), "ann x": (9, 2)}
    keys = {row["outcome"]: row["segment_keys"] for row in panel.rows()}
    assert json.loads(keys["o1"]) == {"region": "north"}
    assert keys["x"] is None


def test_a_source_says_at_its_line_what_is_wrong_with_answers(panel: Panel) -> None:
    panel.write("source.yaml", dedent(SOURCE) + "answers: {survey: panel, wave: 2026-q4, as: monkey}\n")
    with pytest.raises(
        DocumentError, match=r"source.yaml:4: error: answers.as: 'monkey' is not one of wide, long, lime"
    ):
        panel.open()
