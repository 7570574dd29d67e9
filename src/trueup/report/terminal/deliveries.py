"""One line a plan below the agreements: what each provider may say, and when the whole ends."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from trueup.report import delivery, words
from trueup.report.terminal.style import Pen
from trueup.scorecard.model import Scorecard

SHOWN = 12


def lines(scorecard: Scorecard, pen: Pen) -> Iterator[RenderableType]:
    """Nothing for a book without plans; the first twelve, and how many more there are."""
    if not scorecard.deliveries:
        return
    names = {party.id: party.name for party in scorecard.parties}
    yield Text()
    yield Text("Delivery", style="bold")
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, overflow=pen.cut)
    for found in scorecard.deliveries[:SHOWN]:
        glyph = pen.glyph(delivery.overall_sign(found.overall))
        table.add_row(glyph, Text.assemble((found.title, "bold"), ": ", delivery.line(found, names)))
    yield Padding(table, (0, 0, 0, 2), expand=False)
    more = len(scorecard.deliveries) - SHOWN
    if more > 0:
        yield Text(f"  and {words.counted(more, 'plan')} more: trueup delivery verdict BOOK PLAN", style="dim")
