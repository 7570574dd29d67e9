"""The matrix of project success against customer success."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trueup.report import words
from trueup.report.charts import Spot, matrix
from trueup.report.html.figure import Charts, Table
from trueup.report.html.markup import Markup
from trueup.report.signs import VERDICTS
from trueup.web.assessments.portfolio import Row
from trueup.web.delivery.lines import Line
from trueup.web.portfolio.queries import kept

TABLED = 100
"""Of more agreements than this the table behind the picture is the list below it."""


def spots(rows: Sequence[Row], plans: Mapping[tuple[str, str], Line]) -> list[Spot]:
    """The agreements for which both axes are known."""
    placed = ((row, kept(row, plans.get((row.book, row.id)))) for row in rows if row.cost > 0)
    return [
        Spot(row.title, row.verdict, share, float(row.realised / row.cost), f"/agreements/{row.book}/{row.id}")  # type: ignore[arg-type]
        for row, share in placed
        if share is not None
    ]


def figure(found: Sequence[Spot], charts: Charts) -> Markup | None:
    """The matrix with its table; None where no agreement has a place in it yet."""
    if not found:
        return None
    caption = _("Is the promise kept, and is it worth it?")
    counted = ngettext("%(count)d agreement", "%(count)d agreements", len(found)) % {"count": len(found)}
    told = _("%(agreements)s by how far the promise is kept and by the value realised for each unit of cost.")
    return charts.figure(matrix(found), caption, told % {"agreements": counted}, _table(found))


def _table(found: Sequence[Spot]) -> Table:
    columns = (_("Agreement"), _("Verdict"), _("Promise kept"), _("Value per unit of cost"))
    rows = [
        (spot.title, _(VERDICTS[spot.verdict].word), words.share(spot.kept), words.number(round(spot.worth, 2)))
        for spot in found[:TABLED]
    ]
    return Table(columns, rows, frozenset({2, 3}))
