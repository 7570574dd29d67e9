"""A job map to read: its tree, each text in pieces with what the lint means by them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trueup.jobs.hierarchy import Node, tree
from trueup.jobs.job_map import JobMap
from trueup.jobs.lint import Remark, lint_map
from trueup.web.documents.form.nodes import pieces


@dataclass(frozen=True, slots=True)
class Worded:
    """A text in pieces, each with whether a remark is about it, and the remarks."""

    pieces: tuple[tuple[str, bool], ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An outcome: its id, its statement, the KPI that measures it from the inside."""

    id: str
    said: Worded
    kpi: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """A job or a step, with its outcomes and what is part of it."""

    node: Node
    said: Worded
    outcomes: tuple[Line, ...]
    inside: tuple[Part, ...]


Remarks = dict[str, list[Remark]]


def worded(job_map: JobMap, parties: Iterable[str]) -> tuple[Part, ...]:
    """The parts of a job map, the core job first; `parties` are the names of the book's."""
    of_outcomes: Remarks = {}
    of_others: Remarks = {}
    ids = {placed.path: placed.outcome.id for placed in job_map.placed()}
    for path, text, remark in lint_map(job_map, parties):
        outcome = next((ids[place] for place in _spelled(path) if place in ids), None)
        found = of_others.setdefault(text, []) if outcome is None else of_outcomes.setdefault(outcome, [])
        found.append(remark)
    return tuple(_part(node, of_outcomes, of_others) for node in tree(job_map))


def _spelled(path: Sequence[str | int]) -> Iterable[str]:
    """The place of the outcome that a path lies in, if it does: ("steps", 0, "outcomes", 1, "statement")."""
    for length in (2, 4):
        inside = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path[:length])
        yield inside.removeprefix(".")


def _part(node: Node, of_outcomes: Remarks, of_others: Remarks) -> Part:
    outcomes = tuple(
        Line(each.id, _said(each.statement, of_outcomes.get(each.id, [])), each.kpi) for each in node.outcomes
    )
    inside = tuple(_part(child, of_outcomes, of_others) for child in node.inside)
    return Part(node, _said(node.name, of_others.get(node.name, [])), outcomes, inside)


def _said(text: str, remarks: Sequence[Remark]) -> Worded:
    spans = sorted((each.start, each.end) for each in remarks if (each.start, each.end) != (0, len(text)))
    return Worded(tuple(pieces(text, spans)), tuple(remarks))
