"""Improvements as their parties write them."""

from __future__ import annotations

from trueup.web.documents.actions import propose, save_draft, sign
from trueup.web.documents.models import Version
from trueup.web.parties.access import Actor

SECRET = "Replace acme altogether"
OURS = f"""\
kind: improvement
id: northwind:replace
title: {SECRET}
party: northwind
agreement: claims-platform
objective: cycle-time
horizon: 24
discount: 0.05
options:
  - id: replace
    title: Another platform
    effect: {{triangular: [0.1, 0.6, 1.0]}}
    cost: {{pert: [200000, 300000, 600000]}}
    delay: 3
  - id: train
    title: Train the handlers
    effect: {{triangular: [-0.1, 0.2, 0.5]}}
    cost: 60000
measures:
  - {{input: replace.effect, what: A pilot with one team, cost: 5000, stderr: 0.1}}
"""
THEIRS = """\
kind: improvement
id: acme:upsell
title: Sell them the archive
party: acme
kpi: claim_cycle_days
worth: {per_unit: 1000, per: month}
horizon: 12
options:
  - {id: archive, effect: 0.3, cost: 1000}
"""


def agreed(owner: Actor, text: str, kind: str = "improvement") -> Version:
    """Drafted, proposed and signed by its own party: in force."""
    id_ = next(line.removeprefix("id: ") for line in text.splitlines() if line.startswith("id: "))
    save_draft(owner, "northwind", kind, id_, text)
    version = propose(owner, "northwind", kind, id_)
    return sign(owner, "northwind", kind, id_, version.number, version.digest)
