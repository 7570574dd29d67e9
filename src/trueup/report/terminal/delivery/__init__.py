"""Delivery in a terminal: schedule with bars, futures, earned value, verdicts, containment."""
