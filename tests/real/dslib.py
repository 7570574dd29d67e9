"""Trueup on the DSLIB projects: what it makes of real plans and their tracking, and how right its forecasts were.

TRUEUP_DATA=... python -m tests.real.dslib     writes docs/explanation/calibration-dslib.md anew (about ten minutes)
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from trueup.delivery.axis import Axis
from trueup.delivery.documents import Correlation, Plan, date_of
from trueup.delivery.earned import earned
from trueup.delivery.network import compile_plan
from trueup.delivery.phased import phased
from trueup.delivery.progress import Progress, ProgressRow, Roles, progress_of
from trueup.delivery.results import EarnedValue
from trueup.delivery.schedule import baseline_of, schedule
from trueup.delivery.simulate import simulate_plan
from trueup.sources.plans import PlanFile, read_plan
from trueup.sources.plans.cells import moment, number, text
from trueup.sources.plans.workbook.sheets import find_table, open_sheets
from trueup.stats.arrays import Floats

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "explanation" / "calibration-dslib.md"
NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SEED, ITERATIONS = 20260101, 1000
OVERVIEW = {
    "name": ("name",),
    "status": ("status date",),
    "pv": ("planned value pv",),
    "ev": ("earned value ev",),
    "ac": ("actual cost ac",),
    "es": ("earned schedule es",),
    "spi": ("schedule performance index spi",),
    "cpi": ("cost performance index cpi",),
    "spi_t": ("schedule performance index spi t",),
}


@dataclass(frozen=True, slots=True)
class Period:
    """A tracking period as the workbook's own overview has it; None: the workbook gives no number."""

    status: dt.datetime
    ac: Decimal
    spi: float | None
    cpi: float | None
    es: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Project:
    """A project as Trueup read it, and what its workbook says of each period."""

    name: str
    read: PlanFile
    periods: tuple[Period, ...]

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.read.plan

    def progress(self, status: dt.datetime | dt.date) -> Progress:
        """What was known at a status, of the day at whose end it stands."""
        day = max(row["status_date"] for row in self.read.progress if row["status_date"] <= date_of(status))
        rows = [ProgressRow(**row, recorded_at=NOW) for row in self.read.progress]
        return progress_of(self.plan, rows, as_of=day + dt.timedelta(days=1), roles=Roles())


def workbooks(data: Path) -> list[Path]:
    """The workbooks, in order."""
    return sorted((data / "sched_dslib" / "excel").glob("*.xlsx"))


def read_project(path: Path) -> Project:
    """One workbook."""
    return Project(path.stem, read_plan(path), tuple(_periods(path)))


def _periods(path: Path) -> Iterator[Period]:
    cells = open_sheets(path)["Tracking Overview"]
    table = find_table("Tracking Overview", cells, OVERVIEW, ("status", "pv", "ev", "ac"))
    assert table is not None, path
    for _, row in table.rows:
        status = moment(table.get(row, "status"))
        if status is None:
            assert not text(table.get(row, "status")), path
            continue
        ac = number(table.get(row, "ac"))
        assert ac is not None
        figures = (number(table.get(row, name)) for name in ("spi", "cpi"))
        spi, cpi = (None if figure is None else float(figure) for figure in figures)
        yield Period(status, ac, spi, cpi, moment(table.get(row, "es")))


def in_parallel(work: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
    """Each item's result, on two processes."""
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(work, items, chunksize=4))


def projects(data: Path) -> list[Project]:
    """Every project."""
    return in_parallel(read_project, workbooks(data))


@dataclass(frozen=True, slots=True)
class Compared:
    """CPI, SPI and ES of one period: the workbook's, and Trueup's at the status hour and at the end of its day.

    `es_hours` is how far ES is from the workbook's, in working hours.
    """

    project: str
    period: Period
    at_hour: EarnedValue
    at_day: EarnedValue
    es_hours: float | None


def compare(project: Project) -> list[Compared]:
    """Every period of a project."""
    baseline = baseline_of(project.plan)
    found = []
    for period in project.periods:
        progress = project.progress(period.status)
        day = progress.status_date
        assert day is not None
        hour = earned(project.plan, baseline, progress, period.status, "EUR")[0]
        axis = phased(project.plan, baseline, period.status).axis
        whole = hour
        if axis.end_of(period.status) != axis.end_of(day):
            whole = earned(project.plan, baseline, progress, day, "EUR")[0]
        begin = min(axis.begin_of(planned.start) for planned in baseline.values())
        found.append(Compared(project.name, period, hour, whole, _hours(project.plan, axis, begin, period, hour)))
    return found


