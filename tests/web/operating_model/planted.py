"""A book with an operating model of a dozen elements: one path to the cash, and gaps that are known."""

from __future__ import annotations

from pathlib import Path

PAGE = "/model/harbour/homes"
REST = "/api/v1/books/harbour/models/homes"
BOOK = """\
kind: book
id: harbour
name: Harbour
currency: EUR
parties:
  - {id: harbour, name: Harbour Bank, role: customer}
  - {id: acme, name: Acme Software, role: provider}
  - {id: lens, name: Lens Audit, role: observer}
---
kind: kpi
id: days
name: Days until an offer
unit: day
direction: decrease
grain: month
entered: true
"""
MODEL = """\
kind: operating_model
id: homes
title: Buy a home
customer: harbour
executor: somebody who buys a home
parties: [{id: registry, name: Land registry}]
jobs:
  - {id: buy, name: Buy a home}
  - {id: move, name: Move in, part_of: buy}
interactions:
  - {id: ask, name: Ask for an offer, job: buy, with: harbour, owner: harbour, kpis: [days]}
  - {id: enter, name: "Have <it> entered in the land register", job: buy, with: registry, touchpoint: homes/register}
decisions:
  - {id: grant, name: Whether to grant the loan, owner: harbour}
  - {id: price, name: At which price, owner: harbour}
components:
  - {id: lend, name: Lending, competency: Loans, level: execute, provider: acme,
     cost: {amount: 120000, currency: EUR, per: year}}
capabilities:
  - {id: score, name: Knowing who pays back, kind: people, provider: acme}
cash_flows:
  - {id: interest, name: Interest, amount: 900000, currency: EUR, per: year, direction: in}
  - {id: fines, name: Fines, amount: 5000, currency: EUR, per: year, direction: out}
links: [[ask, grant], [ask, price], [grant, lend], [lend, score], [score, interest]]
seven_s:
  - {party: harbour, on: 2025-03-01, strategy: {score: 2, why: untold}, skills: {score: 4}}
  - {party: harbour, on: 2026-03-01, strategy: {score: 4, why: told to everybody}}
"""
"""Gaps: `move` has no interaction, `enter` no decision and no owner, `price` no component, `fines` no job."""


def write(folder: Path, *models: str) -> Path:
    """A folder with the book, and the models."""
    folder.mkdir()
    (folder / "book.yaml").write_text(BOOK, encoding="utf-8")
    for number, model in enumerate(models):
        (folder / f"model-{number}.yaml").write_text(model, encoding="utf-8")
    return folder
