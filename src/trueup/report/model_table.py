"""Operating models as tables: a row an element, a job, a gap, a thing that hangs, a score."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.operating_model.parts import KINDS
from trueup.operating_model.results import (
    ElementResult,
    Hanging,
    Map,
    SevenResult,
    Side,
    SlicePart,
    Slices,
    Trace,
    Traces,
)
from trueup.operating_model.results_gaps import Gaps
from trueup.operating_model.results_money import Cash, CashSum
from trueup.report.tables import Table

_NAMED = ("id", "name", "kind", "party", "third", "stage", "project", "gaps", "complete")
_COUNTED = ("interactions", "decisions", "components", "capabilities", "cash_flows")


def element_table(found: Map) -> Table:
    """A row an element, with its latest actual, its failed touchpoints, and its money a year."""
    columns = (*_NAMED, "kpi", "actual", "unit", "grade", "touchpoints", "failed", "failed_share", "low", "high",
               "money", "a_year", "currency")  # fmt: skip
    return Table(columns, [_element(each) for each in found.elements])


def _element(each: ElementResult) -> list[object]:
    kpi = each.measures.kpis[0] if each.measures.kpis else None
    touched = each.measures.touchpoints
    return [
        *(each.id, each.name, each.kind, each.party, each.third, each.stage, each.project),
        *(", ".join(each.gaps) or None, each.complete),
        *((kpi.kpi, kpi.actual, kpi.unit, kpi.grade) if kpi else (None,) * 4),
        *((touched.n, touched.failed, touched.share, touched.low, touched.high) if touched else (None,) * 5),
        *_money(each),
    ]


def _money(each: ElementResult) -> tuple[object, ...]:
    """What it costs, or the cash that flows; a component's revenue stands in the JSON."""
    what, money = (each.direction, each.amount) if each.kind == "cash_flow" else ("cost", each.cost)
    return (what, money.a_year, money.currency) if money else (None, None, None)


def measured_table(found: Map) -> Table:
    """A row a thing measured: the latest actual of a KPI, or the share of touchpoints that failed and its interval."""
    rows: list[list[object]] = []
    for each in found.elements:
        rows += [
            [each.id, each.name, kpi.name, kpi.actual, kpi.unit, None, None, kpi.grade or kpi.insufficient]
            for kpi in each.measures.kpis
        ]
        if (touched := each.measures.touchpoints) is not None:
            said = touched.insufficient or f"{touched.failed} of {touched.n} touchpoints"
            step = f"failed at {touched.journey}/{touched.step}"
            rows.append([each.id, each.name, step, touched.share, "share", touched.low, touched.high, said])
    return Table(("id", "name", "what", "actual", "unit", "low", "high", "rests on"), rows)


def party_table(found: Map) -> Table:
    """A row a party that interactions are with."""
    rows = [[each.party, each.name, each.interactions, each.third] for each in found.third.parties]
    return Table(("party", "name", "interactions", "third"), rows)


def kind_table(found: Map) -> Table:
    """A row a kind of element: how many, how many lie on a complete path, how many lack something."""
    rows = []
    for kind in KINDS:
        own = [each for each in found.elements if each.kind == kind]
        rows.append([kind, len(own), sum(each.complete for each in own), sum(bool(each.gaps) for each in own)])
    return Table(("kind", "elements", "complete", "gaps"), rows)


def job_table(found: Traces) -> Table:
    """A row a job: how much of each kind it leads to, and the paths that are complete."""
    rows = [
        [job.id, job.name, *(getattr(job, name) for name in _COUNTED), job.paths, job.stops_at] for job in found.jobs
    ]
    return Table(("job", "name", *_COUNTED, "paths", "stops_at"), rows)


def trace_table(found: Trace) -> Table:
    """A row an element on the trace: what hangs on the one asked for, itself, and what it hangs on."""
    sides = (("up", found.up), ("", (found.element,)), ("down", found.down))
    rows = [[side or None, each.kind, each.id, each.name, each.steps] for side, some in sides for each in some]
    return Table(("way", "kind", "id", "name", "steps"), rows)


def gap_table(found: Gaps) -> Table:
    """A row a gap."""
    rows = [[gap.kind, each.id, each.name, ", ".join(each.lacks)] for gap in found.kinds for each in gap.elements]
    return Table(("gap", "id", "name", "lacks"), rows)


def hanging_table(found: Hanging) -> Table:
    """A row an element that is touched, and whether it is cut off."""
    cut = set(_ids(found.cut_off))
    rows = [[kind, name, name in found.gone, name in cut] for kind, some in _by_kind(found.touched) for name in some]
    return Table(("kind", "id", "gone", "cut_off"), rows)


def cash_table(sides: Sequence[tuple[str, Cash]]) -> Table:
    """A row a sum of cash: as stated, and a year."""
    rows = [
        [what, "a year" if sums is cash.a_year else f"per {each.per}", *_sums(each)]
        for what, cash in sides
        for sums in (cash.stated, cash.a_year)
        for each in sums
    ]
    return Table(("cash", "for", "in", "out", "currency"), rows)


def seven_table(found: Sequence[SevenResult]) -> Table:
    """A row a party and one of the seven; an empty score was never given."""
    rows = [[each.party, each.name, item.of, item.score, item.on, item.why] for each in found for item in each.items]
    return Table(("party", "name", "of", "score", "on", "why"), rows)


def slice_table(found: Slices) -> Table:
    """A row a slice and currency, then what is unassigned and the total."""
    parts = [(part.value, part) for part in found.parts]
    every = [*parts, ("(unassigned)", found.unassigned), ("(total)", found.total)]
    rows = [row for value, part in every for row in _slice(value, part)]
    return Table((found.by, *KINDS, "gaps", "cash_in_a_year", "cash_out_a_year", "cost_a_year", "currency"), rows)


def _slice(value: str | None, part: SlicePart) -> list[list[object]]:
    """Costs of components and of capabilities stay apart: "12000 component; 3652 capability"."""
    head: list[object] = [value, *(part.elements[kind] for kind in KINDS), part.gaps]
    cash = {each.currency: each for each in part.cash.a_year}
    cost: dict[str, list[str]] = {}
    for each in part.costs:
        cost.setdefault(each.currency, []).append(f"{each.a_year} {each.kind}")
    rows = [
        [*head, *((cash[name].coming_in, cash[name].going_out) if name in cash else (None, None)),
         "; ".join(cost.get(name, ())) or None, name]
        for name in dict.fromkeys((*cash, *cost))
    ]  # fmt: skip
    return rows or [[*head, None, None, None, None]]


def _sums(each: CashSum) -> tuple[object, ...]:
    return each.coming_in, each.going_out, each.currency


def _by_kind(side: Side) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        ("job", side.jobs),
        ("interaction", side.interactions),
        ("decision", side.decisions),
        ("component", side.components),
        ("capability", side.capabilities),
        ("cash_flow", side.cash.flows),
    )


def _ids(side: Side) -> tuple[str, ...]:
    return tuple(name for _, some in _by_kind(side) for name in some)
