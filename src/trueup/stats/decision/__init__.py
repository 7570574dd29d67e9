"""Deciding under uncertainty: draws of uncertain inputs, what they leave of a net benefit, and what knowing is worth.

Rows are decisions or inputs, columns are draws. Sources: Raiffa & Schlaifer (1961); Strong, Oakley & Brennan (2014).
"""
