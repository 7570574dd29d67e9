"""The story of Goferbroke (Hillier & Lieberman, decision analysis), as documents of a book."""

from __future__ import annotations

GOFERBROKE = """\
kind: book
id: goferbroke
name: Goferbroke
currency: USD
parties:
  - {id: goferbroke, name: Goferbroke, role: customer}
  - {id: driller, name: Drilling company, role: provider}
---
kind: kpi
id: yield
name: Yield of the land
unit: count
direction: increase
grain: year
aggregate: sum
entered: true
---
kind: improvement
id: goferbroke:land
title: The land
party: goferbroke
kpi: yield
worth: {per_unit: 1000, per: year}
horizon: 12
options:
  - id: drill
    title: Drill for oil
    effect: {discrete: [[800, 0.25], [0, 0.75]]}
    cost: 100000
    excludes: [sell]
  - {id: sell, title: Sell the land, effect: 90, cost: 0}
measures:
  - {input: drill.effect, what: Seismic survey, cost: 30000, sensitivity: 0.6, specificity: 0.8}
"""
EVPI, SURVEY, DRILL, SELL = 142_500, 53_000, 100_000, 90_000
"""Expected value of perfect information, of the survey, and of both options, as the book has them."""
