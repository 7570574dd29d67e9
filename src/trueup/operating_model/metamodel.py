"""Which links an operating model allows: one kind down, or from a part to its whole."""

from __future__ import annotations

from itertools import pairwise

from trueup.operating_model.parts import KINDS, LAYERS, PART_OF, Kind, Layer, LinkKind
from trueup.vocabulary import Said, said

NEXT: dict[Kind, Kind] = dict(pairwise(KINDS))
"""The kind that each kind hangs on; a cash flow hangs on nothing."""
NESTED: tuple[Kind, ...] = KINDS[:-1]
"""The kinds that have parts. A cash flow has none: its money would be counted twice."""

ONE: dict[Kind, Said] = {
    "job": said("a job"),
    "interaction": said("an interaction"),
    "decision": said("a decision"),
    "component": said("a component"),
    "capability": said("a capability"),
    "cash_flow": said("a cash flow"),
}
MANY: dict[Kind, Said] = {
    "job": said("jobs"),
    "interaction": said("interactions"),
    "decision": said("decisions"),
    "component": said("components"),
    "capability": said("capabilities"),
    "cash_flow": said("cash flows"),
}
LAYER_NAMES: dict[Layer, Said] = dict(
    zip(
        LAYERS,
        (
            said("Customer experience"),
            said("Decisions"),
            said("Business components"),
            said("Capabilities"),
            said("Cash flow"),
        ),
        strict=True,
    )
)


def is_allowed(source: Kind, target: Kind, kind: LinkKind | None) -> bool:
    """Whether a link may lead from an element of one kind to one of another."""
    if kind == PART_OF:
        return source == target and source in NESTED
    return NEXT.get(source) == target


def allows(source: Kind) -> Said:
    """Which links may lead from an element of a kind, in words."""
    if source not in NEXT:
        return said("no link leads from a cash flow: it is the last, and is part of no other")
    return said(
        "a link from {one} leads to {below}, or with kind: part_of to {whole}",
        one=ONE[source],
        below=ONE[NEXT[source]],
        whole=ONE[source],
    )
