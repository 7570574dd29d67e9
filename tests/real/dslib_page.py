"""The page that says how right Trueup was on the DSLIB projects: docs/explanation/calibration-dslib.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from tests.real.dslib import (
    ITERATIONS,
    METHODS,
    PACED,
    SEED,
    Compared,
    Forecast,
    Project,
    Scheduled,
    actual_finish,
    by_stage,
    coverage,
    errors,
    needed,
)
from tests.real.dslib_pace import Fitted
from trueup.delivery.pace import TAILS

SIMULATED = METHODS[:3]
Paths = Sequence[tuple[Sequence[Scheduled], bool]]


def page(
    every: Sequence[Project],
    compared: Sequence[Compared],
    paths: Paths,
    forecasts: Sequence[Forecast],
    spread: Fitted,
) -> str:
    """The whole page."""
    parts = [
        _head(every),
        _indices(compared),
        _passes(paths),
        _ends(every, forecasts),
        _covered(forecasts),
        _pace(forecasts, spread),
        _what_to_do(),
    ]
    return "\n".join(parts)


def _head(every: Sequence[Project]) -> str:
    tracked = [project for project in every if project.read.progress]
    activities = sum(len(project.plan.activities) for project in every)
    return f"""# How right it was: {len(every)} real projects

This page is written by a command, not by hand:

```sh
TRUEUP_DATA=... python -m tests.real.dslib
```

It reads the workbooks of DSLIB (Batselier and Vanhoucke, 2015, *International Journal of Project Management* 33(3),
697-710; projects C2011 to C2015), which are not part of Trueup: {len(every)} projects with {activities:,} activities,
{len(tracked)} of them tracked, {sum(len(project.periods) for project in tracked):,} tracking periods. All
{len(every)} are read.
"""


def _close(ours: float | None, theirs: float | None) -> bool:
    return ours is not None and theirs is not None and abs(ours - theirs) < 1e-6


def _indices(compared: Sequence[Compared]) -> str:
    defined = [row for row in compared if row.period.ac]
    cpi = sum(_close(row.at_hour.cpi, row.period.cpi) for row in defined)
    spi = sum(_close(row.at_hour.spi, row.period.spi) for row in compared)
    day = sum(_close(row.at_day.spi, row.period.spi) for row in compared)
    hours = [row.es_hours for row in compared if row.es_hours is not None]
    return f"""## CPI, SPI and earned schedule

Computed from the activities and compared with the workbook's own overview, with a tolerance of 0.000001.

| | equal | of |
|---|---|---|
| CPI | {cpi} | {len(defined)} |
| SPI, at the hour of the status | {spi} | {len(compared)} |
| SPI, at the end of the status day | {day} | {len(compared)} |
| earned schedule, within one working hour | {sum(hour <= 1.001 for hour in hours)} | {len(hours)} |

- In {len(compared) - len(defined)} periods nothing had been spent: CPI is undefined, where the workbook writes 0.
- Reports of progress in Trueup are by day. Where a workbook's status is at an hour within the working day, the planned
  value at the day's end is a little higher: {spi - day} periods. The import says so of each such sheet.
- The workbook rounds earned schedule to whole hours.
"""


def _passes(paths: Paths) -> str:
    rows = [row for found, _ in paths for row in found]
    equal = sum(row.equal for row in rows)
    other = Counter(row.project for row in rows if not row.equal)
    listing = "".join(f"\n  - {name}: {count}" for name, count in other.most_common())
    return f"""## The critical path against the baseline

Starts and finishes by the forward pass, against the baseline's, to within ten seconds:

| | equal | of |
|---|---|---|
| activities | {equal} | {len(rows)} |
| ends of projects | {sum(end for _, end in paths)} | {len(paths)} |

- {sum(row.held for row in rows):,} activities start later in the baseline than their links ask (resources, fixed
  dates, choices that the workbook does not state). The import keeps these starts as `start_no_earlier_than` and lists
  each; the others follow from links, lags and calendars alone.
- The {len(rows) - equal} that differ break their own links: the baseline starts or ends them earlier than the
  workbook's predecessors, lags and calendar allow (most of them through lags that run on through days off).{listing}
"""


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def _ends(every: Sequence[Project], forecasts: Sequence[Forecast]) -> str:
    ended = sum(actual_finish(project) is not None for project in every)
    rows = []
    for stage, group in by_stage(forecasts).items():
        for method in METHODS:
            found = errors(group, method)
            figures = (found.mape, found.bias, found.median, found.by_project)
            rows.append([stage, method, found.n, *map(_percent, figures)])
    names = ("made in the", "by", "forecasts", "MAPE", "bias", "median error", "MAPE by project")
    return f"""## When will it be finished?

At each status date of the {ended} projects that were tracked to their end, from what was known then:
{len(forecasts)} forecasts. An error is in calendar days, as a share of the days that the project really took; the
bias is negative where projects ended later than forecast; "by project" gives each project the same weight.

