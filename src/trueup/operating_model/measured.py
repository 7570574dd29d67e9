"""What was measured, laid on the elements of a model: actuals of KPIs, and the touchpoints of journey steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trueup.operating_model.document import OperatingModel
from trueup.operating_model.parts import Element, Interaction
from trueup.operating_model.results import KpiMeasure, Measures, TouchpointMeasure
from trueup.stats.proportions import Proportion, wilson
from trueup.vocabulary import Insufficient, said

Step = tuple[str, str]
"""A journey and a step of it."""


@dataclass(frozen=True, slots=True)
class Results:
    """How touchpoints of one journey step went."""

    ok: int = 0
    failed: int = 0
    abandoned: int = 0

    @property
    def n(self) -> int:
        """All of them that have a result."""
        return self.ok + self.failed + self.abandoned


@dataclass(frozen=True)
class Measured:
    """The measured data of a book as of a moment: actuals by KPI, touchpoints by journey step."""

    kpis: Mapping[str, KpiMeasure] = field(default_factory=dict)
    touchpoints: Mapping[Step, Results] = field(default_factory=dict)

    def of(self, element: Element) -> Measures:
        """What was measured of one element."""
        kpis = tuple(self.kpis[kpi] for kpi in element.kpis if kpi in self.kpis)
        step = step_of(element)
        return Measures(kpis=kpis, touchpoints=None if step is None else went(step, self.touchpoints.get(step)))


def step_of(element: Element) -> Step | None:
    """The journey step that an interaction names."""
    if not isinstance(element, Interaction) or element.touchpoint is None:
        return None
    journey, _, step = element.touchpoint.partition("/")
    return journey, step


def named_kpis(model: OperatingModel) -> tuple[str, ...]:
    """Every KPI that an element names, once."""
    return tuple(dict.fromkeys(kpi for placed in model.elements() for kpi in placed.element.kpis))


def named_steps(model: OperatingModel) -> frozenset[Step]:
    """Every journey step that an interaction names."""
    return frozenset(step for each in model.interactions if (step := step_of(each)) is not None)


def went(step: Step, results: Results | None) -> TouchpointMeasure:
    """The share of failed touchpoints with its 95 % interval (Wilson); without any, that it is not known."""
    counts = results or Results()
    share = wilson(counts.failed, counts.n)
    journey, name = step
    numbers = {"journey": journey, "step": name, "n": counts.n, "failed": counts.failed, "abandoned": counts.abandoned}
    if not isinstance(share, Proportion):
        what = said("the share of failed touchpoints")
        return TouchpointMeasure(**numbers, insufficient=Insufficient(what, 0, 1).words)
    return TouchpointMeasure(**numbers, share=share.value, low=share.low, high=share.high)
