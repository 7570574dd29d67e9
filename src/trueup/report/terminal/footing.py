"""What stands below the verdicts: strengths, weaknesses, claims, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from trueup.agreements.results import ObjectiveResult
from trueup.report import words
from trueup.report.terminal.style import Pen
from trueup.scorecard.model import Claims, Finding, Scorecard

TOP = 2


def lines(scorecard: Scorecard, pen: Pen, *, records: bool) -> Iterator[Table]:
    """A two-column list: what it is about, and what there is to say.

    `records`: also how often forecasts were right, where no agreement has the room to say it of its own.
    """
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    table.add_column()
    for label, text in (*(_records(scorecard) if records else ()), *_rows(scorecard)):
        table.add_row(label, Text(text))
    yield table


def _records(scorecard: Scorecard) -> Iterator[tuple[str, str]]:
    """A probability is worth what its forecast's own record is worth, so no P stands here without one."""
    forecast = [each for one in scorecard.agreements for each in one.objectives if each.forecast is not None]
    tried = sorted(share for each in forecast if (share := _held(each)) is not None)
    short = len(forecast) - len(tried)
    told = []
    if tried:
        least, most = words.share(tried[0]), words.share(tried[-1])
        told.append(f"95 % intervals held {least}{'' if least == most else f' to {most}'} when tried on the past")
    if short:
        told.append(f"{short:,} untried")
    if told:
        yield "Forecasts", "; ".join(told)


def _held(objective: ObjectiveResult) -> float | None:
    known = objective.forecast and objective.forecast.calibration
    return known.coverage_95 if known else None


def _rows(scorecard: Scorecard) -> Iterator[tuple[str, str]]:
    yield from _findings("Strengths", scorecard.strengths)
    yield from _findings("Weaknesses", scorecard.weaknesses)
    yield from _claims(scorecard.claims)
    yield from _insufficient(scorecard.insufficient)


def _findings(label: str, findings: tuple[Finding, ...]) -> Iterator[tuple[str, str]]:
    for index, finding in enumerate(findings[:TOP]):
        more = len(findings) - TOP
        tail = f" ({more:,} more)" if more > 0 and index == TOP - 1 else ""
        yield (label if index == 0 else ""), finding.words + tail


def _claims(claims: Claims) -> Iterator[tuple[str, str]]:
    if claims.agree + claims.conflict + claims.not_comparable:
        yield (
            "Claims",
            f"{claims.agree:,} agree, {words.counted(claims.conflict, 'conflict')}, "
            f"{claims.not_comparable:,} cannot be compared",
        )


def _insufficient(texts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if texts:
        more = f" ({len(texts) - 1:,} more)" if len(texts) > 1 else ""
        yield "Not known", texts[0] + more
