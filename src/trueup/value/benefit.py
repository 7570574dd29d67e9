"""What an option brings less what it costs, in today's money, for every draw of its inputs.

    NB = worth x effect x window(benefit) - cost - running x window(work)
    window(a, b) = integral of (1 + r)^-t over the years t from a to b

An option works from the end of its delay until the end of its duration, or the horizon. Money within a year is
discounted to the day, so no convention of months or year-ends moves the figure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from trueup.stats.arrays import Floats
from trueup.stats.decision.shapes import Shape
from trueup.value.improvement import WORTH, Improvement, Option
from trueup.value.uncertain import shape_of
from trueup.vocabulary import DAYS_PER_YEAR, Grain

OPTIMISM, OVERRUN = "optimism", "overrun"
"""The inputs that stand for what past options say of predictions: factors on every effect, and on every cost."""
Inputs = Mapping[str, Floats]


@dataclass(frozen=True)
class Terms:
    """What all options of an improvement share: worth of a unit a year, horizon, end of the worth, discount, currency.

    `worth` is drawn in the document's own `per`, `per_year` of which make a year; `rate` turns it into the book's
    currency, `cost_rate` does it to costs. Times are in months from the decision.
    """

    worth: Shape
    per_year: float
    horizon: float
    until: float
    discount: float
    rate: float = 1.0
    cost_rate: float = 1.0


def per_year(grain: Grain) -> float:
    """How many of these make a year."""
    return float(DAYS_PER_YEAR / grain.days)


def window(begin: Floats, end: Floats, discount: float) -> Floats:
    """The integral of (1 + discount)^-t from `begin` to `end` (months), in years; 0 where the end comes first."""
    first, last = begin / 12, np.maximum(begin, end) / 12
    if discount == 0:
        return np.asarray(last - first)
    force = math.log1p(discount)
    return np.asarray((np.exp(-force * first) - np.exp(-force * last)) / force)


def shapes_of(document: Improvement, terms: Terms, factors: Mapping[str, Shape]) -> dict[str, Shape]:
    """Every input of the options that are open, by name, with the worth of a unit and the factors of the past."""
    open_ = {f"{option.id}." for option in document.open}
    stated = {name: quantity for name, (_, quantity) in document.quantities().items()}
    own = {
        name: shape_of(quantity)
        for name, quantity in stated.items()
        if any(name.startswith(prefix) and "." not in name[len(prefix) :] for prefix in open_)
    }
    return {WORTH: terms.worth, **own, **factors}


def net_benefit(option: Option, inputs: Inputs, terms: Terms) -> Floats:
    """The net benefit of one option in each draw."""
    return gain(option, inputs, terms) - spend(option, inputs, terms)


def gain(option: Option, inputs: Inputs, terms: Terms) -> Floats:
    """What it brings in each draw."""
    begin, end = _works(option, inputs, terms)
    held = window(begin, np.minimum(end, terms.until), terms.discount)
    effect = inputs[f"{option.id}.effect"] * inputs.get(OPTIMISM, 1.0)
    return np.asarray(np.maximum(inputs[WORTH], 0.0) * terms.per_year * terms.rate * effect * held)


def spend(option: Option, inputs: Inputs, terms: Terms) -> Floats:
    """What it costs in each draw: once, and as long as it works."""
    once = np.maximum(inputs[f"{option.id}.cost"], 0.0)
    if option.running is not None:
        a_year = np.maximum(inputs[f"{option.id}.running"], 0.0) * per_year(option.running.per)
        once = once + a_year * window(*_works(option, inputs, terms), terms.discount)
    return np.asarray(once * terms.cost_rate * np.maximum(inputs.get(OVERRUN, 1.0), 0.0))


def _works(option: Option, inputs: Inputs, terms: Terms) -> tuple[Floats, Floats]:
    """From when until when it works, in months, within the horizon."""
    begin = np.clip(inputs[f"{option.id}.delay"], 0.0, terms.horizon)
    lasts = inputs.get(f"{option.id}.duration")
    end = np.full_like(begin, terms.horizon) if lasts is None else begin + np.maximum(lasts, 0.0)
    return begin, np.minimum(end, terms.horizon)
