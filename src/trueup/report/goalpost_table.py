"""Moved goalposts as a table: a row a line."""

from __future__ import annotations

from trueup.report.tables import Table
from trueup.value.results_goalposts import GoalpostsResult, GroupLine

COLUMNS = tuple(GroupLine.model_fields)


def goalpost_table(found: GoalpostsResult) -> Table:
    """A row for each agreement, provider or month; an empty cell is not known."""
    return Table(
        (*COLUMNS, "currency"), [[*(getattr(line, name) for name in COLUMNS), found.currency] for line in found.lines]
    )
