"""Networks of activities: passes with calendars, simulated futures, and what an activity or a group explains.

Numbers only: activities are 0 to n - 1, times are elapsed days since day 0 began (0.0), work is working days of a
calendar. Kelley & Walker (1959) for the passes, PDM links after Fondahl (1961), calendars as piecewise-linear tables.
"""
