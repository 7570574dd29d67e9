"""Results of a plan as Vega-Lite: timeline, distributions, earned value, slip by party, criticality, frontier."""

from trueup.delivery.charts.bars import criticality, slip
from trueup.delivery.charts.curve import curve
from trueup.delivery.charts.frontier import frontier, letter
from trueup.delivery.charts.spread import cost, finish
from trueup.delivery.charts.timeline import Shown, chosen, timeline
from trueup.delivery.charts.voice import ENGLISH, Voice

__all__ = [
    "ENGLISH",
    "Shown",
    "Voice",
    "chosen",
    "cost",
    "criticality",
    "curve",
    "finish",
    "frontier",
    "letter",
    "slip",
    "timeline",
]
