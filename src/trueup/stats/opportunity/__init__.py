"""Opportunity: importance + max(importance - satisfaction, 0), from shares of top boxes, with intervals.

Source: Ulwick, What Customers Want (2005) and Turn Customer Input into Innovation, Harvard Business Review (January
2002) for the formula. The intervals, ranks and sample sizes are our own: see docs/explanation/methods/opportunity.md.
"""

from trueup.stats.opportunity.figures import DRAWS, Figures, Interval, figures
from trueup.stats.opportunity.planner import half_width, needed
from trueup.stats.opportunity.ranks import MOST, Indicators, rank_chances, resampled, resampled_shares
from trueup.stats.opportunity.tables import Tables, finite, opportunity, tabled

__all__ = [
    "DRAWS",
    "MOST",
    "Figures",
    "Indicators",
    "Interval",
    "Tables",
    "figures",
    "finite",
    "half_width",
    "needed",
    "opportunity",
    "rank_chances",
    "resampled",
    "resampled_shares",
    "tabled",
]
