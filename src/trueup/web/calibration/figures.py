"""The pictures of calibration, each with its numbers in a table behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from trueup.report import words
from trueup.report.html.figure import Charts, Table
from trueup.report.html.markup import Markup
from trueup.report.language import say
from trueup.value.calibration import charts
from trueup.value.calibration.report import NAMES
from trueup.value.results_calibration import (
    CalibrationPart,
    CalibrationResult,
    HeldShare,
    IntervalScores,
    Kind,
    KindCalibration,
    LadderResult,
    ProbabilityScores,
    PromiseScores,
)
from trueup.vocabulary.said import begun

PARTIES = ("promise", "plan", "business_case", "improvement")
Names = Mapping[str, str]
"""What people call the parties."""
PLACES = {
    "kept": gettext_noop("in its place"),
    "lost": gettext_noop("lost its place"),
    "unjudged": gettext_noop("not judged yet"),
}


@dataclass(frozen=True, slots=True)
class Scored:
    """One kind of forecast as the page shows it: its name, what is said of it, its pictures, and its groups."""

    kind: Kind
    name: str
    part: CalibrationPart
    pictures: tuple[Markup, ...]
    groups: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A kind of forecast with what became of it."""

    name: str
    issued: int
    how: str
    over: int
    open: int
    unknown: int
    disputed: int
    first: dt.date | None


def name_of(kind: Kind) -> str:
    """A kind of forecast in the reader's language."""
    return begun(words.told(NAMES[kind]))


def counts(found: CalibrationResult) -> list[Count]:
    """What became of the forecasts of each kind."""
    rows = []
    for each in found.kinds:
        counted = each.counted
        how = ", ".join(f"{words.number(many)} {_(BASES[basis])}" for basis, many in counted.by_basis.items())
        left = counted.over, counted.open, counted.unknown, counted.disputed
        rows.append(Count(name_of(each.kind), counted.issued, how, *left, counted.first_answer))
    return rows


BASES = {
    "issued": gettext_noop("issued"),
    "replayed": gettext_noop("replayed"),
    "reconstructed": gettext_noop("reconstructed"),
    "signed": gettext_noop("signed"),
}


def first_answer(found: CalibrationResult) -> dt.date | None:
    """When the first of what is open is over."""
    days = [each.counted.first_answer for each in found.kinds if each.counted.first_answer is not None]
    return min(days, default=None)


def lacking(found: CalibrationResult) -> list[tuple[str, str]]:
    """The kinds of which too little is over, and what it takes."""
    return [
        (name_of(each.kind), each.all.insufficient)
        for each in found.kinds
        if each.all.insufficient is not None and each.counted.over
    ]


def chances(found: KindCalibration, on: Charts, names: Names) -> Scored:
    """Probabilities: the reliability diagram, and the Brier score over time."""
    scored = found.all.probabilities
    assert scored is not None, "callers choose kinds with probabilities"
    name = name_of(found.kind)
    told = _("What was said across, what came up. Honest ones lie on the line, within the wide bars in 95 % of cases.")
    pictures = [on.figure(charts.reliability_diagram(scored, say), f"{_('Reliability')}: {name}", told, _rows(scored))]
    if len(found.over_time) > 1:
        told = _("Mean squared error of the probabilities that came due in each quarter: lower is better.")
        rows = [
            (each.period, words.number(each.n), words.share(each.said), words.share(each.came), f"{each.brier:.3f}")
            for each in found.over_time
        ]
        columns = (_("Quarter"), _("forecasts"), _("said"), _("came true"), "Brier")
        spec = charts.brier_over_time(found.over_time, say)
        pictures.append(on.figure(spec, f"{_('Brier score over time')}: {name}", told, _table(columns, rows)))
    return Scored(found.kind, name, found.all, tuple(pictures), _groups(found, names))


def ranges(found: KindCalibration, on: Charts, names: Names) -> Scored:
    """Intervals: coverage by level, and where outcomes fell."""
    scored = found.all.intervals
    assert scored is not None, "callers choose kinds with intervals"
    name = name_of(found.kind)
    told = _("How often the interval of each level held, with its 95 % interval; the upright stroke is the level.")
    spec = charts.coverage_bars(scored.coverage, say)
    pictures = [on.figure(spec, f"{_('Coverage')}: {name}", told, _coverage(scored))]
    if scored.pit:
        told = _("In which tenth of the forecast outcomes fell. Even bars are honest; high ends mean over-confidence.")
        rows = [
            (f"{words.share(each.low)} – {words.share(each.high)}", words.share(each.share), words.number(each.n))
            for each in scored.pit
        ]
        table = _table((_("Quantiles"), _("share of outcomes"), _("outcomes")), rows)
        spec = charts.pit_histogram(scored.pit, say)
        pictures.append(on.figure(spec, f"{_('Where outcomes fell')}: {name}", told, table))
    return Scored(found.kind, name, found.all, tuple(pictures), _groups(found, names))


