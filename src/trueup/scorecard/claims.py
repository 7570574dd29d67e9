"""Reads what publishers claim and the targets in force, and compares: the question behind `trueup claims`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw
import numpy as np

from trueup.kpis.claims import Claimed, Compared, DatedTarget, compare, in_figures
from trueup.scorecard.model import ClaimConflict, Claims
from trueup.scorecard.targets import dated_targets
from trueup.vocabulary import DIMENSIONS, Direction, Figure, Moment, Period, Slice, said

if TYPE_CHECKING:
    from trueup.book.book import Book
    from trueup.facts import Snapshot

Row = dict[str, Any]


def claims(book: Book, snapshot: Snapshot, moment: Moment) -> Claims:
    """Every published claim known at the moment, compared; conflicts in the order of KPI and period."""
    kpis = {name: versions.latest for name, versions in book.kpis.items()}
    targets = dated_targets(kpis, snapshot)
    tally: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    conflicts: list[ClaimConflict] = []
    for kpi, rows in _claimed(snapshot, moment):
        units = _unit(book, kpi)
        for row, answer in zip(rows, _compare(kpi, rows, targets), strict=True):
            tally[answer.outcome] += 1
            if answer.reason is not None:
                classes[answer.reason] += 1
            if answer.outcome == "conflict":
                conflicts.append(_conflict(row, answer, units))
    return Claims(
        agree=tally["agree"],
        conflict=tally["conflict"],
        not_comparable=tally["not_comparable"],
        by_class=dict(sorted(classes.items())),
        conflicts=tuple(conflicts),
    )


def _claimed(snapshot: Snapshot, moment: Moment) -> Iterator[tuple[str, list[Row]]]:
    """The published rows of each KPI, corrections beside what they correct: each was said, so each is judged."""
    if not snapshot.has("observations"):
        return
    frame = snapshot.frame("observations").filter(
        ~nw.col("claim").is_null(), nw.col("period_start") < nw.lit(moment.as_of)
    )
    columns = ("kpi", "period_start", "period_end", *DIMENSIONS, "actual", "claim", "source_ref", "seq")
    table = snapshot.collect(frame.select(*columns)).sort_by([("kpi", "ascending"), ("seq", "ascending")])
    by_kpi: dict[str, list[Row]] = defaultdict(list)
    for row in table.to_pylist():
        by_kpi[row["kpi"]].append(row)
    yield from by_kpi.items()


def _compare(kpi: str, rows: Sequence[Row], targets: Mapping[str, Sequence[DatedTarget]]) -> list[Compared]:
    answers: list[Compared | None] = [None] * len(rows)
    figures = in_figures(row["claim"] for row in rows)
    where: dict[tuple[str | None, str | None], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        where[row["project"], row["provider"]].append(index)
    for (project, provider), indices in where.items():
        fitting = [t for t in targets.get(kpi, ()) if t.project in (None, project) and t.provider in (None, provider)]
        claimed = Claimed(
            kpi,
            np.array([rows[i]["period_start"].toordinal() for i in indices]),
            np.array([np.nan if rows[i]["actual"] is None else rows[i]["actual"] for i in indices]),
            [rows[i]["claim"] for i in indices],
        )
        for index, answer in zip(indices, compare(claimed, fitting, figures=figures), strict=True):
            answers[index] = answer
    return [answer for answer in answers if answer is not None]


def _unit(book: Book, kpi: str) -> str:
    return book.kpi(kpi).latest.unit.name if kpi in book.kpis else ""


def _conflict(row: Row, answer: Compared, unit: str) -> ClaimConflict:
    return ClaimConflict(
        kpi=row["kpi"],
        period=str(Period(row["period_start"], row["period_end"])),
        slice=Slice(**{name: row[name] for name in DIMENSIONS}),
        claim=row["claim"],
        recomputed=_recomputed(answer),
        actual=row["actual"],
        target=_in_words(answer.target, unit),
        reason=answer.reason or "",
        source_ref=row["source_ref"],
    )


def _recomputed(answer: Compared) -> str:
    if answer.variance is not None:
        return said("{distance} % from the target", distance=Figure(f"{answer.variance:+.2f}"))
    return said("met") if answer.met else said("not met")


def _in_words(target: DatedTarget | None, unit: str) -> str:
    if target is None:
        return said("none")
    if target.direction is Direction.maintain:
        return said("{low} to {high}", low=Figure(f"{target.low:g}"), high=_limit(target.high, unit))
    if target.direction is Direction.increase:
        return said("at least {limit}", limit=_limit(target.low, unit))
    return said("at most {limit}", limit=_limit(target.high, unit))


def _limit(value: float | None, unit: str) -> str:
    """In the unit as it is written, without a plural: a table of conflicts has little room."""
    figure = Figure(f"{value:g}")
    return said("{number} {unit}", number=figure, unit=unit) if unit else figure
