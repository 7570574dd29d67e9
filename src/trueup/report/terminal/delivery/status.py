"""How far each activity is, and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from trueup.delivery.documents import Activity, Plan
from trueup.delivery.status import ActivityStatus, Conflict, Progress
from trueup.report import words
from trueup.report.terminal.delivery.heading import About, heading
from trueup.report.terminal.delivery.tables import amount, rows, short
from trueup.report.terminal.style import Pen


@dataclass(frozen=True, slots=True)
class StatusTable:
    """Print with rich: a row an activity, then what contradicts itself, and what does not count."""

    about: About
    progress: Progress
    plan: Plan
    names: Mapping[str, str]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen(ascii=options.ascii_only, width=options.max_width)
        yield from heading(self.about, pen)
        yield Text()
        table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
        table.add_column("activity", no_wrap=True, overflow=pen.cut, max_width=28)
        for name in ("status", "started", "finished", "done", "left", "cost"):
            table.add_column(name, justify="right", no_wrap=True)
        table.add_column("says", no_wrap=True)
        yield rows(table, (self._row(each) for each in self.plan.activities))
        yield from (Text(self._contradicting(each), style="yellow") for each in self.progress.conflicts)
        yield from (Text(issue.words, style="dim" if issue.counts else "yellow") for issue in self.progress.issues)

    def _row(self, activity: Activity) -> tuple[str, ...]:
        name, status = activity.name or activity.id, self.progress.of(activity.id)
        if status is None:
            return (name, "", "", "", "", "", "", "nobody yet")
        return (name, *_figures(status), f"{status.reported_by}, {status.grade}")

    def _contradicting(self, conflict: Conflict) -> str:
        claims = (f"{self.names.get(each.reported_by, each.reported_by)} {_claim(each)}" for each in conflict.claims)
        return f"{conflict.activity}: {words.listed(claims)} contradict each other"


def _claim(claim: ActivityStatus) -> str:
    ended = "not finished" if claim.finish is None else f"finished {words.day(claim.finish)}"
    return ended if claim.cost is None else f"{ended}, cost {amount(claim.cost)}"


def _figures(status: ActivityStatus) -> Iterator[str]:
    yield words.plain(status.state)
    yield "" if status.start is None else short(status.start)
    yield "" if status.finish is None else short(status.finish)
    yield f"{status.percent:.0f} %"
    yield "" if status.remaining is None or status.state == "done" else words.number(status.remaining)
    yield "" if status.cost is None else amount(status.cost)
