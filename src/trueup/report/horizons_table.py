"""A ladder as tables for CSV: a row a criterion, and a row a level and day."""

from __future__ import annotations

from trueup.horizons.results import Ladder, Listed
from trueup.report.tables import Table
from trueup.vocabulary.horizon import HORIZONS

LADDER = (
    "horizon", "number", "level_status", "level_score", "level_low", "level_high", "threshold", "criterion", "what",
    "kind", "weight", "must", "score", "low", "high", "n", "rater", "reported_by", "grade", "answered_on", "stale_on",
    "stale", "insufficient",
)  # fmt: skip
HISTORY = ("date", "frontier", "headline", "horizon", "number", "status", "score", "low", "high", "threshold")


LIST = ("stakeholders", "title", "customer", "providers", "frontier", "next", "score", "low", "high", "all_maintained")


def list_table(found: Listed) -> Table:
    """One row a relationship, with the status of each of the five."""
    rows = [
        (each.stakeholders, each.title, each.customer, ", ".join(each.providers), each.frontier, each.next,
         *_ends(each.headline), each.all_maintained, *each.statuses)
        for each in found.relationships
    ]  # fmt: skip
    return Table((*LIST, *HORIZONS), rows)


def ladder_table(found: Ladder) -> Table:
    """One row a criterion; a level without any has one row of its own."""
    rows: list[tuple[object, ...]] = []
    for level in found.levels:
        own = level.score
        head = (level.horizon, level.number, level.status, *_ends(own), level.threshold)
        for each in level.criteria:
            score = each.score
            rows.append(
                (*head, each.id, str(each.what), each.kind, each.weight, each.must, *_ends(score),
                 score.n if score else None, each.rater, each.reported_by, each.grade, each.answered_on, each.stale_on,
                 each.stale, str(each.insufficient) if each.insufficient else None)
            )  # fmt: skip
        if not level.criteria:
            rows.append((*head, *[None] * (len(LADDER) - len(head) - 1), str(level.insufficient)))
    return Table(LADDER, rows)


def history_table(found: Ladder) -> Table:
    """One row a level and day, the earliest first."""
    rows = [
        (day.date, day.frontier, day.headline, each.horizon, number, each.status, each.value, each.low, each.high,
         each.threshold)
        for day in found.history
        for number, each in enumerate(day.levels, start=1)
    ]  # fmt: skip
    return Table(HISTORY, rows)


def _ends(score: object) -> tuple[object, object, object]:
    return tuple(getattr(score, name, None) for name in ("value", "low", "high"))  # type: ignore[return-value]
