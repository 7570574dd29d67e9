"""The panel of the Value tab: every settlement period of the agreement, and the next statement to draw up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trueup.web.agreements.panel import At
from trueup.web.statements import queries


def settlement(at: At) -> Mapping[str, Any] | None:
    """The periods with their states; None where the agreement's fee does not follow value."""
    row = queries.row(at.request.actor, at.book, at.agreement)
    if row is None:
        return None
    periods = row.settlements.periods if row.settlements else ()
    return {
        "row": row,
        "book": at.book,
        "agreement": at.agreement,
        "periods": [(each, row.waits(each.label)) for each in periods],
        "may_draw_up": row.may_draw_up and not row.proposed,
        "first": next((each.label for each in periods if each.state == "ready"), None),
    }
