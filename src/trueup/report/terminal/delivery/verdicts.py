"""What each provider may call itself, in words: verdict cards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.text import Text

from trueup.delivery.results import ContainmentResult, OverallVerdict, ProviderVerdict
from trueup.report import words
from trueup.report.delivery import as_said, beside, overall_sign, provider_sign
from trueup.report.pace import at_pace, held
from trueup.report.terminal.delivery.heading import heading
from trueup.report.terminal.delivery.tables import chance
from trueup.report.terminal.style import Pen
from trueup.scorecard.model import Delivery

_INSET = (0, 0, 0, 2)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Print with rich: the two clocks, the whole, a card a provider, and containments."""

    found: Delivery
    names: Mapping[str, str]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen(ascii=options.ascii_only, width=options.max_width)
        yield from heading(self.found, pen)
        yield Text(self.found.clocks.words)
        yield Text()
        yield from self._whole(pen)
        for each in self.found.verdicts:
            yield Text()
            yield from self._card(each, pen)
        for found in self.found.containments:
            yield Text()
            yield from self._containment(found)
        yield from self._believed()

    def _believed(self) -> Iterator[RenderableType]:
        """How far its probabilities can be believed, where it has any."""
        found = self.found.simulation
        if found is not None and found.paced is not None and self.found.overall.p is not None:
            yield Text()
            yield Text(f"{at_pace(found.paced)} {held(found.paced.held)}", style="dim")

    def _whole(self, pen: Pen) -> Iterator[RenderableType]:
        overall = self.found.overall
        sign = overall_sign(overall)
        yield Text.assemble(pen.glyph(sign), " ", pen.word(sign), "  ", ("the whole", "bold"), _likely(overall))
        yield from _because(overall.reasons, overall.would_change)

    def _card(self, each: ProviderVerdict, pen: Pen) -> Iterator[RenderableType]:
        sign = provider_sign(each)
        name = self.names.get(each.provider, each.provider)
        note = _note(each.note, sign.word)
        yield Text.assemble(pen.glyph(sign), " ", pen.word(sign), "  ", (name, "bold"), f"  {note}")
        whole = self.found.overall
        yield from _because(beside(each.reasons, whole.reasons), beside(each.would_change, whole.would_change))
        for claim in each.claims:
            by = self.names.get(claim.by, claim.by)
            said = words.sentence(as_said(claim.note))
            yield _inset(f"If {by} is right: {claim.word or 'no verdict'}. {said}", "yellow")

    def _containment(self, found: ContainmentResult) -> Iterator[RenderableType]:
        by = self.names.get(found.by, found.by)
        state = words.plain(found.state)
        yield Text.assemble((found.title, "bold"), (f"  containment by {by}: {state}", "dim"))
        yield from (_inset(move.words) for move in found.moves)
        for line in _effect(found):
            yield _inset(line, "dim")
        yield from (_inset(words.sentence(issue), "yellow") for issue in found.issues)


def _effect(found: ContainmentResult) -> Iterator[str]:
    if found.predicted_finish is not None and found.predicted_finish_without is not None:
        realised = "not yet known" if found.realised_finish is None else words.day(found.realised_finish)
        yield (
            f"Predicted when validated: {words.day(found.predicted_finish)} with it, "
            f"{words.day(found.predicted_finish_without)} without; realised: {realised}"
        )
    if found.p_gain is not None:
        credit = words.plain(found.credit)
        yield f"It raised the probability that the whole is met by {found.p_gain * 100:.0f} points; credit: {credit}"


def _likely(overall: OverallVerdict) -> str:
    return "" if overall.p is None else f"  P {chance(overall.p)}"


def _note(note: str, word: str) -> str:
    """A note that begins with the word that stands before it begins after it."""
    return as_said(note).removeprefix(f"{word}: ")


def _because(reasons: Sequence[str], changes: Sequence[str]) -> Iterator[RenderableType]:
    yield from (_inset(words.sentence(reason)) for reason in reasons)
    yield from (_inset(f"Would change it: {text}", "dim") for text in changes)


def _inset(text: str, style: str = "") -> RenderableType:
    return Padding(Text(text, style=style), _INSET, expand=False)
