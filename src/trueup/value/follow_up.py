"""What became of options that were carried out: predicted against realised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from trueup.stats.arrays import Floats
from trueup.stats.decision.sensitivity import SCORE_90
from trueup.value.benefit import Terms, net_benefit, spend
from trueup.value.best_set import amount
from trueup.value.improvement import WORTH, Improvement, Option
from trueup.value.results_worth import Followed
from trueup.value.simulation import generator
from trueup.value.uncertain import shape_of
from trueup.vocabulary import Said, said

LEAST = 3
"""Actuals below which no realised effect is read from a KPI."""
DRAWS = 5_000


@dataclass(frozen=True, slots=True)
class Past:
    """An option that was carried out, in its document as it stands and as it stood before."""

    document: Improvement
    before: Improvement
    option: Option


@dataclass(frozen=True, slots=True)
class Read:
    """The effect that came, where from, and why there is none where there is none."""

    realised: float | None
    basis: Said
    insufficient: Said | None


def too_few(count: int) -> Said:
    """Why no effect is read."""
    return said("{have} actuals since it works, and it takes {need}", have=count, need=LEAST)


def followed(past: Past, terms: Terms, read: Read, currency: str, seed: int) -> Followed:
    """The prediction as it stood before, beside what came."""
    predicted = past.before.option(past.option.id)
    assert predicted is not None
    done = past.option.done
    assert done is not None
    shape = shape_of(predicted.effect)
    low, high = shape.quantiles(np.array([-SCORE_90, SCORE_90]))
    inputs = _inputs(past.before, predicted, terms, seed)
    cost = float(done.cost) * terms.cost_rate if done.cost is not None else None
    mean = shape.mean
    return Followed(
        improvement=past.document.id,
        option=past.option.id,
        title=past.option.name,
        since=done.from_,
        predicted=mean,
        low=float(low),
        high=float(high),
        realised=read.realised,
        ratio=read.realised / mean if read.realised is not None and mean > 0 else None,
        predicted_cost=amount(float(spend(predicted, inputs, terms).mean()), currency),
        realised_cost=None if cost is None else amount(cost, currency),
        p_worth=float((net_benefit(predicted, inputs, terms) > 0).mean()),
        paid=_paid(predicted, inputs, terms, read.realised, cost),
        basis=read.basis,
        insufficient=read.insufficient,
    )


def _inputs(document: Improvement, option: Option, terms: Terms, seed: int) -> dict[str, Floats]:
    prefix = f"{option.id}."
    stated = {name: shape_of(each) for name, (_, each) in document.quantities().items() if name.startswith(prefix)}
    shapes = {WORTH: terms.worth, **stated}
    return {
        name: shape.quantiles(generator(seed, document.id, name).standard_normal(DRAWS))
        for name, shape in shapes.items()
    }


def _paid(
    option: Option, inputs: Mapping[str, Floats], terms: Terms, realised: float | None, cost: float | None
) -> bool | None:
    """Whether it was worth it on average, with what came in the place of what was predicted; None: not known yet."""
    if realised is None:
        return None
    effect = np.full_like(inputs[WORTH], realised)
    came = {**inputs, f"{option.id}.effect": effect}
    net = net_benefit(option, came, terms)
    if cost is not None:
        net = net + spend(option, came, terms) - cost
    return bool(net.mean() > 0)
