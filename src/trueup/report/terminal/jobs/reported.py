"""What a panel says of KPIs, in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from trueup.jobs.reporting import Reported


def reported_table(rows: Sequence[Reported]) -> Table:
    """A row a KPI: its period, the actual with its standard error and n, or why there is none."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for name in ("KPI", "from", "until"):
        table.add_column(name, no_wrap=True)
    for name in ("actual", "+-", "n"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("reported by")
    for row in rows:
        ends = row.kpi, row.period_start.isoformat(), row.period_end.isoformat()
        if row.actual is None:
            table.add_row(*ends, "-", "", "", f"{row.reported_by}: {row.missing_reason}")
        else:
            table.add_row(*ends, f"{row.actual:.2f}", f"{row.stderr or 0:.2f}", f"{row.n or 0:,}", row.reported_by)
    return table
