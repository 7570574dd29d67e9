"""The summaries of an assessment, read once: an assessment never changes after it was computed.

They are kept in the memory of the process; the assessment that was asked for least recently goes first.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from trueup.web.assessments.models import Assessed, Assessment
from trueup.web.assessments.summary import ObjectiveLine, Summary

MOST = 20_000
"""Agreements whose summaries a process keeps."""
AT_ONCE = 10_000
"""Names in one question: SQLite takes 32,766 values."""


@dataclass(frozen=True, slots=True)
class Line:
    """One assessed agreement, as lists show it."""

    agreement: str
    title: str
    project: str
    verdict: str
    p_success: float | None
    summary: Summary
    stages: frozenset[str]
    phases: frozenset[str]
    stake: Decimal
    """The larger of what was promised and what it costs in full."""
    undecided: tuple[ObjectiveLine, ...]
    """The objectives that nobody has measured, and those with a due date that are neither met nor missed."""


_COLUMNS = ("agreement", "title", "project", "verdict", "p_success", "summary")
_kept: OrderedDict[tuple[int, dt.datetime], dict[str, Line]] = OrderedDict()
_lock = threading.Lock()


def lines(assessment: Assessment, wanted: Collection[str]) -> list[Line]:
    """The lines of those agreements that the assessment has, in no order."""
    key = (assessment.pk, assessment.computed_at)  # the time, because a restored database may use a number again
    known = _kept.get(key, {})
    missing = [name for name in wanted if name not in known]
    if missing:
        known = _keep(key, _read(assessment, missing))
    return [known[name] for name in wanted if name in known]


def _read(assessment: Assessment, names: list[str]) -> dict[str, Line]:
    found: dict[str, Line] = {}
    for start in range(0, len(names), AT_ONCE):
        some = Assessed.objects.filter(assessment=assessment, agreement__in=names[start : start + AT_ONCE])
        for name, title, project, verdict, chance, summary in some.values_list(*_COLUMNS):
            found[name] = _line(name, title, project, verdict, chance, Summary.model_validate_json(summary))
    return found


def _line(name: str, title: str, project: str, verdict: str, chance: float | None, told: Summary) -> Line:
    """What lists ask of each of a thousand agreements is worked out once."""
    stake = max(abs(told.potential), abs(told.potential_first), told.cost_total or told.cost)
    undecided = tuple(
        each
        for each in told.objectives
        if each.latest is None or (each.due is not None and each.status not in {"met", "missed"})
    )
    return Line(name, title, project, verdict, chance, told, told.stages, told.phases, stake, undecided)


def _keep(key: tuple[int, dt.datetime], read: dict[str, Line]) -> dict[str, Line]:
    """Keep these too. What others read at this moment is never changed: a larger one takes its place."""
    with _lock:
        known = _kept[key] = _kept.get(key, {}) | read
        _kept.move_to_end(key)
        while len(_kept) > 1 and sum(len(each) for each in _kept.values()) > MOST:
            _kept.popitem(last=False)
    return known


def forget() -> None:
    """Keep nothing."""
    with _lock:
        _kept.clear()
