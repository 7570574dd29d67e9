"""PSPLIB instances of the resource-constrained project scheduling problem, one mode (`.sm`).

Kolisch and Sprecher (1996), PSPLIB, European Journal of Operational Research 96, 205-216.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from trueup.delivery.documents import WEEKDAYS, Calendar
from trueup.delivery.duration import Duration
from trueup.sources.files.encoding import decode
from trueup.sources.plans.draft import Draft, DraftActivity, DraftLink, DraftResource
from trueup.sources.plans.options import Options
from trueup.vocabulary import SourceError

START = dt.date(2000, 1, 3)
_SUCCESSORS, _NEEDS, _CAPACITY = "PRECEDENCE RELATIONS", "REQUESTS/DURATIONS", "RESOURCEAVAILABILITIES"
_END = re.compile(r"^[*-]{3,}")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of numbers and where it stands."""

    number: int
    values: tuple[int, ...]


def read_psplib(path: Path, options: Options) -> Draft:
    """The draft of an instance: jobs, successors, durations in days, renewable resources. The dummies stay in.

    SourceError for several modes, and for numbers that are missing.
    """
    lines = decode(path.read_bytes()).text.splitlines()
    draft = Draft("psplib", title=path.stem, start=START, calendar=Calendar(week=WEEKDAYS))
    draft.note("added", "file", f"an instance has no dates: it starts on {START}, and every day is worked on")
    successors = list(_numbers(lines, _SUCCESSORS, path))
    needs = {line.values[0]: line for line in _numbers(lines, _NEEDS, path)}
    capacity = next(iter(_numbers(lines, _CAPACITY, path)), _Line(0, ()))
    draft.resources = [DraftResource(f"R{n}", f"R{n}", Decimal(units)) for n, units in enumerate(capacity.values, 1)]
    draft.activities = [_activity(line, needs, len(capacity.values), path) for line in successors]
    _link(draft, successors, path)
    return draft


def _numbers(lines: Sequence[str], heading: str, path: Path) -> Iterator[_Line]:
    """The lines of numbers under a heading."""
    at = next((n for n, line in enumerate(lines) if line.strip().upper().startswith(heading)), None)
    if at is None:
        raise SourceError(
            f"there is no section {heading}", where=path.name, do="it is cut short, or no PSPLIB instance"
        )
    for number, line in enumerate(lines[at + 1 :], at + 2):
        if _END.match(line) and not set(line.strip()) <= {"-"}:
            return
        words = line.split()
        if words and all(word.isdigit() for word in words):
            yield _Line(number, tuple(map(int, words)))


def _activity(line: _Line, needs: dict[int, _Line], resources: int, path: Path) -> DraftActivity:
    job, modes = line.values[0], line.values[1]
    if modes != 1:
        what = f"job {job} has {modes} modes: only instances of one mode (.sm) are plans"
        raise SourceError(what, where=f"{path.name} line {line.number}", do="choose a mode of each job first")
    row = needs.get(job)
    if row is None or len(row.values) < 3 + resources:
        where = f"{path.name} line {row.number if row else line.number}"
        raise SourceError(f"job {job} has no duration and requests", where=where, do="the file may be cut short")
    found = DraftActivity(str(job), f"Job {job}", f"line {row.number}", Duration(Decimal(row.values[2]), "d"))
    asked = enumerate(row.values[3 : 3 + resources], 1)
    found.needs = {f"R{n}": Decimal(units) for n, units in asked if units}
    return found


def _link(draft: Draft, successors: Sequence[_Line], path: Path) -> None:
    by_key = {activity.key: activity for activity in draft.activities}
    for line in successors:
        job, _, count, *after = line.values
        place = f"{path.name} line {line.number}"
        if len(after) != count:
            what = f"job {job} says {count} successors and lists {len(after)}"
            raise SourceError(what, where=place, do="the file may be cut short")
        for successor in after:
            if str(successor) not in by_key:
                raise SourceError(f"job {job} has the unknown successor {successor}", where=place)
            by_key[str(successor)].links.append(DraftLink(str(job)))