- *simulation*: the median of {ITERATIONS:,} futures (seed {SEED}), durations as in the workbook's risk profiles,
  independent; *correlated*: the same with a rank correlation of .5 between any two activities; *at pace*: the first,
  at the pace of the other projects (below).
- *plan from here on*: what is left takes as long as planned, no uncertainty.
- *SPI(t)*: planned duration / SPI(t). *CPI*: planned duration / CPI, as if time grew with cost.

{_table(names, rows)}

The simulation's median is no better than the plan carried on from the status date: its profiles add little. SPI(t)
does badly early, when little is earned and SPI(t) is near 0; its median error says more than its mean. CPI is about
money and says little about time.
"""


def _covered(forecasts: Sequence[Forecast]) -> str:
    rows = []
    for stage, group in by_stage(forecasts).items():
        for method in SIMULATED:
            eighty, wide = coverage(group, method)
            have, need = needed(group, method)
            rows.append([stage, method, len(group), *map(_percent, (eighty, wide, have, need, _crps(group, method)))])
    names = (
        "made in the",
        "by",
        "forecasts",
        "in the 80 % interval",
        "in the 95 % interval",
        "± it had",
        "± it needed",
        "CRPS",
    )
    eighty, wide = coverage(forecasts, SIMULATED[0])
    return f"""## How often was the end inside the interval?

{_table(names, rows)}

"± it had" is the median half width of the 80 % interval, "± it needed" the one that would have held 80 % of the ends,
both as shares of the days that the project took. The CRPS (continuous ranked probability score; less is better) is the
mean distance of the futures from the actual end, less what an honest width is allowed.

**By its estimates alone this is bad, and it is not the Monte Carlo.** An interval that should hold 80 % of the ends
held {_percent(eighty)}, one that should hold 95 % held {_percent(wide)}. What we hold to be the reasons:

1. Most of the workbooks' risk profiles are a standard shape, 80 / 100 / 120 % of the duration, symmetric and the same
   for every activity. They were not elicited for the activity. Independent errors of that size cancel out over a path,
   so the intervals are narrow: a project of a hundred activities hardly varies at all.
2. Projects are late for reasons that no activity's profile has: work that starts later than it could, scope that grows,
   a party that has no people. Such causes hit many activities at once. Correlation widens the intervals, but a width
   that starts from ± 20 % is not enough.
3. The profiles are centred on the plan. The actual ends are not: see the bias in the first third.
"""


def _crps(group: Sequence[Forecast], method: str) -> float:
    return float(np.mean([each.crps[method] for each in group]))


def _pace(forecasts: Sequence[Forecast], spread: Fitted) -> str:
    eighty, wide = coverage(forecasts, PACED)
    before, after = (_percent(_crps(forecasts, name)) for name in ("simulation", PACED))
    low, high = min(spread.without.values()), max(spread.without.values())
    return f"""## What mends it: the pace of what is left

In each future the time that is left is stretched by one factor, whose logarithm is s / √(share of the time that is
left) times a Student t with {TAILS} degrees of freedom, centred on none. *s* is {spread.every} by all projects.

- **What was fitted on what.** Only *s*, by likelihood, each project with the same weight. The figures on this page are
  out of sample: each project's forecasts take the *s* of all others ({low} to {high}). The shape was chosen on
  these projects: the root law and {TAILS} degrees of freedom from a handful that differ little. Projects of another
  kind are a test that this page cannot make.
- **What it brings.** {_percent(eighty)} of the ends in the 80 % interval and {_percent(wide)} in the 95 % one, over all
  thirds of a project; a CRPS of {after} instead of {before}. The median stays what it was: no better, no worse.
- **What was tried and left out**, because out of sample it did not clearly help. A *centre* from the project's own
  record: how long its finished activities took against plan, how late they ended, SPI(t), each drawn towards the mean
  of the other projects. It left the CRPS within a tenth of a point and the median no better; given the same weight by
  project it made it worse. A *spread* from the scatter of its own record: a tenth of a point better, for a second
  number to believe. One factor on the *durations* of what is left: 59 % instead of 78 % in the 80 % interval, because
  waiting for fixed dates does not stretch with them.
- A plan whose own estimates are as wide as that gets no more: the factor has only the spread that they lack.
"""


def _what_to_do() -> str:
    return """## What follows from it

- Do not read the width of a forecast that rests on standard profiles. Ask for ranges from the people who do the work,
  activity by activity, and state risks and correlation: a profile that is the same for everything is none.
- A P(on time) from standard profiles is overconfident, near 0 or near 1. Treat .9 from such a plan as "by the plan,
  yes", not as nine in ten: read the figure at the pace of real projects, which Trueup shows next to it.
- Trueup shows which distributions and which correlation a forecast rests on, and how often such intervals held.
"""
