"""Did it cause the change? A file an estimator; arrays in, an `Effect` out.

Every estimator compares what happened after the start with what would have happened without it, and differs in where
it reads the latter: units drawn by lot, units that did not start (yet), a weighted mix of them, a model of the series
itself. Assumptions, formulae, sources and false-positive rates: docs/explanation/methods/attribution.md.
"""
