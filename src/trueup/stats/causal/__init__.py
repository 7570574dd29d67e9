"""Did it cause the change? A file an estimator; arrays in, an `Effect` out.

Every estimator compares what happened after the start with what would have happened without it, and differs in where
it reads the latter: units drawn by lot, units that did not start (yet), a weighted mix of them, a model of the series
itself. Assumptions, formulae, sources and false-positive rates: docs/explanation/methods/attribution.md.
"""

from trueup.stats.causal.before_after import before_after
from trueup.stats.causal.did import difference_in_differences, two_by_two
from trueup.stats.causal.effect import Band, Check, Effect, Parameter, Span
from trueup.stats.causal.interrupted import ImpactModel, interrupted_series
from trueup.stats.causal.placebo import placebo_in_time
from trueup.stats.causal.power import detectable, power_curve
from trueup.stats.causal.randomised import randomised
from trueup.stats.causal.sdid import synthetic_did
from trueup.stats.causal.staggered import staggered
from trueup.stats.causal.structural import structural
from trueup.stats.causal.synthetic import synthetic_control

__all__ = [
    "Band",
    "Check",
    "Effect",
    "ImpactModel",
    "Parameter",
    "Span",
    "before_after",
    "detectable",
    "difference_in_differences",
    "interrupted_series",
    "placebo_in_time",
    "power_curve",
    "randomised",
    "staggered",
    "structural",
    "synthetic_control",
    "synthetic_did",
    "two_by_two",
]
