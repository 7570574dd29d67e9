"""One agreement as a few lines, or a thousand as a table of the most material."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import IntEnum

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from trueup.agreements.results import AgreementResult, ObjectiveResult, Value
from trueup.report import summary, words
from trueup.report.signs import STATUSES, VERDICTS
from trueup.report.terminal.style import Pen
from trueup.scorecard.model import Scorecard

SHOWN = 6
TROUBLES = 2
_INDENT = (0, 0, 0, 2)
_CALM = frozenset({"met", "on_track"})
_TROUBLED = frozenset({"failing", "failed", "at_risk"})


class Detail(IntEnum):
    """How much is said about one agreement: less, the more of them share the screen."""

    brief = 1
    compact = 2
    whole = 3


def block(agreement: AgreementResult, pen: Pen, detail: Detail) -> Iterator[RenderableType]:
    """Verdict, decisive reason, value against cost, evidence, and a line an objective."""
    yield _headline(agreement, pen)
    yield _inset(words.sentence(agreement.reasons[0] if agreement.reasons else "no reason was recorded"))
    yield _inset(_worth(agreement))
    if detail >= Detail.compact:
        yield _inset(_evidence(agreement, pen), "dim")
    yield _objectives(_shown(agreement, detail), pen)
    if agreement.sentence:
        yield _inset(words.sentence(agreement.sentence), "yellow")
    yield from (_inset(line, "dim") for line in _history(agreement))
    if detail is Detail.whole:
        yield from (_inset(line, "dim") for line in _records(agreement))
        yield from (_inset(f"Would change it: {text}", "dim") for text in agreement.would_change[:1])


def _shown(agreement: AgreementResult, detail: Detail) -> Sequence[ObjectiveResult]:
    """All of them, or in brief the first two of those in trouble."""
    if detail >= Detail.compact:
        return agreement.objectives
    return [objective for objective in agreement.objectives if objective.status not in _CALM][:TROUBLES]


def _inset(text: str, style: str = "") -> RenderableType:
    return Padding(Text(text, style=style), _INDENT, expand=False)


def _headline(agreement: AgreementResult, pen: Pen) -> RenderableType:
    sign = VERDICTS[agreement.verdict]
    line = Table.grid(padding=(0, 1), expand=True)
    line.add_column(no_wrap=True)
    line.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
    line.add_column(no_wrap=True, overflow="ellipsis", justify="right", max_width=max(12, pen.width // 4))
    mark = Text.assemble(pen.glyph(sign), " ", Text(sign.word.upper(), style=pen.word(sign).style))
    chance = summary.chance(agreement)
    if chance is not None:
        mark.append(f" P {words.share(chance)}")
    line.add_row(mark, Text(agreement.title, style="bold"), Text(words.listed(agreement.providers), style="dim"))
    return line


def _worth(agreement: AgreementResult) -> str:
    value = agreement.value
    spread = summary.interval(value.realised) or "no interval"
    return (
        f"{words.money(value.realised.expected)} {value.currency} realised ({spread}){_attributed(value)} against"
        f" {words.money(value.cost)} cost: {words.money(value.net.expected, plus=True)}, {words.plain(value.status)}"
    )


def _attributed(value: Value) -> str:
    """What was caused of it, where a counterfactual is agreed on."""
    if value.attributed is None:
        return ""
    spread = summary.interval(value.attributed) or "no interval"
    return f", {words.money(value.attributed.expected)} attributed ({spread}),"


def _evidence(agreement: AgreementResult, pen: Pen) -> str:
    mix = ", ".join(f"{count} {grade}" for grade, count in agreement.grade_mix.items() if count)
    first = summary.attainment_first(agreement)
    against = "" if first is None else f"{pen.dot}{words.share(first)} of the first promise attained"
    return f"Evidence: {mix or 'none yet'}{against}"


def _history(agreement: AgreementResult) -> Iterator[str]:
    last = agreement.versions[-1] if len(agreement.versions) > 1 else None
    if last is not None:
        descoped = sum(version.value_descoped for version in agreement.versions)
        lost = f"; value de-scoped {words.money(descoped)} {agreement.value.currency}" if descoped else ""
        judged = VERDICTS[agreement.verdict_first].word
        yield f"Promise version {last.version}{lost}; by the first promise: {judged}"


def _objectives(objectives: Sequence[ObjectiveResult], pen: Pen) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=max(10, pen.width // 4))
    table.add_column(no_wrap=True, min_width=10)
    table.add_column(no_wrap=True, overflow="ellipsis")
    table.add_column(no_wrap=True)
    for objective in objectives:
        table.add_row(*_objective(objective, pen))
    return Padding(table, _INDENT, expand=False)


def _records(agreement: AgreementResult) -> Iterator[str]:
    """Forecasts with the same record share a line."""
    found: dict[str, list[str]] = {}
    for objective in agreement.objectives:
        if objective.forecast is not None:
            found.setdefault(summary.record(objective.forecast), []).append(objective.title)
    for record, titles in found.items():
        yield f"Forecast of {words.listed(titles)}: {record}"


def _objective(objective: ObjectiveResult, pen: Pen) -> tuple[Text, ...]:
    sign = STATUSES[objective.status]
    return (
        pen.glyph(sign),
        Text(objective.title),
        pen.word(sign),
        Text(_distance(objective, pen)),
        Text(pen.sparkline([point.actual for point in objective.points]), style="cyan"),
    )


def _distance(objective: ObjectiveResult, pen: Pen) -> str:
    figure, chance = summary.so_far(objective), summary.chance(objective)
    known = "no actual" if figure is None else words.number(figure)
    parts = [f"{known}{pen.arrow}{words.target(objective.target, objective.unit)}"]
    if objective.attainment is not None:
        parts.append(words.share(objective.attainment))
    if chance is not None:
        parts.append(f"P {words.share(chance)}")
    return pen.dot.join(parts)


def many(scorecard: Scorecard, pen: Pen) -> Iterator[RenderableType]:
    """Counts by verdict, then where most goes wrong, what is worth most, and where to see the others."""
    yield Text()
    yield Text.assemble(*_counts(scorecard, pen))
    worst = [agreement for agreement in scorecard.agreements if agreement.verdict in _TROUBLED]
    yield from _few("Most at stake where it goes wrong", sorted(worst, key=_by_stake), pen)
    priced = [agreement for agreement in scorecard.agreements if summary.priced(agreement)]
    yield from _few("Most value realised", sorted(priced, key=_by_value), pen)
    yield Text()
    yield Text(
        f"All {len(scorecard.agreements):,} with their objectives: --html FILE, or --format json.",
        style="dim",
    )


def _by_stake(agreement: AgreementResult) -> tuple[Decimal, str]:
    return -summary.material(agreement), agreement.id


def _by_value(agreement: AgreementResult) -> tuple[Decimal, str]:
    return -agreement.value.realised.expected, agreement.id


def _few(title: str, ranked: list[AgreementResult], pen: Pen) -> Iterator[RenderableType]:
    if ranked:
        yield Text()
        yield Text(title, style="bold")
        yield _table(ranked[:SHOWN], pen)


def _counts(scorecard: Scorecard, pen: Pen) -> Iterator[Text | str]:
    for verdict, count in summary.counts(scorecard).items():
        sign = VERDICTS[verdict]
        yield from (pen.glyph(sign), f" {count:,} ", pen.word(sign), "   ")


def _table(agreements: list[AgreementResult], pen: Pen) -> RenderableType:
    table = Table(box=None, padding=(0, 1, 0, 0), expand=True, header_style="dim")
    table.add_column("", no_wrap=True)
    table.add_column("agreement", no_wrap=True, overflow="ellipsis", ratio=2)
    for name in ("value", "cost", "P"):
        table.add_column(name, no_wrap=True, justify="right")
    table.add_column("why", no_wrap=True, overflow="ellipsis", ratio=3)
    for agreement in agreements:
        table.add_row(*_row(agreement, pen))
    return table


def _row(agreement: AgreementResult, pen: Pen) -> tuple[Text, ...]:
    probability = summary.chance(agreement)
    return (
        pen.glyph(VERDICTS[agreement.verdict]),
        Text(agreement.title),
        Text(words.money(agreement.value.realised.expected)),
        Text(words.money(agreement.value.cost)),
        Text("" if probability is None else words.share(probability)),
        Text(agreement.reasons[0] if agreement.reasons else "", style="dim"),
    )
