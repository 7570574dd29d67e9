"""A book with one relationship whose horizons are kept, and a year of answers: the third level fails, effort is spent
on the fifth, and the fourth is answered in confidence."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from trueup.book import Book
from trueup.facts import FactStore
from trueup.horizons.checklists import HOSTAGE
from trueup.horizons.given import GivenAnswer, GivenEffort
from trueup.horizons.sus import ITEMS
from trueup.scorecard.answered import store_answers, store_efforts

PAGE = "/horizons/mill/saw-people"
REST = "/api/v1/books/mill/horizons/saw-people"
BOOK = """\
kind: book
id: mill
name: Mill
currency: EUR
parties:
  - {id: mill, name: Old Mill, role: customer}
  - {id: sawyer, name: Sawyer Systems, role: provider}
  - {id: carter, name: Carter, role: provider}
  - {id: audit, name: Audit, role: observer}
---
kind: kpi
id: boards
name: Boards sawn a day
unit: count
direction: increase
grain: month
entered: true
---
kind: agreement
id: saw
title: The new saw
customer: mill
providers: [sawyer]
observer: audit
effective: 2025-01-01
go_live: {planned: 2025-01-01}
objectives:
  - id: more
    kpi: boards
    baseline: {actual: 100, period: 2024-01-01/2025-01-01}
    target: 200
    due: 2027-12-31
    owner: mill
---
kind: agreement
id: carts
title: Carts
customer: mill
providers: [carter]
effective: 2025-01-01
go_live: {planned: 2025-01-01}
objectives:
  - id: boards
    kpi: boards
    baseline: {actual: 100, period: 2024-01-01/2025-01-01}
    target: 200
    due: 2027-12-31
    owner: mill
"""
STAKEHOLDERS = """\
kind: stakeholders
id: saw-people
title: Who lives with the saw
agreement: saw
people:
  - {id: sponsor, name: Head of sawing, party: mill, role: economic}
  - {id: smith, name: Smith, party: mill, role: technical}
levels:
  - horizon: corporation
    owner: mill
    criteria: [{id: again, answers: Would you do it again?, scale: [1, 5]}]
  - horizon: business_users
    criteria: [{id: usable, sus: true}]
  - horizon: technology_organisation
    criteria:
      - {id: hostage, hostage: true}
      - {id: fits, checklist: [{id: runs, what: It runs like all else}, {id: known, what: It is in the inventory}]}
  - horizon: technology_team
    criteria: [{id: pulse, answers: Do you learn?, scale: [1, 5], confidential: true, people: 5}]
  - horizon: individuals
    criteria: [{id: wanted, people: true}]
"""


def write(folder: Path) -> Path:
    """The documents in a folder."""
    folder.mkdir(parents=True)
    (folder / "book.yaml").write_text(BOOK, encoding="utf-8")
    (folder / "people.yaml").write_text(STAKEHOLDERS, encoding="utf-8")
    return folder


def given(criterion: str, value: float, on: dt.date, by: str = "mill", **more: Any) -> GivenAnswer:
    """One answer."""
    return GivenAnswer(criterion=criterion, value=value, answered_on=on, reported_by=by, **more)


def answers(today: dt.date) -> list[GivenAnswer]:
    """What both sides have said: all levels hold but the third, of which the provider thinks better than the customer.

    The first goes stale in ten days.
    """
    ago = {days: today - dt.timedelta(days=days) for days in (10, 30, 80, 200, 300)}
    good, bad = (5, 1), (4, 2)
    said = [given("again", 5, ago[300]), given("again", 4, ago[80])]
    for person, (odd, even) in zip("abcdefghi", (good, bad, *[good] * 7), strict=True):
        said += [
            given("usable", odd if number % 2 else even, ago[30], person=person, item=item.id)
            for number, item in enumerate(ITEMS, start=1)
        ]
    said += [given("hostage", 1, ago[30], "sawyer", item=each.id) for each in HOSTAGE]
    said += [given("hostage", number % 2, ago[10], item=each.id) for number, each in enumerate(HOSTAGE)]
    said += [given("fits", 1, ago[30], item="runs")]
    said += [given("pulse", 5, ago[30], person=f"p{number}") for number in range(6)]
    said += [given("wanted", 0.9, ago[30], person=each) for each in ("sponsor", "smith")]
    return said


def fill(store: FactStore, book: Book, today: dt.date) -> None:
    """Answers and efforts as facts."""
    store_answers(store, book, "saw-people", answers(today), today=today)
    effort = GivenEffort("individuals", "sawyer", today - dt.timedelta(days=5), hours=12.0, what="Dinners")
    store_efforts(store, book, "saw-people", [effort], today=today)
