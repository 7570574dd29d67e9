"""What other pages say of improvements in a line: Today."""

from __future__ import annotations

from trueup.web.parties.access import Actor
from trueup.web.worth.queries import Holding, Judgement, holdings


def measure_first(actor: Actor) -> tuple[tuple[Holding, Judgement], ...]:
    """The improvements of the own party that had better be measured before anybody decides."""
    return tuple(
        (each, row)
        for each in holdings(actor)
        if each.own
        for row in each.rows
        if row.found is not None and row.found.answer == "measure first"
    )
