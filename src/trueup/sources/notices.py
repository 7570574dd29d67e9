"""What a person should know about a load although nothing was refused for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from trueup.sources.gather import Gathered
from trueup.sources.known import Bound
from trueup.sources.mapping.documents import Made
from trueup.sources.mapping.facts import Mapped
from trueup.sources.mapping.stage import Calendar
from trueup.sources.under_way import UnderWay
from trueup.vocabulary import did_you_mean

_NAMING = ("observations", "targets", "payments", "answers", "efforts")


def notices(load: UnderWay, book: Bound, landed: Sequence[Mapping[str, Any]]) -> list[str]:
    """Sentences about a load; `landed` are the documents that sources have landed so far."""
    known = _Names(load, book, landed)
    found = [*_superseded(load), *_differing(load.made), *_periods(load.mapped, load.stage.calendar)]
    found += [
        *_unknown("KPI", "kpi", load.mapped, known.kpis),
        *_unknown("party", "reported_by", load.mapped, known.parties),
        *_unknown("agreement", "agreement", load.mapped, known.agreements),
        *_unknown("stakeholders document", "stakeholders", load.mapped, known.stakeholders),
    ]
    found += [sentence for brought in load.answers for sentence in brought.notices]
    return [*found, *_encodings(load.gathered), *_absent(load.gathered)]


class _Names:
    """What the book, its landed documents and this load call by a name."""

    def __init__(self, load: UnderWay, book: Bound, landed: Sequence[Mapping[str, Any]]) -> None:
        def named(kind: str) -> set[str]:
            return {row["id"] for row in landed if row["kind"] == kind} | set(load.identifiers(kind))

        self.kpis = named("kpi") | set(book.kpis)
        self.agreements = named("agreement") | set(book.agreements)
        self.stakeholders = named("stakeholders") | set(book.stakeholders)
        self.parties = named("party") | {party.id for party in book.definition.parties}


def _superseded(load: UnderWay) -> Iterator[str]:
    told = [bool(part.known_by) for part in load.mapped] + [False for _ in load.made]
    for name, part, known_by in zip(load.names, load.news, told, strict=True):
        if part.superseded and known_by:
            what = "rows are for a fact that another row tells too; the one known last counts"
            yield f"{name}: {part.superseded:,} {what}"
        elif part.superseded:
            yield (
                f"{name}: {part.superseded:,} rows say another thing of the same fact than a later row, which counts; "
                "is a column missing from the mapping, such as project, provider or segment?"
            )


def _differing(made: Sequence[Made]) -> Iterator[str]:
    for part in made:
        if part.differing:
            yield f"{part.kind}: {part.differing:,} rows say another thing of a document than its first, which counts"


def _periods(mapped: Sequence[Mapped], calendar: Calendar) -> Iterator[str]:
    today, first = pa.scalar(calendar.now.astimezone(calendar.zone).date()), pa.scalar(dt.date(1970, 1, 1))
    for part in mapped:
        if part.name != "observations" or not part.mapped:
            continue
        starts = part.table["period_start"]
        future, epoch = pc.sum(pc.greater(starts, today)).as_py(), pc.sum(pc.equal(starts, first)).as_py()
        if future:
            yield f"observations: {future:,} periods begin in the future"
        if epoch:
            yield f"observations: {epoch:,} periods begin on 1970-01-01, as many systems write nothing: see `null`"


def _unknown(what: str, column: str, mapped: Sequence[Mapped], known: set[str]) -> Iterator[str]:
    named: set[str] = set()
    for part in mapped:
        if part.name in _NAMING and column in part.table.column_names:
            named.update(value for value in part.table[column].unique().to_pylist() if value is not None)
    strange = sorted(named - known)
    if strange:
        near = did_you_mean(strange[0], known)
        some = ", ".join(strange[:3]) + (", ..." if len(strange) > 3 else "")
        yield f"{len(strange):,} of {len(named):,} named in `{column}` are no {what} of the book: {some}" + (
            f" ({near})" if near else ""
        )


def _encodings(gathered: Mapping[str, Gathered]) -> Iterator[str]:
    for part in gathered.values():
        for file in part.files:
            if file.mended:
                lines = ", ".join(map(str, file.mended[:5])) + (", ..." if len(file.mended) > 5 else "")
                count = f"{len(file.mended):,} lines hold bytes of another encoding"
                yield f"{file.file}: {count} ({file.encoding}): {lines}"


def _absent(gathered: Mapping[str, Gathered]) -> Iterator[str]:
    for part in gathered.values():
        for name in part.absent:
            yield f"no file has the column that `columns` calls {name!r}"
