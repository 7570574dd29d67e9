"""The agreements and actuals of a book as of a moment, each series read once: what every question about value needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from trueup.agreements.documents import Agreement
from trueup.agreements.judge import evidence_of
from trueup.agreements.promise import Promise, SeriesKey
from trueup.agreements.versions import in_force, known, promises
from trueup.book.book import Book
from trueup.facts import Snapshot
from trueup.kpis.documents import Kpi
from trueup.kpis.series import Series
from trueup.scorecard.reading import read_series
from trueup.vocabulary import Grade, InputError, Moment, Slice, UnknownName, did_you_mean


@dataclass(frozen=True)
class Readings:
    """The agreements of a book as of a moment, on evidence of at least `grade`."""

    book: Book
    snapshot: Snapshot
    moment: Moment
    grade: Grade
    seed: int

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The ids of the agreements that were known at the moment, in the order of the book."""
        return tuple(each.id for each in self.book.agreements.values() if known(each.all, self.moment))

    def named(self, id: str | None) -> str:
        """The agreement of that id, or the only one. UnknownName, or InputError where one has to be named."""
        if id is not None:
            return self.book.agreement(id).id
        if len(self.known) == 1:
            return self.known[0]
        if not self.known:
            raise UnknownName("the book has no agreement", do="write one: trueup schema agreement")
        raise InputError(f"the book has {len(self.known)} agreements", do=f"name one: {', '.join(self.known[:8])}")

    def agreement(self, id: str | None) -> Agreement:
        """The version in force at the moment; before the first takes effect, the first. InputError: none is known."""
        return in_force(self.book.agreement(self.named(id)).all, self.moment)

    def versions(self, id: str | None) -> tuple[Agreement, ...]:
        """Every version of an agreement that was known at the moment, in order."""
        return known(self.book.agreement(self.named(id)).all, self.moment)

    @cached_property
    def kpis(self) -> dict[str, Kpi]:
        """Every KPI as it was defined at the moment; before its first definition was known, that one."""
        at = self.moment
        return {
            name: versions.in_force(at.as_of, at.known_at) or versions.first
            for name, versions in self.book.kpis.items()
        }

    def promises(self, agreement: Agreement | str | None) -> tuple[Promise, ...]:
        """The objectives of a version (of the one in force, where only the id is given), with their dates resolved."""
        version = agreement if isinstance(agreement, Agreement) else self.agreement(agreement)
        return promises(version, self.kpis, self.moment, self.book.definition.fiscal_year_start)

    def promise(self, agreement: Agreement | str | None, objective: str) -> Promise:
        """One objective of an agreement. UnknownName for one that it does not have."""
        every = {each.id: each for each in self.promises(agreement)}
        if objective not in every:
            there = did_you_mean(objective, every) or f"there are: {', '.join(every)}"
            raise UnknownName(f"no objective {objective!r} in the agreement", do=there)
        return every[objective]

    def series_of(self, promise: Promise, *, grade: Grade | None = None) -> Series:
        """The actuals that an objective is judged by, of at least `grade` (default: that of these readings)."""
        self.read([promise.key])
        found = evidence_of(promise, self._read, self.moment)
        return found.at_grade(self.grade if grade is None else grade)

    def read(self, keys: Sequence[SeriesKey]) -> dict[SeriesKey, Series]:
        """The actuals of each (KPI, slice) at the KPI's grain: of all evidence, asked for together."""
        lacking = [key for key in dict.fromkeys(keys) if key not in self._read]
        if lacking:
            self._read.update(read_series(self.book, self.snapshot, lacking, self.moment))
        return {key: self._read[key] for key in keys}

    def series(self, kpi: str, slice: Slice = Slice()) -> Series:  # noqa: B008 - frozen
        """The actuals of one KPI in one slice, of all evidence."""
        return self.read([(kpi, slice)])[kpi, slice]

    def given(self, actuals: Mapping[SeriesKey, Series]) -> None:
        """Actuals that were read already, as known at the moment."""
        self._read.update(actuals)

    @cached_property
    def _read(self) -> dict[SeriesKey, Series]:
        return {}
