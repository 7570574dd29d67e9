"""What hangs on an element or on a party: the jobs and the cash that it touches, and those cut off when it is gone."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from trueup.operating_model.document import OperatingModel
from trueup.operating_model.graph import Graph
from trueup.operating_model.money import cash_of
from trueup.operating_model.parts import KINDS
from trueup.operating_model.results import Hanging, Side
from trueup.operating_model.results_money import Cash
from trueup.vocabulary import Figure, Money, Said, Sentence, UnknownName, did_you_mean, listed, said

NAMING = ("with_", "owner", "provider")
"""The keys by which an element names a party."""


def parties_of(element: object) -> tuple[str, ...]:
    """The parties that an element names, each once: whom it is with, who owns it, who provides it."""
    named = (getattr(element, key, None) for key in NAMING)
    return tuple(dict.fromkeys(party for party in named if party is not None))


def hanging(model: OperatingModel, graph: Graph, of: str, names: Mapping[str, str]) -> Hanging:
    """What hangs on an element (by id or name) or on a party (by id or name).

    Gone with an element are its parts; with a party, all that is with it, provided or owned by it, and their parts.
    Touched is what lies on a chain of links through something that is gone; cut off is what lay on a complete path
    and lies on none any more. An id of an element goes before a party's. UnknownName for neither.
    """
    what, is_party = _asked(graph, of, names)
    gone = graph.reached(_of_party(graph, what) if is_party else [what], graph.parts)
    touched = graph.reached(gone, graph.above) | graph.reached(gone, graph.below)
    cut_off = graph.complete - graph.without(gone).complete
    name = names.get(what, what) if is_party else graph.elements[what].element.name
    found = Hanging(
        model=model.id,
        of=what,
        name=name,
        is_party=is_party,
        gone=tuple(each for each in graph.elements if each in gone),
        touched=_side(model, graph, touched),
        cut_off=_side(model, graph, cut_off),
        sentences=(),
    )
    return found.model_copy(update={"sentences": _words(graph, found)})


def _asked(graph: Graph, of: str, names: Mapping[str, str]) -> tuple[str, bool]:
    """The id of the element or party that is meant, and whether it is a party."""
    if of in graph.elements:
        return of, False
    parties = [party for party, name in names.items() if of in (party, name)]
    if parties:
        return parties[0], True
    try:
        return graph.named(of), False
    except UnknownName as unknown:
        near = did_you_mean(of, (*names, *names.values()))
        raise UnknownName(f"there is no element and no party {of!r} in the model", do=near or unknown.do) from None


def _of_party(graph: Graph, party: str) -> tuple[str, ...]:
    return tuple(name for name, placed in graph.elements.items() if party in parties_of(placed.element))


def _side(model: OperatingModel, graph: Graph, among: Collection[str]) -> Side:
    by_kind = {kind: graph.of_kind(kind, among) for kind in KINDS}
    return Side(
        jobs=by_kind["job"],
        interactions=by_kind["interaction"],
        decisions=by_kind["decision"],
        components=by_kind["component"],
        capabilities=by_kind["capability"],
        cash=cash_of(model, among),
    )


def _words(graph: Graph, found: Hanging) -> tuple[Sentence, ...]:
    jobs, name = len(graph.of_kind("job")), found.name
    touched, cut = len(found.touched.jobs), len(found.cut_off.jobs)
    sentences = [
        said("{n} of {jobs} jobs hang on {name}.", n=touched, jobs=jobs, name=name),
        said("Jobs that have no path to the money any more without it: {n}.", n=cut),
    ]
    if found.touched.cash.flows:
        sentences.append(said("Cash that it touches, a year: {cash}.", cash=told(found.touched.cash)))
    if found.cut_off.cash.flows:
        sentences.append(said("Cash that is cut off without it, a year: {cash}.", cash=told(found.cut_off.cash)))
    if found.touched.cash.unknown:
        n = len(found.touched.cash.unknown)
        sentences.append(said("Cash flows without an amount, in no sum: {n}.", n=n))
    return tuple(sentences)


def told(cash: Cash) -> str:
    """Sums a year in words: "1,200,000.00 EUR in and 40,000.00 EUR out"."""
    parts: list[Said] = []
    for each in cash.a_year:
        if each.coming_in:
            parts.append(said("{amount} in", amount=Figure(str(Money(each.coming_in, each.currency)))))
        if each.going_out:
            parts.append(said("{amount} out", amount=Figure(str(Money(each.going_out, each.currency)))))
    return listed(parts) if parts else said("not known")
