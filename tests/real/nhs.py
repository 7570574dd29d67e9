"""Trueup on the NHS A&E file: what it makes of the four-hour standard, and how right its forecasts were.

TRUEUP_DATA=... python -m tests.real.nhs     writes docs/explanation/calibration-nhs.md anew
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from trueup.cli import run
from trueup.kpis.monitoring import control_chart, false_alarms_a_month
from trueup.kpis.outlook import Ask, Outlook, forecasts, outlooks
from trueup.kpis.series import Series
from trueup.scorecard.opened import OpenBook, open_book
from trueup.scorecard.reading import read_series
from trueup.stats.forecast import Coverage, Forecast, coverage
from trueup.stats.reliability import Reliability, judged
from trueup.vocabulary import Moment, Slice

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "explanation" / "calibration-nhs.md"
BOOK = Path(__file__).parent / "books" / "nhs"
AFTER = dt.date(2019, 4, 1)
STANDARD = 0.95
FORMULA = """
kind: kpi
id: four_hours
name: Share of A&E attendances within four hours, as one formula
unit: ratio
direction: increase
bounds: [0, 1]
targets: [{target: 0.95}]
formula:
  from: attendances
  time: period
  value: 1 - sum(breaches) / sum(attendances)
  n: sum(attendances)
  slice: {provider: org_code, segment: type}
  reported_by: nhs-england
"""


@contextmanager
def opened() -> Iterator[OpenBook]:
    """The book with its file loaded through the command line; TRUEUP_DATA must say where the file is."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(shutil.copytree(BOOK, Path(folder) / "nhs"))
        (book / "formula.yaml").write_text(FORMULA)
        assert run(["load", str(book)]) == 0
        with open_book(book) as found:
            yield found


def by_provider(book: OpenBook, as_of: dt.date = AFTER, kpi: str = "four_hours") -> list[Series]:
    """The months of every provider as of a day."""
    providers = [row["provider"] for row in book.kpis(["provider"], kpis=[kpi], as_of=AFTER).to_pylist()]
    requests = [(kpi, Slice(provider=name)) for name in providers]
    with book.store.snapshot() as snapshot:
        found = read_series(book.book, snapshot, requests, Moment(as_of))
    return [found[request] for request in requests]


def ask(series: Series, due: dt.date) -> Ask:
    """Will the provider meet the standard in the month of `due`?"""
    return Ask(series, "at", STANDARD, None, dt.date(2016, 4, 1), due, floor=0.0, ceiling=1.0)


@dataclass(frozen=True, slots=True)
class Held:
    """Forecasts against what came: how many, the share inside the 80 and the 95 % interval, and Brier scores.

    `share` of the outcomes met the standard; saying that share each time scores `base`, saying what the last known
    month says scores `same`.
    """

    n: int
    inside_80: float
    inside_95: float
    brier: float
    base: float
    same: float


