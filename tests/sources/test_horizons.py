"""Answers and efforts through a mapping: judged by the document they are about, told apart, corrected."""

from __future__ import annotations

import pytest

from tests.horizons.made import stakeholders
from tests.sources.conftest import Desk
from trueup.book.write import write

AGREEMENT = """
kind: agreement
id: saw
title: Saw
customer: fable
providers: [acme]
effective: 2026-01-01
"""
ANSWERS = """
read: {csv: data/pulse.csv}
facts:
  answers:
    stakeholders: {value: saw-people}
    horizon: level
    criterion: criterion
    item: item
    person: person
    value: answer
    answered_on: day
    reported_by: by
"""
EFFORTS = """
read: {csv: data/sheet.csv}
facts:
  efforts: {stakeholders: {value: saw-people}, horizon: level, party: {value: acme}, spent_on: day, hours: hours,
            what: what}
"""


@pytest.fixture
def mill(desk: Desk) -> Desk:
    people = [{"id": "sponsor", "party": "fable"}]
    desk.write("people.yaml", AGREEMENT + "---\n" + write(stakeholders(people=people)))
    return desk


def test_each_row_is_judged_by_what_is_asked(mill: Desk) -> None:
    mill.source(ANSWERS)
    rows = [
        "corporation,again,,,4,2026-02-01,fable",
        "technology_organisation,hostage,exit.plan,,1,2026-02-01,fable",
        "technology_organisation,hostage,exit.plon,,1,2026-02-01,fable",
        "individuals,wanted,,sponsor,0.8,2026-02-01,acme",
        "individuals,wanted,,sponsor,8,2026-02-01,acme",
        "corporation,again,,,4,2026-02-01,stranger",
        "corporation,usable,1,x,4,2026-02-01,fable",
        "board,again,,,4,2026-02-01,fable",
        "technology_team,pulse,,,4,2026-02-01,fable",
    ]
    mill.write("data/pulse.csv", "level,criterion,item,person,answer,day,by\n" + "\n".join(rows) + "\n")
    report = mill.load()
    known = mill.rows("answers").to_pylist()
    assert [(row["criterion"], row["item"], row["person"], row["value"]) for row in known] == [
        ("again", None, None, 4.0), ("hostage", "exit.plan", None, 1.0), ("wanted", None, "sponsor", 0.8)
    ]  # fmt: skip
    assert sorted((refusal.line, refusal.column) for refusal in report.refusals) == [
        (4, "item"), (6, "value"), (7, "reported_by"), (8, "horizon"), (9, "horizon"), (10, "person")
    ]  # fmt: skip
    assert mill.load().landed == 0


def test_efforts_that_nobody_numbers_are_told_apart_by_what_they_are_for(mill: Desk) -> None:
    mill.source(EFFORTS)
    head, first = "level,day,hours,what\n", "individuals,2026-02-01,3,visit\nindividuals,2026-02-01,4,visit\n"
    mill.write("data/sheet.csv", head + first + "board,2026-02-01,3,visit\nindividuals,2026-02-01,,visit\n")
    report = mill.load()
    assert [(row["hours"], row["ref"]) for row in mill.rows("efforts").to_pylist()] == [
        (3.0, "visit"),
        (4.0, "visit #2"),
    ]
    assert {refusal.column for refusal in report.refusals} == {"horizon", "hours"}
    mill.write("data/sheet.csv", head + "corporation,2026-02-02,1,review\n" + first)
    assert mill.load().landed == 1


def test_answers_to_a_document_that_nobody_knows_are_told(mill: Desk) -> None:
    mill.source(ANSWERS.replace("saw-people", "saw-peeple"))
    mill.write("data/pulse.csv", "level,criterion,item,person,answer,day,by\ncorporation,again,,,4,2026-02-01,fable\n")
    assert any("no stakeholders document" in notice for notice in mill.load().notices)