def _hours(plan: Plan, axis: Axis, begin: float, period: Period, ours: EarnedValue) -> float | None:
    if period.es is None or ours.es is None:
        return None
    return abs(axis.work_between(begin, axis.begin_of(period.es)) - ours.es) * float(plan.calendar.hours)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One activity: start and finish by the passes and by the baseline, in elapsed days."""

    project: str
    activity: str
    held: bool
    start: float
    finish: float
    baseline_start: float
    baseline_finish: float

    @property
    def equal(self) -> bool:
        """Both agree to within ten seconds."""
        off = max(abs(self.start - self.baseline_start), abs(self.finish - self.baseline_finish))
        return off < 1e-4


def critical_path(project: Project) -> tuple[list[Scheduled], bool]:
    """Every activity, and whether the project's end is the baseline's."""
    planned = schedule(project.plan)
    axis, baseline = planned.compiled.axis, baseline_of(project.plan)
    rows = [
        Scheduled(
            project.name,
            activity.id,
            activity.constraint is not None,
            float(planned.early.start[at]),
            float(planned.early.finish[at]),
            axis.begin_of(baseline[activity.id].start),
            axis.end_of(baseline[activity.id].finish),
        )
        for at, activity in enumerate(project.plan.activities)
    ]
    return rows, abs(planned.finish - max(row.baseline_finish for row in rows)) < 1e-4


PACED = "simulation, at pace"
SIMULATED = ("simulation", "simulation, correlated")
METHODS = (*SIMULATED, PACED, "plan from here on", "SPI(t)", "CPI")
STAGES = ("first third", "second third", "last third")


Edges = tuple[dt.date, dt.date, dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Played:
    """The simulated ends by the plan's own estimates, when the rest of it begins, and the actual end, as moments."""

    finish: Floats
    resume: float
    actual: float
    axis: Axis


@dataclass(frozen=True, slots=True)
class Forecast:
    """Forecasts of one project's last day at one status date, and the day it came to.

    `finish` by method, None where it is undefined; by simulation `edges`, the first and last day of the 80 and of the
    95 % interval, and `crps`, as a share of the days that it really took. `elapsed` is the share of the actual time
    that had passed.
    """

    project: str
    status: dt.date
    start: dt.date
    actual: dt.date
    finish: dict[str, dt.date | None]
    edges: dict[str, Edges]
    crps: dict[str, float]
    played: Played

    @property
    def elapsed(self) -> float:
        """0 at the start, 1 at the actual end."""
        return (self.status - self.start).days / max((self.actual - self.start).days, 1)

    @property
    def stage(self) -> str:
        """Which third of the project's actual time it was made in."""
        return STAGES[min(int(self.elapsed * 3), 2)]

    def error(self, method: str) -> float | None:
        """Days too late (positive) as a share of the days that it really took."""
        day = self.finish[method]
        return None if day is None else (day - self.actual).days / self.took

    @property
    def took(self) -> int:
        """Calendar days from start to actual end, both included."""
        return (self.actual - self.start).days + 1

    def inside(self, method: str) -> tuple[bool, bool]:
        """Whether the actual end lay in the 80 and in the 95 % interval."""
        ten, ninety, low, high = self.edges[method]
        return ten <= self.actual <= ninety, low <= self.actual <= high

    def half_width(self, method: str) -> float:
        """Half of the 80 % interval, as a share of the days that it really took."""
        ten, ninety = self.edges[method][:2]
        return (ninety - ten).days / 2 / self.took


def actual_finish(project: Project) -> dt.date | None:
    """The last day that was worked on; None: it was not tracked to its end."""
    if not project.read.progress:
        return None
    progress = project.progress(max(row["status_date"] for row in project.read.progress))
    finishes = [status.finish for status in progress.by_activity.values() if status.finish is not None]
    return max(finishes) if len(finishes) == len(project.plan.activities) else None


def back_test(project: Project, iterations: int = ITERATIONS, *, correlated: bool = True) -> list[Forecast]:
    """A forecast at each status date between start and end, from what was known then; `correlated`: simulated twice."""
    actual = actual_finish(project)
    if actual is None:
        return []
    days = sorted({row["status_date"] for row in project.read.progress})
    start = min(row["actual_start"] or project.plan.start for row in project.read.progress)
    names = SIMULATED if correlated else SIMULATED[:1]
    return [_forecast(project, day, start, actual, iterations, names) for day in days if start <= day < actual]


def _forecast(
    project: Project, day: dt.date, start: dt.date, actual: dt.date, iterations: int, names: Sequence[str]
) -> Forecast:
    plan, progress = project.plan, project.progress(day)
    figures = earned(plan, baseline_of(plan), progress, day, "EUR")[0]
    edges, scores, runs = dict[str, Edges](), dict[str, float](), list[Played]()
    finish: dict[str, dt.date | None] = {
        "plan from here on": schedule(plan, progress).last_day,
        "SPI(t)": figures.finish_by_spi_t,
        "CPI": _by_cpi(plan, figures),
    }
    for name in names:
        played = _played(plan if name == SIMULATED[0] else _joined(plan), progress, actual, iterations)
        finish[name], edges[name] = edges_of(played.finish, played.axis)
        scores[name] = misfit(played.finish, played.actual) / ((actual - start).days + 1)
        runs.append(played)
    return Forecast(project.name, day, start, actual, finish, edges, scores, runs[0])