def promises(found: CalibrationResult, on: Charts, names: Names) -> list[Scored]:
    """What parties promised: how much of it came, by who promised it."""
    shown = [each for each in found.kinds if each.kind in PARTIES and (each.all.points or each.all.costs)]
    return [
        Scored(each.kind, name_of(each.kind), each.all, _pictured(each, on, names), _groups(each, names))
        for each in shown
    ]


def _pictured(found: KindCalibration, on: Charts, names: Names) -> tuple[Markup, ...]:
    """What was to be gained, and what it was to cost: each by who promised it."""
    parts = [(_group(part.group, names) if part.group else _("all"), part) for part in (found.all, *found.parts)]
    gains = [(name, part.points) for name, part in parts if part.points is not None]
    costs = [(name, part.costs) for name, part in parts if part.costs is not None]
    told = _("What came of what was promised, the median with its 95 % interval; the line is as promised.")
    took = _("What it took of what was committed, the median with its 95 % interval; the line is as committed.")
    name = name_of(found.kind)
    return tuple(
        on.figure(charts.optimism(rows, say), f"{caption}: {name}", words_, _promised(rows))
        for rows, caption, words_ in ((gains, _("Optimism"), told), (costs, _("Cost and time"), took))
        if rows
    )


def _promised(rows: Sequence[tuple[str, PromiseScores]]) -> Table:
    cells = [
        (name, words.share(each.factor), f"{words.share(each.factor_low)} – {words.share(each.factor_high)}",
         words.share(each.kept.value), words.number(each.n))
        for name, each in rows
    ]  # fmt: skip
    return _table((_("Who"), _("came"), _("95 % interval"), _("kept"), _("promises")), cells)


def ladder(found: LadderResult, on: Charts) -> Markup | None:
    """The record of each rung of the forecast ladder; None where no rung has one yet."""
    if not any(rung.held_80 is not None for rung in found.rungs):
        return None
    told = _("How often the 80 % interval of each method held. Beyond the dotted lines, credibly, it loses its place.")
    rows = [
        (words.told(rung.rung), _(PLACES[rung.place]), words.number(rung.series), words.number(rung.forecasts),
         _held(rung.held_80), _held(rung.held_95))
        for rung in found.rungs
    ]  # fmt: skip
    columns = (_("Method"), _("place"), _("series"), _("forecasts"), _("80 % held"), _("95 % held"))
    return on.figure(charts.ladder_record(found, say), _("The forecast ladder"), told, _table(columns, rows))


def _groups(found: KindCalibration, names: Names) -> tuple[tuple[str, str], ...]:
    """What is said of each group that has a say."""
    told = []
    for part in found.parts:
        said = part.probabilities or part.intervals or part.points or part.costs
        sentence = said.words if said is not None else part.insufficient
        if sentence is not None:
            told.append((_group(part.group or "", names), words.sentence(sentence)))
    return tuple(told)


def _group(group: str, names: Names) -> str:
    """A party by its name; what is no party (how far ahead, how) in the reader's language."""
    return names.get(group, words.told(group))


def _rows(found: ProbabilityScores) -> Table:
    rows = [
        (f"{words.share(row.low)} – {words.share(row.high)}", words.share(row.said), words.share(row.came.value),
         f"{words.share(row.came.low)} – {words.share(row.came.high)}",
         f"{words.share(row.expected_low)} – {words.share(row.expected_high)}", words.number(row.n),
         f"{row.came.effective:.0f}")
        for row in found.rows
    ]  # fmt: skip
    columns = (_("Said"), _("on average"), _("came true"), _("95 % interval"), _("if honest"), _("forecasts"),
               _("count as"))  # fmt: skip
    return _table(columns, rows)


def _coverage(found: IntervalScores) -> Table:
    rows = [
        (words.share(row.level), words.share(row.held.value),
         f"{words.share(row.held.low)} – {words.share(row.held.high)}",
         words.number(row.held.n), f"{row.held.effective:.0f}", f"{row.p_adjusted:.3f}")
        for row in found.coverage
    ]  # fmt: skip
    columns = (_("Interval"), _("held"), _("95 % interval"), _("forecasts"), _("count as"), "p")
    return _table(columns, rows)


def _held(held: HeldShare | None) -> str:
    return "" if held is None else f"{words.share(held.value)} ({words.share(held.low)} – {words.share(held.high)})"


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    return Table(columns, rows, frozenset(range(1, len(columns))))
