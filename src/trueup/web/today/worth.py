"""What improvements say to a seat: one that had better be measured before anybody decides."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.utils.translation import gettext as _

from trueup.report import words
from trueup.web.today.needs import Need, Wanted
from trueup.web.worth.queries import Holding, Judgement


def wanted(rows: Iterable[tuple[Holding, Judgement]]) -> list[Wanted]:
    """What there is to find out first."""
    return [Wanted(partial(_tell, held, row)) for held, row in rows]


def _tell(held: Holding, row: Judgement) -> Need:
    why = words.told(row.found.words) if row.found is not None else ""
    return Need(row.name, why, f"/worth/{held.book.slug}/{row.document.id}", _("See what to measure"))
