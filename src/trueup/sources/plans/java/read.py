"""From what the child process read to a draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from trueup.sources.plans.draft import Draft, DraftBaseline, DraftPlanned
from trueup.sources.plans.java.assignments import add_assignments
from trueup.sources.plans.java.calendars import calendar
from trueup.sources.plans.java.launch import Asked, ask
from trueup.sources.plans.java.lengths import Lengths
from trueup.sources.plans.java.tasks import Tasks, money
from trueup.sources.plans.java.whole import check_whole
from trueup.sources.plans.names import distinct
from trueup.sources.plans.options import Options
from trueup.vocabulary import SourceError


def read_java(path: Path, format: str, options: Options) -> Draft:
    """The draft of a file of Microsoft Project, Primavera or Planner.

    InputError where Java or the extra is missing; SourceError for a file that cannot be read, is cut short, or takes
    more time or memory than a plan may.
    """
    check_whole(path, format)
    answer = ask([Asked(path, format)])[0]
    if isinstance(answer, SourceError):
        raise answer
    return drafted(answer, format, path.stem)


def drafted(raw: Mapping[str, Any], format: str, stem: str) -> Draft:
    """The draft of what the child read."""
    project = raw["project"]
    draft = Draft(format, title=project["title"] or stem)
    names = _calendars(raw, draft)
    tasks = Tasks(raw, draft, Lengths.of(project), names)
    tasks.add()
    add_assignments(raw, draft, tasks)
    draft.start = _start(raw, draft)
    _baselines(raw, draft, tasks)
    return draft


def _calendars(raw: Mapping[str, Any], draft: Draft) -> dict[str, str | None]:
    """Fill in the calendars; returns the name of each by its key, None for the plan's own."""
    default = raw["project"]["calendar"]
    others = [each for each in raw["calendars"] if each["key"] != default]
    own = next((each for each in raw["calendars"] if each["key"] == default), None)
    if own is None:
        draft.note("missing", "project", "it has no calendar of its own: Monday to Friday, eight hours, are taken")
    else:
        draft.calendar = calendar(own, draft)
    ids = distinct((each["name"] or each["key"] for each in others), "calendar")
    draft.calendars = {name: calendar(each, draft) for name, each in zip(ids, others, strict=True)}
    found: dict[str, str | None] = {default: None}
    found.update({each["key"]: name for name, each in zip(ids, others, strict=True)})
    return found


def _start(raw: Mapping[str, Any], draft: Draft) -> dt.date | None:
    """The earliest of the project's start, the tasks' and what was actually started."""
    said = [raw["project"]["start"], *(task[name] for task in raw["tasks"] for name in ("start", "actual_start"))]
    days = [dt.datetime.fromisoformat(text).date() for text in said if text]
    if not days:
        draft.note("missing", "project", "nothing says when it starts")
    return min(days, default=None)


def _baselines(raw: Mapping[str, Any], draft: Draft, tasks: Tasks) -> None:
    stated = raw["project"]["baselines"]
    for number, date in enumerate(stated):
        name = "baseline" if number == 0 else f"baseline-{number}"
        rows = dict(_whole(draft, name, str(number), tasks))
        if not rows:
            continue
        if date is None:
            draft.note("added", name, "the file does not say when it was set: the first day of the plan is taken")
        day = dt.datetime.fromisoformat(date).date() if date else draft.start
        assert day is not None
        draft.baselines.append(DraftBaseline(name, day, rows))


def _whole(draft: Draft, name: str, number: str, tasks: Tasks) -> Iterator[tuple[str, DraftPlanned]]:
    """What a baseline says of each activity; without start or finish it says nothing that a plan can keep."""
    for key, task in tasks.by_key.items():
        row = task["baselines"].get(number)
        if row is None:
            continue
        if row[0] is None or row[1] is None:
            draft.note("dropped", f"task {task['id'] or key}", f"{name} has no start or no finish of it")
            continue
        start, finish = dt.datetime.fromisoformat(row[0]), dt.datetime.fromisoformat(row[1])
        cost = max(money(row[2]), Decimal(0))
        yield key, DraftPlanned(start, max(start, finish), cost, min(tasks.at_start(task), cost))
