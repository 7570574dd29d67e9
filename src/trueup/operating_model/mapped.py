"""The whole map of an operating model: elements with what is measured and what they lack, and what follows in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trueup.operating_model.document import OperatingModel, Placed
from trueup.operating_model.gaps import coverage, gap_of, gaps, lacking
from trueup.operating_model.graph import Graph
from trueup.operating_model.hangs import parties_of
from trueup.operating_model.measured import Measured
from trueup.operating_model.metamodel import LAYER_NAMES
from trueup.operating_model.money import cash_of, costs, recurring
from trueup.operating_model.parts import (
    LAYER_OF,
    LAYERS,
    PART_OF,
    Capability,
    CashFlow,
    Component,
    Element,
    Interaction,
    Job,
)
from trueup.operating_model.results import ElementResult, LayerResult, LinkResult, Map
from trueup.operating_model.results_gaps import Coverage, Gaps, ThirdParties
from trueup.operating_model.seven_s import profiles
from trueup.operating_model.third import is_third, third_parties
from trueup.vocabulary import Figure, Moment, Sentence, said


@dataclass(frozen=True)
class Asked:
    """What a map is asked for: the book's id, the moment, what people call parties, and what was measured."""

    book: str
    moment: Moment
    names: Mapping[str, str]
    measured: Measured = field(default_factory=Measured)


def mapped(model: OperatingModel, graph: Graph, asked: Asked) -> Map:
    """The map of a model that holds together, as of a moment."""
    covered, missing, third = coverage(graph), gaps(model, graph), third_parties(model, asked.names)
    named = dict.fromkeys(party for placed in model.elements() for party in parties_of(placed.element))
    checked = (check.party for check in model.seven_s)
    return Map(
        book=asked.book,
        model=model.id,
        version=int(model.version),
        title=model.name,
        customer=model.customer,
        executor=model.executor,
        as_of=asked.moment.as_of,
        known_at=asked.moment.known_at,
        names={party: asked.names.get(party, party) for party in (model.customer, *named, *checked)},
        layers=_layers(graph),
        elements=_Elements(model, graph, asked).results(),
        links=_links(model),
        paths=graph.paths,
        coverage=covered,
        gaps=missing,
        third=third,
        cash=cash_of(model),
        costs=costs((placed.kind, placed.element) for placed in model.elements()),
        seven_s=profiles(model, asked.moment.as_of, asked.names),
        opaque=len(model.opaque),
        sentences=_words(graph, covered, missing, third),
    )


def _layers(graph: Graph) -> tuple[LayerResult, ...]:
    lying = {layer: [name for name, at in graph.elements.items() if LAYER_OF[at.kind] == layer] for layer in LAYERS}
    return tuple(LayerResult(layer=layer, name=LAYER_NAMES[layer], elements=tuple(lying[layer])) for layer in LAYERS)


def _links(model: OperatingModel) -> tuple[LinkResult, ...]:
    return tuple(
        LinkResult(
            id=tie.link.id if tie.link else None,
            source=tie.source,
            target=tie.target,
            kind=tie.kind,
            why=tie.link.why if tie.link else None,
        )
        for tie in model.ties()
    )


class _Elements:
    """The elements of a model as they are answered."""

    def __init__(self, model: OperatingModel, graph: Graph, asked: Asked) -> None:
        self._model, self._graph, self._asked = model, graph, asked
        self._lacks = lacking(graph)
        self._wholes: dict[str, list[str]] = {}
        for tie in model.ties():
            if tie.kind == PART_OF:
                self._wholes.setdefault(tie.source, []).append(tie.target)

    def results(self) -> tuple[ElementResult, ...]:
        """All of them, from the jobs down."""
        return tuple(self._result(placed) for placed in self._graph.elements.values())

    def _result(self, placed: Placed) -> ElementResult:
        element = placed.element
        parties = parties_of(element)
        keys = ("with_", "provider", "owner")
        shown = next((party for key in keys if (party := getattr(element, key, None))), None)
        return ElementResult(
            id=element.id,
            name=element.name,
            kind=placed.kind,
            layer=LAYER_OF[placed.kind],
            description=element.description,
            parties=parties,
            party=shown,
            owner=getattr(element, "owner", None),
            provider=getattr(element, "provider", None),
            stage=element.stage,
            project=element.project,
            part_of=tuple(self._wholes.get(element.id, ())),
            measures=self._asked.measured.of(element),
            gaps=(gap_of(self._graph, element.id),) if element.id in self._lacks else (),
            complete=element.id in self._graph.complete,
            **self._own(element),
        )

    def _own(self, element: Element) -> dict[str, object]:
        """What only elements of its kind have."""
        if isinstance(element, Job):
            return {"job_map": element.job_map}
        if isinstance(element, Interaction):
            keys = {"channel": element.channel, "row": element.row, "step": element.step}
            return {**keys, "third": is_third(self._model, element)}
        if isinstance(element, Component):
            return _of_component(element)
        if isinstance(element, Capability):
            return {"capability": element.kind, "cost": recurring(element.cost)}
        if isinstance(element, CashFlow):
            return {"direction": element.direction, "amount": recurring(element)}
        return {}


def _of_component(element: Component) -> dict[str, object]:
    heat = element.heat
    strategic, distance = (heat.strategic, heat.gap) if heat is not None else (None, None)
    return {
        "competency": element.competency,
        "level": element.level,
        "cost": recurring(element.cost),
        "revenue": recurring(element.revenue),
        "strategic": None if strategic is None else float(strategic),
        "distance": None if distance is None else float(distance),
    }


def _words(graph: Graph, covered: Coverage, missing: Gaps, third: ThirdParties) -> tuple[Sentence, ...]:
    sentences: list[Sentence] = [_covered(covered)]
    if third.share is not None:
        share = Figure(f"{100 * third.share:.4g} %")
        sentences.append(
            said("{third} of {n} interactions are with third parties ({share}).",
                 third=third.third, n=third.n, share=share)
        )  # fmt: skip
    sentences += [
        said("{What}: {n} of {of}.", What=gap.says, n=len(gap.elements), of=gap.of)
        for gap in missing.kinds
        if gap.elements
    ]
    if not missing.total and graph.elements:
        sentences.append(said("Nothing is missing between the jobs and the money."))
    return tuple(sentences)


def _covered(covered: Coverage) -> Sentence:
    if covered.insufficient is not None:
        return covered.insufficient
    if not covered.incomplete:
        return said("Every job can be traced down to the money: {n} of {n}.", n=covered.jobs)
    return said("{n} of {jobs} jobs can be traced down to the money.", n=len(covered.complete), jobs=covered.jobs)
