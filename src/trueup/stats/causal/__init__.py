"""Did it cause the change? A file an estimator; arrays in, an `Effect` out.

Every estimator compares what happened after the start with what would have happened without it, and differs in where
it reads the latter: units drawn by lot, units that did not start (yet), a weighted mix of them, a model of the series
itself. Assumptions, formulae, sources and false-positive rates: docs/explanation/methods/attribution.md.
"""

from trueup.stats.causal.did import difference_in_differences, two_by_two
from trueup.stats.causal.effect import Band, Check, Effect, Parameter, Span
from trueup.stats.causal.synthetic import synthetic_control

__all__ = [
    "Band",
    "Check",
    "Effect",
    "Parameter",
    "Span",
    "difference_in_differences",
    "synthetic_control",
    "two_by_two",
]
