"""What is wrong with an operating model by itself; what needs the book is asked in trueup.book.rules.operating_models.

Every rule goes once over elements and links: a model of 5,000 elements is checked in a fraction of a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from trueup.operating_model.cycles import cycles
from trueup.operating_model.document import OperatingModel, Placed, Tie
from trueup.operating_model.metamodel import ONE, allows, is_allowed
from trueup.operating_model.parts import PART_OF, SEVEN, CashFlow, Component, Kind, Sum
from trueup.vocabulary import Grain, did_you_mean, said
from trueup.vocabulary.finding import Finding, Path, error, hint

SUGGESTED = 20
"""For so many lost names the nearest is looked for, and so many cycles are told: each takes a look at all elements."""
SHOWN = 6
"""So many ids are shown at either end of a long cycle."""


def issues(model: OperatingModel) -> Iterator[Finding]:
    """Every finding about one version of a model."""
    elements, ties = list(model.elements()), list(model.ties())
    known: dict[str, Kind] = {}
    for placed in elements:
        known.setdefault(placed.element.id, placed.kind)
    yield from _twice(elements)
    yield from _lost(ties, known)
    yield from _forbidden(ties, known)
    yield from _doubles(ties)
    yield from _cycles(ties, known)
    yield from _money(elements)
    yield from _rows(model)
    yield from _parties(model)
    yield from _seven(model)


def amended(before: OperatingModel, after: OperatingModel) -> Iterator[Finding]:
    """What a later version may not change: whose model it is."""
    if before.customer != after.customer:
        message = said(
            "this was the model of {before}, and cannot become that of {after}",
            before=before.customer,
            after=after.customer,
        )
        yield error(("customer",), message, said("begin a new document for another party"))


def _twice(elements: Iterable[Placed]) -> Iterator[Finding]:
    first: dict[str, Placed] = {}
    for placed in elements:
        other = first.setdefault(placed.element.id, placed)
        if other is not placed:
            message = said(
                "{id} is the id of {one} already: {name}",
                id=repr(placed.element.id),
                one=ONE[other.kind],
                name=other.element.name,
            )
            yield error((*placed.path, "id"), message, said("ids are given once in the whole model: take another"))


def _lost(ties: Sequence[Tie], known: Mapping[str, Kind]) -> Iterator[Finding]:
    """Names of elements that nothing answers to."""
    lost = (
        (path, name)
        for tie in ties
        for path, name in ((tie.source_path, tie.source), (tie.target_path, tie.target))
        if name not in known
    )
    near: dict[str, str | None] = {}
    for path, name in lost:
        if name not in near:
            near[name] = did_you_mean(name, known) if len(near) < SUGGESTED else None
        some = ", ".join(islice(known, 8))
        other = said("there are: {ids}", ids=some) if some else said("the model has no elements yet")
        yield error(path, said("there is no element {id}", id=repr(name)), near[name] or other)


def _forbidden(ties: Sequence[Tie], known: Mapping[str, Kind]) -> Iterator[Finding]:
    for tie in ties:
        source, target = known.get(tie.source), known.get(tie.target)
        if source is None or target is None or is_allowed(source, target, tie.kind):
            continue
        yield error(tie.path, _forbids(tie, source, target), _instead(tie, source, target))


def _forbids(tie: Tie, source: Kind, target: Kind) -> str:
    ends = {
        "source": repr(tie.source),
        "one": ONE[source],
        "target": repr(tie.target),
        "other": ONE[target],
    }
    if tie.kind == PART_OF:
        return said("{source} ({one}) cannot be part of {target} ({other})", **ends)
    return said("no link leads from {source} ({one}) to {target} ({other})", **ends)


def _instead(tie: Tie, source: Kind, target: Kind) -> str:
    if tie.link is None:
        here = {"job": "job", "jobs": "job", "part_of": "job", "parent": "capability"}[
            next(key for key in reversed(tie.path) if isinstance(key, str))
        ]
        return said("name {one} here", one=ONE[here])  # type: ignore[index]  # a kind
    if tie.kind != PART_OF and is_allowed(target, source, tie.kind):
        return said("turn it round: [{target}, {source}]", target=tie.target, source=tie.source)
    return allows(source)


def _doubles(ties: Sequence[Tie]) -> Iterator[Finding]:
    first: dict[tuple[str, str, str | None], Tie] = {}
    ids: dict[str, Path] = {}
    for tie in ties:
        other = first.setdefault((tie.source, tie.target, tie.kind), tie)
        if other is not tie:
            yield _double(tie, other)
        if tie.link is not None and tie.link.id is not None and ids.setdefault(tie.link.id, tie.path) is not tie.path:
            message = said("the link id {id} is given twice", id=repr(tie.link.id))
            yield error((*tie.path, "id"), message, said("give it one of its own"))


def _double(tie: Tie, other: Tie) -> Finding:
    ends = said("{source} to {target}", source=tie.source, target=tie.target)
    if other.link is not None or tie.link is None:
        message = said("the link from {ends} is stated already, at {place}", ends=ends, place=_spelled(other.path))
        return error(tie.path, message, said("keep one of them"))
    message = said("the link from {ends} follows from {place} already", ends=ends, place=_spelled(other.path))
    return hint(tie.path, message, said("leave it out here"))


def _spelled(path: Path) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def _cycles(ties: Sequence[Tie], known: Mapping[str, Kind]) -> Iterator[Finding]:
    nested = (tie for tie in ties if tie.kind == PART_OF and known.get(tie.source) == known.get(tie.target))
    within = {(tie.source, tie.target): tie for tie in nested}
    for way in islice(cycles(within), SUGGESTED):
        message = said("{id} is part of itself: {way}", id=repr(way[0]), way=" > ".join(_short(way)))
        yield error(within[way[-2], way[-1]].path, message, said("take one of these links away"))


def _short(way: tuple[str, ...]) -> tuple[str, ...]:
    return way if len(way) <= 2 * SHOWN else (*way[:SHOWN], f"... {len(way) - 2 * SHOWN} more ...", *way[-SHOWN:])


def _money(elements: Iterable[Placed]) -> Iterator[Finding]:
    for placed in elements:
        element = placed.element
        for key in ("cost", "revenue"):
            stated = getattr(element, key, None)
            if isinstance(stated, Sum):
                yield from _unit((*placed.path, key), stated.currency, stated.per)
        if isinstance(element, Component) and element.heat is not None and element.heat == type(element.heat)():
            yield hint((*placed.path, "heat"), said("heat says nothing"), said("state strategic, gap or both"))
        if isinstance(element, CashFlow) and element.amount is not None:
            yield from _unit(placed.path, element.currency, element.per)


def _unit(path: Path, currency: str | None, per: Grain | None) -> Iterator[Finding]:
    if currency is None:
        yield error(
            (*path, "amount"), said("an amount without a currency"), said("add currency: EUR, or what it is in")
        )
    if per is None:
        grains = ", ".join(Grain)
        message = said("an amount without the length of time it is for")
        yield error((*path, "amount"), message, said("add per: one of {grains}", grains=grains))


def _rows(model: OperatingModel) -> Iterator[Finding]:
    for index, interaction in enumerate(model.interactions):
        ours = interaction.with_ in (model.customer, model.executor)
        if interaction.row == "third_party" and interaction.with_ is not None and ours:
            message = said("this stands in the row of third parties and is with {party}", party=repr(interaction.with_))
            yield hint(("interactions", index, "row"), message, said("take another row, or say whom it is with"))


def _parties(model: OperatingModel) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, party in enumerate(model.parties):
        if party.id in seen:
            message = said("the party {id} is listed twice", id=repr(party.id))
            yield error(("parties", index, "id"), message, said("keep one of them"))
        seen.add(party.id)


def _seven(model: OperatingModel) -> Iterator[Finding]:
    first: dict[tuple[object, ...], int] = {}
    for index, check in enumerate(model.seven_s):
        path: Path = ("seven_s", index)
        other = first.setdefault((check.party, check.on), index)
        if other != index:
            party, place = repr(check.party), f"seven_s[{other}]"
            message = said("{party} was looked at on {day} already, at {place}", party=party, day=check.on, place=place)
            yield error(path, message, said("put both into one"))
        if all(getattr(check, each) is None for each in SEVEN):
            yield hint(path, said("none of the seven is scored"), said("score one of: {seven}", seven=", ".join(SEVEN)))
