"""Checklists, the hostage test and people: one answer an item, and what is not answered may be anything.

The score is the mean of what was answered; its interval are bounds: what is not answered counted as 0, and as 1. It is
as old as the oldest answer that it rests on.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence

from trueup.horizons.answered import Answer, Heard, days_of, heard, least_grade, parties_of
from trueup.horizons.checklists import Item, items_of
from trueup.horizons.figure import Figure, Timeline, unanswered
from trueup.horizons.results import HorizonScore, ItemResult
from trueup.horizons.scoring.asked import Asked
from trueup.horizons.scoring.people import beside_of
from trueup.horizons.scoring.scale import clipped
from trueup.vocabulary import said

Key = Callable[[Answer], str]
"""Which item an answer is about."""


def checklist_timeline(asked: Asked, answers: Sequence[Answer]) -> Timeline:
    """Answers to the items of a checklist or of the hostage test: yes is 1, no is 0."""
    return _timeline(asked, items_of(asked.criterion), answers, lambda each: each.item)


def people_timeline(asked: Asked, answers: Sequence[Answer]) -> Timeline:
    """One number a person of the level, 0 to 1: how far that person gets what they need."""
    items = tuple(Item(each.id, each.title) for each in asked.people)
    return _timeline(asked, items, answers, lambda each: each.person)


def _timeline(asked: Asked, items: Sequence[Item], answers: Sequence[Answer], key: Key) -> Timeline:
    listed = {each.id for each in items}
    about = tuple(each for each in answers if key(each) in listed)

    def reckon(day: dt.date) -> Figure:
        found = heard(about, day)
        return _figure(asked, items, found, key) if found else _open(items)

    return Timeline(days_of(about), reckon)


def _open(items: Sequence[Item]) -> Figure:
    empty = unanswered()
    return Figure(None, empty.insufficient, items=tuple(_item(each, None) for each in items))


def _figure(asked: Asked, items: Sequence[Item], found: Heard, key: Key) -> Figure:
    last = _last(found.deciding, key)
    oldest = min(each.on for each in last.values())
    return Figure(
        score=_share(last, len(items)),
        rater=found.side,
        by=parties_of(last.values()),
        grade=least_grade(last.values()),
        on=oldest,
        stale_on=asked.stale_on(oldest),
        overridden=beside_of(found.beside, _share(_last(found.beside, key), len(items))) if found.beside else None,
        items=tuple(_item(each, last.get(each.id)) for each in items),
        reasons=(*_open_items(len(items) - len(last), len(items)), *_groups(items, last)),
    )


def _last(answers: Sequence[Answer], key: Key) -> Mapping[str, Answer]:
    """The last answer to each item; of several on a day the least, so that nobody's no is lost."""
    last: dict[str, Answer] = {}
    for each in sorted(answers, key=lambda each: (each.on, -each.value)):
        last[key(each)] = each
    return last


def _share(last: Mapping[str, Answer], many: int) -> HorizonScore:
    marks = [clipped(each.value) for each in last.values()]
    total, missing = math.fsum(marks), many - len(marks)
    value = clipped(total / len(marks))
    if not missing:
        return HorizonScore(value=value, low=None, high=None, n=many, method=said("share, all are answered"))
    low, high = total / many, (total + missing) / many
    method = said("share of what was answered, bounds")
    return HorizonScore(
        value=value, low=min(low, value), high=max(high, value), bounds=True, n=len(marks), method=method
    )


def _open_items(count: int, many: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (said("{count} of {many} are not answered: the score lies between all of them no and all yes",
                 count=count, many=many),)  # fmt: skip


def _groups(items: Sequence[Item], last: Mapping[str, Answer]) -> tuple[str, ...]:
    """A line a group of the hostage test: exit plan, documentation, replaceability."""
    groups = dict.fromkeys(each.group for each in items if each.group)
    return tuple(_group(group, [last.get(each.id) for each in items if each.group == group]) for group in groups)


def _group(group: str, answers: Sequence[Answer | None]) -> str:
    yes = sum(each is not None and each.value > 0 for each in answers)
    missing = sum(each is None for each in answers)
    if missing:
        return said("{group}: {yes} of {all}, {missing} not answered", group=group, yes=yes, all=len(answers),
                    missing=missing)  # fmt: skip
    return said("{group}: {yes} of {all}", group=group, yes=yes, all=len(answers))


def _item(item: Item, answer: Answer | None) -> ItemResult:
    if answer is None:
        return ItemResult(id=item.id, what=item.what, group=item.group, value=None)
    return ItemResult(
        id=item.id,
        what=item.what,
        group=item.group,
        value=clipped(answer.value),
        answered_on=answer.on,
        reported_by=answer.by,
    )
