"""An observer answers where reports of progress contradict each other, and nowhere else (web.md, Rights)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.web.delivery.trouble import PLAN, days
from trueup.vocabulary import FactError
from trueup.web.delivery.actions.report import report
from trueup.web.delivery.reporting.scope import scope_of
from trueup.web.delivery.why import assessment
from trueup.web.documents.models import Book
from trueup.web.evidence.sheets import stated
from trueup.web.parties.access import Actor

People = dict[str, Actor]


def finished(today: dt.date, on: int) -> dict[str, Any]:
    return {
        "activity": "core",
        "status_date": days(today, -2),
        "actual_start": days(today, -100),
        "actual_finish": days(today, on),
        "percent": 100,
        "actual_cost": 118000,
    }


def say(people: People, party: str, row: dict[str, Any]) -> None:
    report(people[party], "northwind", PLAN, stated([row]), key=f"claim-of-{party}", how="api")


def test_an_observer_has_nothing_to_say_while_nobody_disagrees(known: Book, people: People, today: dt.date) -> None:
    assert scope_of(people["assay"], "northwind", PLAN).activities == ()
    with pytest.raises(FactError) as refused:
        say(people, "assay", finished(today, -60))
    assert "is not in dispute: an observer answers where reports contradict each other" in str(refused.value)


def test_an_observer_settles_what_is_in_dispute(known: Book, people: People, today: dt.date) -> None:
    say(people, "northwind", finished(today, -50))
    assert [each.id for each in scope_of(people["assay"], "northwind", PLAN).activities] == ["core"]
    assert [each.activity for each in assessment("northwind", PLAN).progress.conflicts] == ["core"]
    say(people, "assay", finished(today, -58))
    found = assessment("northwind", PLAN).progress
    assert found.conflicts == ()
    assert found.by_activity["core"].finish == today - dt.timedelta(days=58)
