"""Trueup measured side by side: against the least the machine could do, and against what one would use instead."""