def held_out(book: OpenBook, cut: dt.date, months: Sequence[int]) -> Held:
    """Forecasts from the months before `cut` alone, for the months after it, against what came.

    Providers with 12 months up to the cut; `months` are the steps ahead.
    """
    whole, part = by_provider(book), by_provider(book, cut)
    able = [i for i, s in enumerate(part) if len(s) >= 12 and s.end[-1].item() == cut]
    rows: list[tuple[float, ...]] = []
    for step in months:
        month = cut.year * 12 + cut.month - 1 + step - 1
        due = dt.date(month // 12, month % 12 + 1, 1)
        asks = [ask(part[i], due) for i in able]
        for i, answer, forecast in zip(able, outlooks(asks, 1), forecasts(asks), strict=True):
            came = whole[i].value[whole[i].start == np.datetime64(due)]
            if isinstance(forecast, Forecast) and answer is not None and answer.p is not None and len(came):
                low, ten, ninety, high = np.clip(forecast.quantiles((0.025, 0.1, 0.9, 0.975))[-1], 0, 1)
                now, then = float(came[0]), float(part[i].value[-1])
                met, before = float(now >= STANDARD), float(then >= STANDARD)
                rows.append((ten <= now <= ninety, low <= now <= high, (answer.p - met) ** 2, met, (before - met) ** 2))
    inside_80, inside_95, brier, share, same = np.array(rows, dtype=float).mean(axis=0).tolist()
    return Held(len(rows), inside_80, inside_95, brier, share * (1 - share), same)


def next_month(series: Sequence[Series]) -> list[Outlook | None]:
    """P(hit) of every provider for April 2019, the month after the file ends."""
    return outlooks([ask(each, dt.date(2019, 4, 30)) for each in series], 1)


def back_test(series: Sequence[Series]) -> tuple[dict[float, list[Coverage]], Reliability]:
    """Coverage by months ahead and the reliability of P(standard met), over the back-tests of all providers."""
    ended = [each for each in series if each.end[-1].item() == AFTER]
    found = forecasts([ask(each, dt.date(2020, 3, 31)) for each in ended])
    tests = [each.backtest for each in found if isinstance(each, Forecast) and each.backtest is not None]
    steps = {level: [each for each in coverage(tests, level) if isinstance(each, Coverage)] for level in (0.80, 0.95)}
    probabilities = judged((test, STANDARD, np.inf) for test in tests)
    assert isinstance(probabilities, Reliability)
    return steps, probabilities


@dataclass(frozen=True, slots=True)
class Figures:
    """What the page is written from: by months ahead and level, the reliability, and what was held out."""

    series: list[Series]
    steps: dict[float, list[Coverage]]
    said: Reliability
    autumn: Held
    spring: Held


def figures(book: OpenBook) -> Figures:
    """From the data."""
    series = by_provider(book)
    autumn = held_out(book, dt.date(2018, 10, 1), range(1, 7))
    spring = held_out(book, dt.date(2018, 4, 1), range(1, 4))
    return Figures(series, *back_test(series), autumn, spring)


def page(found: Figures) -> str:
    """The page of the docs."""
    series, steps, said = found.series, found.steps, found.said
    charts = [control_chart(each, floor=0.0, ceiling=1.0, whole=1.0) for each in series]
    limits = sum(chart.limits is not None for chart in charts)
    alarms = sum(bool(chart.alarms) for chart in charts)
    answers = [answer for answer in next_month(series) if answer is not None]
    sure = [answer.p for answer in answers if answer.p is not None]
    rows = [
        f"| {wide.step} | {narrow.trials:,} | {narrow.hits / narrow.trials:.0%} | {wide.hits / wide.trials:.0%} |"
        for narrow, wide in zip(steps[0.80], steps[0.95], strict=True)
        if wide.step in (1, 2, 3, 6, 9, 12)
    ]
    table = [
        f"| {row.low:.0%} to {row.high:.0%} | {row.n:,} | {row.said:.0%} | {row.came.value:.0%} |" for row in said.rows
    ]
    return TEXT.format(
        providers=len(series),
        limits=limits,
        alarms=alarms,
        false=false_alarms_a_month(zip(series, charts, strict=True)),
        forecast=len(sure),
        none=len(series) - len(sure),
        likely=sum(p >= 0.8 for p in sure),
        open=sum(0.2 <= p < 0.8 for p in sure),
        unlikely=sum(p < 0.2 for p in sure),
        steps="\n".join(rows),
        brier=said.brier,
        base=said.uncertainty,
        table="\n".join(table),
        autumn=found.autumn,
        spring=found.spring,
    )


TEXT = """# How right are the forecasts? The four-hour standard

Written by `python -m tests.real.nhs` from the A&E file of NHS England (April 2016 to March 2019, {providers} providers);
a test compares this page with what the code gives. The standard: 95 % of attendances take at most four hours. The KPI
is one formula, `1 - sum(breaches) / sum(attendances)`, so the rate of a group is computed anew and never averaged.

- 3,883 of 8,298 provider-months meet the standard. Pooled over everything it is 88.5 %.
- {limits} providers have enough months for control limits. The limits follow n (Laney p'), and {alarms} charts carry at
  least one alarm. By chance alone all charts together would give {false:.1f} a month.
- P(hit) for April 2019, the month after the file ends: {likely} providers at 80 % or more, {open} between, {unlikely} below
  20 %. For {none} there is no forecast: too few months, a due month that has come, or a share that never moved.

## Back-tested

At every month the procedure chose and fitted its forecast from what was known then. How often did the interval hold
what came?

| months ahead | forecasts | 80 % interval held | 95 % interval held |
|---|---|---|---|
{steps}

One month ahead the 95 % interval is a little too narrow; far ahead the 80 % interval is too wide. P(standard met)
scores a Brier of {brier:.3f}, where the base rate alone scores {base:.3f}:

| P said | forecasts | mean P | came true |
|---|---|---|---|
{table}

P near 0 and 1 can be taken at its word. Between 10 and 60 % it has been too hopeful here: the shares fell throughout
these years, and a forecast of one provider learns of such a decline late.

## Held out

Stricter: forecasts from the months before a day alone, for the months after it.

| forecasts for | forecasts | 80 % held | 95 % held | Brier | base rate | "as last month" |
|---|---|---|---|---|---|---|
| October 2018 to March 2019 | {autumn.n:,} | {autumn.inside_80:.0%} | {autumn.inside_95:.0%} | {autumn.brier:.3f} | {autumn.base:.3f} | {autumn.same:.3f} |
| April to June 2018 | {spring.n:,} | {spring.inside_80:.0%} | {spring.inside_95:.0%} | {spring.brier:.3f} | {spring.base:.3f} | {spring.same:.3f} |

The second row is where it fails, and why it is shown. After the hard winter of 2018 nearly every provider recovered in
the same spring. Each forecast knows its own provider only, so one shared shock misses all of them at once: the interval
of a single provider is honest over many springs, not within one. Whoever reads the forecasts of many providers together
must not take their errors for independent.
"""  # noqa: E501


if __name__ == "__main__":
    with opened() as found:
        PAGE.write_text(page(figures(found)))
