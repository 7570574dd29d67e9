"""Groups of customers that share unmet needs: found or refused, what each needs, and how to place a new customer."""

from trueup.jobs.segments.found import Found, find, same_segments
from trueup.jobs.segments.tool import place

__all__ = ["Found", "find", "place", "same_segments"]
