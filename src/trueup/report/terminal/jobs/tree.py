"""A job map as a tree: steps with their number and kind, outcomes with their id."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from trueup.jobs.hierarchy import Node, tree
from trueup.jobs.job_map import JobMap, Outcome
from trueup.report.terminal.style import Pen

_HEADINGS = {
    "related": "related jobs",
    "emotional": "emotional jobs",
    "social": "social jobs",
    "consumption": "jobs that come with the product",
}


@dataclass(frozen=True, slots=True)
class MapTree:
    """Print with rich: the job and who does it, then its steps, then the jobs around it by kind."""

    job_map: JobMap

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen(ascii=options.ascii_only, width=options.max_width)
        core, *others = tree(self.job_map)
        yield _heading(self.job_map, core.count + sum(node.count for node in others), pen)
        root = Tree(Text(self.job_map.job, style="bold"), guide_style="dim")
        for number, node in enumerate(core.inside, start=1):
            _grow(root, node, pen, f"{number} " if node.is_step else "")
        for kind, heading in _HEADINGS.items():
            _group(root, heading, [node for node in others if node.kind == kind], pen)
        _group(root, "who pays judges by", [node for node in others if node.kind == "financial"], pen)
        yield root


def _heading(job_map: JobMap, outcomes: int, pen: Pen) -> Text:
    facts = (
        f"{job_map.id}, version {job_map.version}",
        job_map.executor,
        job_map.context,
        f"{outcomes} outcome{'s' if outcomes != 1 else ''}",
    )
    return Text(pen.dot.join(fact for fact in facts if fact), style="dim")


def _group(root: Tree, heading: str, nodes: list[Node], pen: Pen) -> None:
    if not nodes:
        return
    branch = root.add(Text(heading, style="italic"))
    for node in nodes:
        if node.kind == "financial":
            _leaves(branch, node.outcomes)
        else:
            _grow(branch, node, pen)


def _grow(branch: Tree, node: Node, pen: Pen, number: str = "") -> None:
    label = Text.assemble((f"{number}{node.name}", "bold" if node.is_step else ""), (_aside(node, pen), "dim"))
    inner = branch.add(label)
    _leaves(inner, node.outcomes)
    for child in node.inside:
        _grow(inner, child, pen)


def _aside(node: Node, pen: Pen) -> str:
    """What kind of step or job it is, where that is not its heading already."""
    word = node.stage or (node.kind if node.is_step else None)
    return f"{pen.dot}{word}" if word else ""


def _leaves(branch: Tree, outcomes: tuple[Outcome, ...]) -> None:
    for outcome in outcomes:
        row = Table.grid(padding=(0, 1, 0, 0))
        row.add_column(style="cyan", no_wrap=True)
        row.add_column()
        kpi = f"  (KPI {outcome.kpi})" if outcome.kpi else ""
        row.add_row(outcome.id, Text.assemble(outcome.statement, (kpi, "dim")))
        branch.add(row)
