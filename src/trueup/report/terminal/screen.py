"""The whole screen: the verdict on the book, its agreements, and what stands behind them."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from trueup.report import summary, words
from trueup.report.terminal import agreements, deliveries, footing
from trueup.report.terminal.agreements import Detail
from trueup.report.terminal.style import Pen
from trueup.scorecard.model import Scorecard

FEW = 2
SOME = 4
MANY = 12


@dataclass(frozen=True, slots=True)
class Screen:
    """Print with rich: `Console().print(Screen(scorecard))`.

    The fewer agreements, the more is said of each; above twelve there are counts, then where most goes wrong and what
    is worth most. Without a terminal, rich prints it plain and 80 columns wide.
    """

    scorecard: Scorecard

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen(ascii=options.ascii_only, width=options.max_width)
        yield from _heading(self.scorecard, pen)
        count = len(self.scorecard.agreements)
        if count > MANY:
            yield from agreements.many(self.scorecard, pen)
        else:
            for agreement in summary.ranked(self.scorecard.agreements):
                yield Text()
                yield from agreements.block(agreement, pen, _detail(count))
        yield from deliveries.lines(self.scorecard, pen)
        yield Text()
        yield from footing.lines(self.scorecard, pen, records=_detail(count) is not Detail.whole)


def _detail(count: int) -> Detail:
    return Detail.whole if count <= FEW else Detail.compact if count <= SOME else Detail.brief


def _heading(scorecard: Scorecard, pen: Pen) -> RenderResult:
    yield Text.assemble((scorecard.name, "bold"), ("  promise against proof", "dim"), overflow="ellipsis", no_wrap=True)
    facts = [
        f"as of {words.day(scorecard.as_of)}",
        summary.graded(scorecard.grade),
        f"documents {scorecard.book_digest[:12]}",
    ]
    if scorecard.known_at is not None:
        facts.insert(1, f"as known at {words.instant(scorecard.known_at)}")
    yield Text(pen.dot.join(facts), style="dim")
    yield Text(summary.paragraph(scorecard))
