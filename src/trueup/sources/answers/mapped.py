"""From cells to rows of `responses`: one a rated outcome, with nothing said that the file does not say.

Not shown to the respondent: no row. Shown and passed over, not known, not applicable: a row without that rating.
A wide file says that a question was shown only where it has a code for it; two empty cells are no row. A long file has
a row for what was shown; somebody of whom no row says anything, not even when, has not answered at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from trueup.facts.tables import MOMENT, RESPONSES
from trueup.jobs.survey import Scale
from trueup.sources.answers.people import People
from trueup.sources.answers.ratings import Cell, Kind, Reader
from trueup.sources.answers.tools import Tool
from trueup.sources.headers import FILE, LINE
from trueup.sources.survey_file import RATINGS, Answers
from trueup.vocabulary import Refusal

Texts = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Column:
    """One rating of one outcome (None: of those that `outcomes` says, row by row), person by person."""

    header: str | None
    texts: Texts


@dataclass(frozen=True, slots=True)
class Rated:
    """The two ratings of an outcome, person by person; `outcomes` where a row says which (None: refused before)."""

    outcomes: Sequence[str | None]
    importance: Column
    satisfaction: Column

    @property
    def columns(self) -> tuple[Column, Column]:
        """Importance, then satisfaction."""
        return self.importance, self.satisfaction


@dataclass(slots=True)
class Counted:
    """What the cells were."""

    ratings: int = 0
    skipped: int = 0
    not_known: Counter[str] = field(default_factory=Counter)
    unsaid: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one outcome: which person, and both ratings (-1: none)."""

    person: NDArray[np.intp]
    outcomes: NDArray[np.object_]
    importance: NDArray[np.int8]
    satisfaction: NDArray[np.int8]


class Mapper:
    """Reads the cells of all outcomes, counting what they say and refusing what says nothing that can be used."""

    def __init__(self, people: People, answers: Answers, scale: Scale, tool: Tool) -> None:
        self.people, self.is_long = people, tool.name == "long"
        self.readers = [Reader(rating, answers, scale, tool) for rating in RATINGS]
        self.counted = Counted()
        self.refusals: list[Refusal] = []

    def block(self, rated: Rated) -> Block:
        """The rows that an outcome gives."""
        cells = [self._cells(*both) for both in zip(self.readers, rated.columns, strict=True)]
        kinds = np.array([[cell.kind for cell in column] for column in cells], dtype=np.int8).reshape(2, -1)
        named = np.array([name is not None for name in rated.outcomes], dtype=bool)
        wrong = (kinds == Kind.wrong).any(axis=0) & named
        self._refuse(rated, cells, np.flatnonzero(wrong))
        said = named if self.is_long else named & (kinds != Kind.empty).any(axis=0)
        kept = np.flatnonzero(said & ~wrong)
        self._count(cells, kinds, kept, int((named & ~said).sum()))
        points = np.array([[cell.rating for cell in column] for column in cells], dtype=np.int8).reshape(2, -1)
        outcomes = np.array(rated.outcomes, dtype=object)
        return Block(kept, outcomes[kept], points[0, kept], points[1, kept])

    def _cells(self, reader: Reader, column: Column) -> list[Cell]:
        """Every text is read once, however often it stands there."""
        read = {text: reader.read(text) for text in set(column.texts)}
        return [read[text] for text in column.texts]

    def _refuse(self, rated: Rated, cells: Sequence[Sequence[Cell]], places: NDArray[np.intp]) -> None:
        for at in places.tolist():
            for column, read, rating in zip(rated.columns, cells, RATINGS, strict=True):
                if read[at].kind == Kind.wrong:
                    place = self.people.rows[at]["place"]
                    self.refusals.append(Refusal(place, column.header or rating, read[at].words, column.texts[at]))
                    break

    def _count(
        self, cells: Sequence[Sequence[Cell]], kinds: NDArray[np.int8], kept: NDArray[np.intp], unsaid: int
    ) -> None:
        inside = kinds[:, kept]
        self.counted.rows += kept.size
        self.counted.unsaid += unsaid
        self.counted.ratings += int((inside == Kind.rating).sum())
        self.counted.skipped += int(np.isin(inside, (Kind.skipped, Kind.empty)).sum())
        for column, row in zip(cells, kinds, strict=True):
            at = kept[row[kept] == Kind.not_known]
            self.counted.not_known.update(column[place].words for place in at.tolist())


def table_of(blocks: Sequence[Block], people: People, answers: Answers) -> pa.Table:
    """The rows of `responses`, in the order of the file's rows and then of the outcomes, with where each stands."""
    person = _joined([block.person for block in blocks], np.intp)
    order = np.argsort(person, kind="stable")
    who = person[order]
    columns = dict(_of_people(people.rows, who))
    columns["survey"] = pa.repeat(pa.scalar(answers.survey), who.size)
    columns["wave"] = pa.repeat(pa.scalar(answers.wave), who.size)
    columns["outcome"] = pa.array(_joined([block.outcomes for block in blocks], object)[order], pa.string())
    for rating in RATINGS:
        points = _joined([getattr(block, rating) for block in blocks], np.int8)[order]
        columns[rating] = pa.array(points, pa.int8(), mask=points < 0)
    names = (LINE, FILE, *(column.name for column in RESPONSES.columns), "source_ref")
    return pa.table({name: columns[name] for name in names})


def _joined(parts: Sequence[NDArray[Any]], kind: Any) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.empty(0, dtype=kind)


def _of_people(rows: Sequence[dict[str, Any]], who: NDArray[np.intp]) -> Iterator[tuple[str, pa.Array]]:
    """What is said of each person, once for each of their rows."""
    kinds = {"respondent": pa.string(), "customer": pa.string(), "segment_keys": pa.string(), "weight": pa.float64()}
    kinds |= {"answered_at": MOMENT, LINE: pa.int64(), FILE: pa.string()}
    for name, kind in kinds.items():
        yield name, pa.array([row[name] for row in rows], kind).take(pa.array(who))
    places = pa.array([f"{row[FILE]}:{row[LINE]}" for row in rows], pa.string())
    yield "source_ref", places.take(pa.array(who))
