"""The pictures of a wave, each with its numbers in a table behind it."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from trueup.report import words
from trueup.report.html.figure import Charts, Table
from trueup.report.html.markup import Markup
from trueup.vocabulary.picture import Row, Spec, chart, told
from trueup.web.surveys.rates import Rates


def funnel(found: Rates, charts: Charts) -> Markup:
    """From asked to finished."""
    steps = (
        (_("asked"), found.asked), (_("opened"), found.opened), (_("began"), found.started),
        (_("finished"), found.finished),
    )  # fmt: skip
    rows = [(name, words.amount(Decimal(n)), words.share(n / found.asked) if found.asked else "") for name, n in steps]
    table = Table((_("How far"), _("people"), _("of those asked")), rows, frozenset({1, 2}))
    said = ", ".join(f"{n} {name}" for name, n in steps)
    bars = _bars([_row(name, n) for name, n in steps], _("people"))
    return charts.figure(bars, _("How far people have come"), said, table)


def stops(found: Rates, charts: Charts) -> Markup | None:
    """On which page of the form people stopped; None where nobody has begun."""
    if not found.started:
        return None
    rows = [(str(each.page), str(each.shown), str(each.sent), str(each.stopped)) for each in found.pages]
    table = Table((_("Page"), _("shown to"), _("sent by"), _("stopped here")), rows, frozenset({0, 1, 2, 3}))
    bars = _bars([_row(str(each.page), each.sent) for each in found.pages], _("people"))
    worst = max(found.pages, key=lambda each: each.stopped)
    said = _("Nobody has stopped on the way.")
    if worst.stopped:
        said = _("Most of those who stopped, %(n)d, did so on page %(page)d.") % {
            "n": worst.stopped,
            "page": worst.page,
        }
    return charts.figure(bars, _("Who sent which page"), said, table)


def _bars(rows: list[Row], axis: str) -> Spec:
    """One bar a row, in the order of the rows, with its number behind it."""
    most = max((row["n"] for row in rows), default=0) or 1
    across = {"field": "n", "type": "quantitative", "title": axis, "scale": {"domain": [0, most * 1.15], "nice": False},
              "axis": {"grid": False, "tickMinStep": 1, "tickCount": 5}}  # fmt: skip
    down = {"field": "row", "type": "nominal", "title": None, "axis": {"domain": False, "ticks": False},
            "scale": {"domain": [row["row"] for row in rows]}}  # fmt: skip
    words_behind = {"text": {"field": "words"}}
    layers: list[Spec] = [
        {"data": {"name": "rows"}, "mark": {"type": "bar", "style": "bar-total", "height": {"band": 0.5}},
         "encoding": told({})},
        {"data": {"name": "rows"}, "mark": {"type": "text", "style": "amount", "align": "left", "dx": 6},
         "encoding": words_behind},
    ]  # fmt: skip
    return chart(max(1, len(rows)) * 30, layers, {"x": across, "y": down}, {"rows": rows})


def _row(name: str, n: int) -> Row:
    return {"row": name, "n": n, "words": words.amount(Decimal(n)), "t": f"{name}: {n}"}
