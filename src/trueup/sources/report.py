"""The load report: what was read, what it became, what was refused and why."""

from __future__ import annotations

from collections import Counter

from pydantic import Field

from trueup.vocabulary import Refusal
from trueup.vocabulary.result import Result

SHOWN = 20


class LoadedFile(Result):
    """One file (or table) that was read; `refused` rows could not even be split into columns."""

    file: str
    rows: int
    refused: int = 0
    blank: int = 0
    encoding: str | None = None
    mended_lines: int = Field(default=0, description="lines with bytes that had to be read in another encoding")


class LoadedTable(Result):
    """What a mapping made of the rows: read = passed + mapped + refused.

    Of the mapped rows some `landed`; the store had the `unchanged` ones; `repeated` ones say the same as another row;
    `superseded` ones say another thing of the same fact than a later row, which counts: they land only if the mapping
    gives rows a time (`recorded_at`) or a number (`ref`) of their own.
    For documents, these counts are of documents.
    """

    table: str
    read: int
    passed: int = Field(description="left out on purpose: the filter, or a target that is not there")
    mapped: int
    refused: int
    landed: int = 0
    unchanged: int = 0
    repeated: int = 0
    superseded: int = 0
    missing: int = Field(default=0, description="observations whose actual is missing, kept with the reason")
    documents: int = Field(default=0, description="documents that were made of the rows, versions counted singly")


class Refused(Result):
    """One row that did not get in."""

    table: str
    line: int | str
    column: str | None = None
    reason: str
    value: str | None = None

    @classmethod
    def of(cls, table: str, refusal: Refusal) -> Refused:
        """A refusal as part of the report."""
        line, value = refusal.line, refusal.value
        return cls(table=table, line=line, column=refusal.column, reason=refusal.reason, value=value)

    def __str__(self) -> str:
        return f"{self.table}: {Refusal(self.line, self.column, self.reason, self.value)}"


class Reason(Result):
    """How many rows were refused for one reason."""

    table: str
    column: str | None = None
    reason: str
    rows: int


class LoadedAnswers(Result):
    """What a file of answers to a survey held: rows = people + aside + refused (a row a respondent, or a rating)."""

    survey: str = Field(description="the survey's id")
    wave: str = Field(description="the wave")
    layout: str = Field(description="how the file is laid out: wide, long, or the tool it comes from")
    rows: int = Field(description="rows that were read")
    aside: dict[str, int] = Field(default_factory=dict, description="rows left aside, by why")
    respondents: int = Field(description="people who gave at least one answer")
    partial: int = Field(default=0, description="those of them who did not finish")
    duplicates: int = Field(default=0, description="rows of somebody of whom another row was kept")
    outcomes: int = Field(description="outcomes that the file has ratings of")
    lacking: tuple[str, ...] = Field(default=(), description="outcomes that the survey asks about and the file has not")
    rated: int = Field(description="rows of the fact table: an outcome shown to a respondent")
    ratings: int = Field(description="ratings given, of importance and of satisfaction")
    skipped: int = Field(default=0, description="shown and not rated")
    not_known: dict[str, int] = Field(default_factory=dict, description="not known or not applicable, by code")
    first: str | None = Field(default=None, description="day of the first answer, in the book's time zone")
    last: str | None = Field(default=None, description="day of the last answer")
    outside: int = Field(default=0, description="people who answered before the wave opened or after it closed")


class LoadReport(Result):
    """One source's load. `landed` counts rows and documents that are new to the store."""

    source: str
    dry_run: bool = False
    held: bool = Field(default=False, description="nothing was landed, because rows were refused")
    batch: str | None = None
    files: tuple[LoadedFile, ...] = ()
    tables: tuple[LoadedTable, ...] = ()
    answers: tuple[LoadedAnswers, ...] = ()
    refusals: tuple[Refused, ...] = ()
    notices: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """How often each reason was given, the commonest first."""
        counted = Counter((refusal.table, refusal.column, refusal.reason) for refusal in self.refusals)
        return tuple(
            Reason(table=table, column=column, reason=reason, rows=rows)
            for (table, column, reason), rows in counted.most_common()
        )

    @property
    def read(self) -> int:
        """Rows read from files and tables."""
        return sum(file.rows for file in self.files)

    @property
    def landed(self) -> int:
        """Rows that are new to the store."""
        return sum(table.landed for table in self.tables)

    @property
    def refused(self) -> int:
        """Refusals: a row is refused by each mapping that cannot take it."""
        return len(self.refusals)
