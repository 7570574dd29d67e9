"""The pictures of a plan, each with its numbers as a table."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from trueup.delivery import charts
from trueup.delivery.charts import Voice
from trueup.delivery.results import CurvePoint, DeliveryResult, Simulation
from trueup.report import words
from trueup.report.html.context import Context
from trueup.report.html.figure import Table
from trueup.report.html.markup import Markup, tag
from trueup.report.language import say
from trueup.report.pace import held

POINTS = 60
"""Rows of the table behind the curve."""


def voice(page: Context) -> Voice:
    """Charts that speak as the page does."""
    return Voice(say, words.day, words.money, words.share, words.number, page.parties)


def pictures(found: DeliveryResult, page: Context, currency: str) -> Iterator[Markup]:
    """Timeline, when it finishes, whose the slip is, and earned value over time."""
    yield _timeline(found, page)
    if found.simulation is not None and len(found.simulation.finish_bins) > 1:
        yield _finish(found, found.simulation, page)
        if found.simulation.shares:
            yield _slip(found.simulation, page)
    if len(found.curve) > 1:
        yield _curve(found, page, currency)


def _timeline(found: DeliveryResult, page: Context) -> Markup:
    shown = charts.chosen(found)
    rows = [
        (row.name, page.name(row.party) if row.party else "", words.day(row.start), words.day(row.finish),
         "" if row.baseline_finish is None else words.day(row.baseline_finish),
         f"{words.number(row.percent)} %", "" if row.total_float is None else words.number(row.total_float))
        for _, activities in shown.parties for row in activities
    ]  # fmt: skip
    columns = [say(name) for name in ("Activity", "Party", "Starts", "Finishes", "Agreed", "Done", "Float in days")]
    part = "" if shown.is_whole else say(" The {count} of {every} that decide.", count=shown.count, every=shown.every)
    return page.charts.figure(
        charts.timeline(found, shown, voice(page)),
        say("Who does what, and when"),
        say("{count} activities by party: done, ahead and critical, and what was agreed.", count=shown.count) + part,
        Table(columns, rows, frozenset({5, 6})),
    )


def _finish(found: DeliveryResult, simulation: Simulation, page: Context) -> Markup:
    finish = simulation.finish
    rows = [
        (say(name), words.day(day))
        for name, day in (
            ("5 % finish by", finish.p05), ("20 % finish by", finish.p20), ("half finish by", finish.p50),
            ("80 % finish by", finish.p80), ("95 % finish by", finish.p95), ("mean", finish.mean),
        )
    ]  # fmt: skip
    return page.charts.figure(
        charts.finish(simulation, found.start, found.committed_finish, voice(page)),
        say("When it finishes, as far as anybody can know"),
        say("{count} simulated futures.", count=f"{simulation.iterations:,}"),
        Table((say("Futures"), say("Day")), rows),
        tag("p", held()),
    )


def _slip(simulation: Simulation, page: Context) -> Markup:
    rows = [
        (
            page.name(each.party),
            words.number(round(each.days, 1)),
            "" if each.share is None else words.share(each.share),
        )
        for each in simulation.shares
    ]
    return page.charts.figure(
        charts.slip(simulation, voice(page)),
        say("Whose the slip is"),
        say("Calendar days of the expected slip that each party's portion explains; they add up to it."),
        Table((say("Party"), say("Days"), say("Share")), rows, frozenset({1, 2})),
    )


def _curve(found: DeliveryResult, page: Context, currency: str) -> Markup:
    every = max(1, len(found.curve) // POINTS)
    points = [point for at, point in enumerate(found.curve) if at % every == 0 or point is found.curve[-1]]
    return page.charts.figure(
        charts.curve(found, currency, voice(page)),
        say("Planned, earned and spent, in {currency}", currency=currency),
        say("Planned value, earned value and actual cost at the end of each day."),
        Table(
            (say("Day"), say("Planned value"), say("Earned value"), say("Actual cost")),
            [_point(point) for point in points],
            frozenset({1, 2, 3}),
        ),
    )


def _point(point: CurvePoint) -> tuple[str, ...]:
    return words.day(point.date), _amount(point.pv), _amount(point.ev), _amount(point.ac)


def _amount(value: Decimal | None) -> str:
    return "" if value is None else words.amount(value)
