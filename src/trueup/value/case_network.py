"""The benefits dependency network of a business case with its gaps, and what they put at risk."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from trueup.agreements.amounts import rounded
from trueup.value.business_case import BusinessCase, NetworkNode
from trueup.value.case_flows import line_flows
from trueup.value.results_case import NetworkResult, NodeResult
from trueup.vocabulary import Said, joined, said

CHANGES = ("enabling_change", "business_change")


def network_of(case: BusinessCase, currency: str) -> NetworkResult:
    """Every node with what is missing about it, and the worth of the lines that no change leads to.

    After Ward and Daniel (2006): a benefit comes where somebody does something differently, so a benefit without a
    change, and a means that leads to no change, are gaps. The network has no cycle: a book with one is refused.
    """
    gaps = {node.id: tuple(_gaps(case, node)) for node in case.network}
    names = {node.id: node.title or _line_name(case, node.id) for node in case.network}
    unled = [line for line in case.benefits if not _led(case, line.id)]
    missing = [line for line in unled if line.id not in gaps]
    worth = {each.line.id: sum(each.flows, Fraction(0)) for each in line_flows(case, currency)}
    return NetworkResult(
        case=case.id,
        title=case.title,
        agreement=case.agreement,
        nodes=tuple(
            NodeResult(
                id=node.id,
                kind=node.kind,
                title=names[node.id],
                owner=node.owner,
                enables=node.enables,
                gaps=gaps[node.id],
            )
            for node in case.network
        ),
        gaps=(
            *(
                said("{name}: {gaps}", name=names[key], gaps=joined(found, "; "))
                for key, found in gaps.items()
                if found
            ),
            *(said("{name}: it is a benefit of the case, and not in the network", name=line.name) for line in missing),
        ),
        worth_at_risk=rounded(sum((worth[line.id] for line in unled), Fraction(0)), currency),
        currency=currency,
    )


def _line_name(case: BusinessCase, id: str) -> str:
    named = {line.id: line.name for _, _, line in case.lines()}
    return named.get(id, id.replace("-", " ").replace("_", " "))


def _led(case: BusinessCase, benefit: str) -> bool:
    """Whether a change leads to a benefit."""
    return any(benefit in node.enables for node in case.network if node.kind in CHANGES)


def _gaps(case: BusinessCase, node: NetworkNode) -> Iterator[Said]:
    if node.owner is None:
        yield said("nobody owns it")
    if node.kind == "benefit" and not _led(case, node.id):
        yield said("no change leads to it")
    if node.kind == "enabler" and not node.enables:
        yield said("it leads to nothing")
    if node.kind in CHANGES and not node.enables:
        yield said("it brings no benefit")
    if node.kind == "benefit" and not any(node.id == line.id for line in case.benefits):
        yield said("no line of the case says what it is worth")
