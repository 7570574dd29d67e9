"""What programs read of operating models."""

from __future__ import annotations

import datetime as dt
from typing import Self

from ninja import Field, Schema

from trueup.operating_model.archimate import ExchangeReport
from trueup.operating_model.results import Map, SevenResult
from trueup.operating_model.results_gaps import Gaps
from trueup.web.operating_model.queries import Seen


class ModelRow(Schema):
    """An operating model in a list. Counts are null until it was mapped."""

    book: str = Field(description="the slug of its book")
    id: str
    title: str
    version: int = Field(description="the version in force")
    elements: int | None
    jobs: int | None
    complete: int | None = Field(description="jobs with a complete path down to a cash flow")
    interactions: int | None = Field(description="those that say with whom")
    third: int | None = Field(description="those with a third party")
    gaps: int | None = Field(description="elements that lack something")

    @classmethod
    def of(cls, seen: Seen) -> Self:
        """The row of a list."""
        found = seen.found
        return cls(
            book=seen.book, id=seen.id, title=seen.document.name, version=int(seen.document.version),
            elements=len(found.elements) if found else None, jobs=found.coverage.jobs if found else None,
            complete=len(found.coverage.complete) if found else None, interactions=found.third.n if found else None,
            third=found.third.third if found else None, gaps=found.gaps.total if found else None,
        )  # fmt: skip


class ArchimateTaken(Schema):
    """What was read of an ArchiMate file; it is one's draft of the model now."""

    file: str
    model: str = Field(description="the id of the model")
    elements: dict[str, int] = Field(description="how many elements were read, by kind")
    links: int
    parties: int = Field(description="parties outside of the book")
    kept: int = Field(
        description="elements and relationships without a word here: kept as they are, and written out again"
    )
    elsewhere: int = Field(description="elements that live in other documents of the book: agreements, outcomes ...")

    @classmethod
    def of(cls, read: ExchangeReport) -> Self:
        """As programs read it."""
        kept = sum(each.count for each in (*read.kept_elements, *read.kept_relationships))
        return cls(
            file=read.file, model=read.model, elements=read.elements, links=read.links, parties=read.parties, kept=kept,
            elsewhere=read.elsewhere,
        )  # fmt: skip


class _Stated(Schema):
    """What stands over everything that was computed of a model."""

    book: str
    id: str
    version: int = Field(description="the version in force")
    computed_at: dt.datetime | None = Field(description="null: not mapped yet, and `result` is null")
    out_of_date: bool = Field(description="whether the book has moved on; a new map is on its way")


class MapRead(_Stated):
    """An operating model with what is measured of it."""

    result: Map | None


class GapsRead(_Stated):
    """What it lacks, by kind."""

    result: Gaps | None


class SevensRead(_Stated):
    """The 7-S profile of each party."""

    result: list[SevenResult] | None


def stated(seen: Seen) -> dict[str, object]:
    """What stands over a result."""
    return {
        "book": seen.book,
        "id": seen.id,
        "version": int(seen.document.version),
        "computed_at": seen.computed_at,
        "out_of_date": seen.out_of_date,
    }
