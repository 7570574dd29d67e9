"""Random operating models that hold together, and what is true of them by the plain definitions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from trueup.operating_model.document import LISTS, OperatingModel
from trueup.operating_model.parts import KINDS, PART_OF

PARTIES = ("home", "buyer", "bank", "registry")
LETTERS = "jidkpf"


@st.composite
def models(draw: st.DrawFn) -> OperatingModel:
    """Up to three elements of each kind, any links that are allowed, any parties, stages and money."""
    ids = [[f"{LETTERS[at]}{n}" for n in range(draw(st.integers(0, 3)))] for at in range(len(KINDS))]
    body: dict[str, Any] = {"id": "m", "customer": "home", "executor": "buyer"}
    for at, (kind, names) in enumerate(zip(KINDS, ids, strict=True)):
        body[LISTS[kind]] = [draw(_element(at, name)) for name in names]
    body["links"] = [*_some(draw, _down(ids)), *_some(draw, _within(ids))]
    return OperatingModel.model_validate(body)


def _down(ids: list[list[str]]) -> list[dict[str, str]]:
    pairs = pairwise(ids)
    return [{"from": upper, "to": lower} for above, below in pairs for upper in above for lower in below]


def _within(ids: list[list[str]]) -> list[dict[str, str]]:
    """A part comes after its whole, so there is no cycle; cash flows have no parts."""
    nested = (names for names in ids[:-1])
    return [
        {"from": part, "to": whole, "kind": PART_OF}
        for names in nested
        for at, whole in enumerate(names)
        for part in names[at + 1 :]
    ]


def _some(draw: st.DrawFn, links: list[dict[str, str]]) -> list[dict[str, str]]:
    keep = draw(st.lists(st.booleans(), min_size=len(links), max_size=len(links)))
    return [link for link, kept in zip(links, keep, strict=True) if kept]


def _element(at: int, name: str) -> st.SearchStrategy[dict[str, Any]]:
    keys: dict[str, Any] = {"id": st.just(name), "name": st.just(name.upper())}
    keys["stage"] = st.sampled_from((None, "service", "outbound"))
    keys["project"] = st.sampled_from((None, "move"))
    party = st.sampled_from((None, *PARTIES))
    if KINDS[at] in ("interaction", "decision"):
        keys["owner"] = party
    if KINDS[at] == "interaction":
        keys["with"] = party
    if KINDS[at] in ("component", "capability"):
        keys |= {"provider": party, "cost": st.none() | _sum()}
    if KINDS[at] == "cash_flow":
        money = st.just({}) | _sum()
        return st.builds(lambda own, more: own | more, st.fixed_dictionaries(
            keys | {"provider": party, "direction": st.sampled_from(("in", "out"))}), money)  # fmt: skip
    return st.fixed_dictionaries(keys)


def _sum() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "amount": st.decimals(0, 10**6, places=2),
            "currency": st.sampled_from(("EUR", "JPY")),
            "per": st.sampled_from(("day", "week", "month", "quarter", "year")),
        }
    )


def edges(model: OperatingModel) -> set[tuple[str, str]]:
    """Who hangs on whom, straight from the links: the whole on its part, anything else as it is stated."""
    return {(tie.target, tie.source) if tie.kind == PART_OF else (tie.source, tie.target) for tie in model.ties()}


def closure(pairs: set[tuple[str, str]], start: str) -> set[str]:
    """Everything that pairs lead to from `start`, itself included: by repeating until nothing is new."""
    found: set[str] = {start}
    while more := {there for here, there in pairs if here in found} - found:
        found |= more
    return found


def complete_paths(model: OperatingModel) -> list[tuple[str, ...]]:
    """Every chain from a job that nothing is above to a cash flow, written out."""
    pairs = edges(model)
    parts = {target for _, target in pairs}
    tops = [job.id for job in model.jobs if job.id not in parts]
    ends = {flow.id for flow in model.cash_flows}
    return [way for top in tops for way in _ways(pairs, (top,), ends)]


def _ways(pairs: set[tuple[str, str]], way: tuple[str, ...], ends: set[str]) -> Iterator[tuple[str, ...]]:
    if way[-1] in ends:
        yield way
    for here, there in sorted(pairs):
        if here == way[-1]:
            yield from _ways(pairs, (*way, there), ends)


def kinds(model: OperatingModel) -> dict[str, str]:
    """The kind of every element."""
    return {placed.element.id: placed.kind for placed in model.elements()}