def _joined(plan: Plan) -> Plan:
    """The plan, with durations that go together."""
    return plan.model_copy(update={"correlation": Correlation(party=Decimal("0.5"), overall=Decimal("0.5"))})


def _played(plan: Plan, progress: Progress, actual: dt.date, iterations: int) -> Played:
    compiled = compile_plan(plan, progress)
    futures = simulate_plan(compiled, seed=SEED, currency="EUR", iterations=iterations)[1]
    return Played(futures.finish, compiled.network.resume, compiled.axis.end_of(actual), compiled.axis)


def edges_of(finish: Floats, axis: Axis) -> tuple[dt.date, Edges]:
    """The median day, and the first and last of the 80 and of the 95 % interval."""
    moments = np.quantile(finish, (0.5, 0.1, 0.9, 0.025, 0.975))
    middle, ten, ninety, low, high = (axis.day_of_finish(float(each)) for each in moments)
    return middle, (ten, ninety, low, high)


def misfit(finish: Floats, actual: float) -> float:
    """The continuous ranked probability score in days (Gneiting and Raftery 2007): how far off, width included."""
    ordered, n = np.sort(finish), len(finish)
    apart = float((2 * np.arange(1, n + 1) - n - 1) @ ordered) / n**2
    return float(np.abs(ordered - actual).mean()) - apart


def _by_cpi(plan: Plan, figures: EarnedValue) -> dt.date | None:
    """Planned duration / CPI: as if time would grow as cost does."""
    if not figures.cpi:
        return None
    baseline = baseline_of(plan)
    axis = compile_plan(plan).axis
    begin = min(axis.begin_of(planned.start) for planned in baseline.values())
    end = max(axis.end_of(planned.finish) for planned in baseline.values())
    return axis.day_of_finish(axis.moment_after(begin, axis.work_between(begin, end) / figures.cpi))


@dataclass(frozen=True, slots=True)
class Errors:
    """Errors of a method as shares of the actual duration; `by_project` is the mean of the projects' means."""

    n: int
    mape: float
    bias: float
    median: float
    by_project: float


def errors(forecasts: Sequence[Forecast], method: str) -> Errors:
    """How far the forecasts of a method were off."""
    found: dict[str, list[float]] = defaultdict(list)
    for each in forecasts:
        error = each.error(method)
        if error is not None:
            found[each.project].append(error)
    every = np.concatenate([np.array(values) for values in found.values()])
    projects = [float(np.abs(values).mean()) for values in found.values()]
    size = np.abs(every)
    return Errors(len(every), float(size.mean()), float(every.mean()), float(np.median(size)), float(np.mean(projects)))


def coverage(forecasts: Sequence[Forecast], method: str) -> tuple[float, float]:
    """The share of actual ends inside the 80 and the 95 % interval."""
    inside = np.array([each.inside(method) for each in forecasts], dtype=float)
    shares = inside.mean(axis=0).tolist()
    return shares[0], shares[1]


def needed(forecasts: Sequence[Forecast], method: str) -> tuple[float, float]:
    """The median half width of the 80 % interval, and the one that would have held 80 % of the actual ends."""
    off = [abs(error) for each in forecasts if (error := each.error(method)) is not None]
    return float(np.median([each.half_width(method) for each in forecasts])), float(np.quantile(off, 0.8))


def main() -> None:
    """Write the page."""
    from tests.real.dslib_pace import at_pace, fitted
    from tests.real.dslib_page import page

    data = Path(os.environ.get("TRUEUP_DATA", ROOT.parent / "shared" / "data"))
    if not workbooks(data):
        sys.exit(f"no workbooks in {data / 'sched_dslib' / 'excel'}: set TRUEUP_DATA")
    every = projects(data)
    compared = [row for rows in in_parallel(compare, every) for row in rows]
    paths = in_parallel(critical_path, every)
    tracked = [project for project in every if project.read.progress]
    forecasts = [row for rows in in_parallel(back_test, tracked) for row in rows]
    PAGE.write_text(page(every, compared, paths, at_pace(forecasts), fitted(forecasts)))


def by_stage(forecasts: Iterable[Forecast]) -> dict[str, list[Forecast]]:
    """The forecasts of each third, and all of them."""
    found: dict[str, list[Forecast]] = defaultdict(list)
    for each in forecasts:
        found[each.stage].append(each)
        found["all"].append(each)
    return {name: found[name] for name in (*STAGES, "all")}


if __name__ == "__main__":
    main()
