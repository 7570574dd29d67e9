"""Progress that a person reports: checked against the plan, then stored whole or not at all."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation

import pyarrow as pa

from trueup.delivery.documents import Plan
from trueup.delivery.progress import progress_of
from trueup.delivery.status import ProgressRow, Roles
from trueup.facts import FactStore, Receipt
from trueup.facts.digest import digest_of
from trueup.facts.tables import PROGRESS, field_of
from trueup.vocabulary import FactError, Refusal, did_you_mean

COLUMNS = tuple(column.name for column in PROGRESS.columns)
LONGEST = 36_525
"""Working days that an activity may have left: who has more has mistaken the unit."""
MOST = Decimal(10) ** 15
_SCHEMA = pa.schema([field_of(column) for column in PROGRESS.columns])


@dataclass(frozen=True, slots=True)
class Report:
    """One report of one activity, as somebody gives it; `line` says where it stands."""

    activity: str
    status_date: dt.date
    reported_by: str
    actual_start: dt.date | None = None
    actual_finish: dt.date | None = None
    percent: float | None = None
    actual_cost: Decimal | None = None
    remaining_days: float | None = None
    line: int | str = 1


def store_progress(store: FactStore, plan: Plan, roles: Roles, reports: Sequence[Report], *, today: dt.date) -> Receipt:
    """Store reports of a plan's activities. Raises FactError with a Refusal for each that cannot count.

    `today` is the last day at whose end anything may be said to hold.
    """
    refusals = [*_strangers(roles, reports), *_amiss(reports, today), *_refused(plan, roles, reports)]
    if refusals:
        what = f"nothing was stored: {len(refusals)} of {len(reports)} reports cannot count"
        raise FactError(what, where=f"plan {plan.id}", do="mend them and report all of them again", refusals=refusals)
    if not reports:
        raise FactError("there is nothing to report", where=f"plan {plan.id}")
    rows = [_row(plan.id, each) for each in reports]
    tables = {PROGRESS.name: pa.Table.from_pylist(rows, _SCHEMA)}
    with store.snapshot() as snapshot:
        key = f"progress:{snapshot.seq}:{digest_of(tables)[:32]}"
    return store.append(tables, key=key, source="progress")


def _row(plan: str, report: Report) -> dict[str, object]:
    """As the table keeps it: costs to four digits after the point."""
    row = {"plan": plan} | asdict(report)
    del row["line"]
    if report.actual_cost is not None:
        row["actual_cost"] = report.actual_cost.quantize(Decimal("0.0001"))
    return row


def _strangers(roles: Roles, reports: Iterable[Report]) -> Iterable[Refusal]:
    for each in reports:
        if each.reported_by not in roles.names:
            hint = did_you_mean(each.reported_by, roles.names) or f"parties: {', '.join(roles.names)}"
            yield Refusal(each.line, "reported_by", f"there is no party {each.reported_by!r}: {hint}")


def _amiss(reports: Iterable[Report], today: dt.date) -> Iterable[Refusal]:
    """Amounts that nothing can have, and days that nobody has seen yet."""
    for each in reports:
        if each.status_date > today:
            words = f"lies ahead: today is {today}, and a report says what has been"
            yield Refusal(each.line, "status_date", words, str(each.status_date))
        if each.actual_cost is not None and not 0 <= each.actual_cost <= MOST:
            yield Refusal(each.line, "actual_cost", "is no cost to date: 0 or more", str(each.actual_cost))
        if each.remaining_days is not None and each.remaining_days > LONGEST:
            words = f"is more than {LONGEST:,} working days"
            yield Refusal(each.line, "remaining_days", words, str(each.remaining_days))


def _refused(plan: Plan, roles: Roles, reports: Sequence[Report]) -> Iterable[Refusal]:
    """What the rules of progress leave out: the same that an assessment would not count."""
    for each in reports:
        row = ProgressRow(
            plan=plan.id,
            activity=each.activity,
            status_date=each.status_date,
            actual_start=each.actual_start,
            actual_finish=each.actual_finish,
            percent=each.percent,
            actual_cost=each.actual_cost,
            remaining_days=each.remaining_days,
            reported_by=each.reported_by,
            recorded_at=dt.datetime.combine(each.status_date, dt.time(), tzinfo=dt.UTC),
        )
        found = progress_of(plan, [row], as_of=each.status_date + dt.timedelta(days=1), roles=roles)
        for issue in found.issues:
            if not issue.counts:
                yield Refusal(each.line, "activity", issue.words)


def read_reports(text: str, *, by: str | None = None, status_date: dt.date | None = None) -> list[Report]:
    """The reports in a CSV whose header names columns of progress; `by` and `status_date` where it does not say.

    Cells hold plain figures with a point: 1234.50. Raises FactError with a Refusal for every cell that cannot be read.
    """
    refusals: list[Refusal] = []
    reader = csv.DictReader(io.StringIO(text))
    _known(reader.fieldnames or ())
    found = [_report(row, line, by, status_date, refusals) for line, row in enumerate(reader, start=2)]
    if refusals:
        raise FactError(
            f"not every cell can be read ({len(refusals)} cannot)", do="mend them and try again", refusals=refusals
        )
    return [each for each in found if each is not None]


def _known(names: Iterable[str]) -> None:
    for name in names:
        if name not in COLUMNS:
            hint = did_you_mean(name, COLUMNS) or f"columns: {', '.join(COLUMNS[1:])}"
            raise FactError(f"there is no column {name!r} in progress", do=hint)


def _finite(text: str) -> Decimal:
    found = Decimal(text)
    if not found.is_finite():
        raise ValueError(text)
    return found


_READ: Mapping[str, Callable[[str], object]] = {
    "activity": str,
    "status_date": dt.date.fromisoformat,
    "actual_start": dt.date.fromisoformat,
    "actual_finish": dt.date.fromisoformat,
    "percent": float,
    "actual_cost": _finite,
    "remaining_days": float,
    "reported_by": str,
}


def _report(
    row: Mapping[str, str], line: int, by: str | None, status_date: dt.date | None, refusals: list[Refusal]
) -> Report | None:
    stated: dict[str, object] = {"reported_by": by, "status_date": status_date}
    before = len(refusals)
    if None in row:
        refusals.append(Refusal(line, "after the last", "the row has more cells than the header"))
    for name, read in _READ.items():
        text = (row.get(name) or "").strip()
        if text:
            stated[name] = _cell(read, name, text, line, refusals)
    for name in ("activity", "status_date", "reported_by"):
        if stated.get(name) is None and len(refusals) == before:
            refusals.append(Refusal(line, name, "is missing"))
    return None if len(refusals) > before else Report(**stated, line=line)  # type: ignore[arg-type]


def _cell(read: Callable[[str], object], name: str, text: str, line: int, refusals: list[Refusal]) -> object:
    try:
        return read(text)
    except (ValueError, InvalidOperation):
        kind = "a day like 2026-04-08" if read == dt.date.fromisoformat else "a number"
        refusals.append(Refusal(line, name, f"is not {kind}", text))
        return None
