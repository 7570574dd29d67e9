"""Where rows come from: the `read` part of a source."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from trueup.vocabulary import Part, Whole

Line = Annotated[Whole, Field(ge=1)]

FORMATS = ("csv", "tsv", "excel", "jsonl", "json", "parquet", "sql")


class Numbers(Part):
    """How numbers are written. Currency signs, a percent sign and accounting brackets are always understood."""

    decimal: Literal[".", ","] = "."
    thousands: Literal[",", ".", " ", "'", ""] | None = None

    @model_validator(mode="after")
    def _apart(self) -> Any:
        if self.thousands == self.decimal:
            raise ValueError(f"decimal and thousands cannot both be {self.decimal!r}")
        return self

    @property
    def grouping(self) -> str:
        """The thousands mark: unless stated, the comma beside a decimal point and the point beside a decimal comma."""
        if self.thousands is not None:
            return self.thousands
        return "," if self.decimal == "." else "."


class Read(Part):
    """One set of files, or one table or query of a database.

    A path is relative to the book's folder, may hold `*` and `${VARIABLE}`, and may be several.
    """

    csv: str | tuple[str, ...] | None = None
    tsv: str | tuple[str, ...] | None = None
    excel: str | tuple[str, ...] | None = None
    jsonl: str | tuple[str, ...] | None = None
    json_: str | tuple[str, ...] | None = Field(default=None, alias="json")
    parquet: str | tuple[str, ...] | None = None
    sql: str | None = None
    encoding: str = "detect"
    null: tuple[str, ...] | dict[str, tuple[str, ...]] = ()
    numbers: Numbers = Numbers()
    delimiter: str | None = None
    quote: str = Field(default='"', max_length=1)
    comment: str | None = None
    skip: Whole = Field(default=0, ge=0)
    skip_last: Whole = Field(default=0, ge=0)
    header: Line | tuple[Line, ...] | Literal[False] = 1
    sheet: str | Line | None = None
    transpose: bool = False
    ragged: Literal["refuse", "pad"] = "refuse"
    unescape: bool = False
    columns: dict[str, str] | tuple[str, ...] = Field(default_factory=dict)
    file_name: str | None = None
    records: str | None = None
    table: str | None = None
    query: str | None = None
    cursor: str | None = None

    @field_validator("null", mode="before")
    @classmethod
    def _texts(cls, value: Any) -> Any:
        if isinstance(value, dict):
            return {reason: _texts(texts) for reason, texts in value.items()}
        return _texts(value)

    @model_validator(mode="after")
    def _one_place(self) -> Any:
        given = [name for name in FORMATS if self._place(name) is not None]
        if len(given) != 1:
            what = "names no place" if not given else f"names {' and '.join(given)}"
            raise ValueError(f"a read {what}: exactly one of {', '.join(FORMATS)}")
        if self.sql is None and (self.table or self.query or self.cursor):
            raise ValueError("`table`, `query` and `cursor` belong to a read with `sql`")
        if self.sql is not None and bool(self.table) == bool(self.query):
            raise ValueError("a read with `sql` names either a `table` or a `query`")
        if self.header is False and not isinstance(self.columns, tuple) and self.format != "sql" and self.columns:
            raise ValueError("without a header, `columns` is the list of the column names in order")
        if self.delimiter is not None and self.delimiter != "whitespace" and len(self.delimiter) != 1:
            raise ValueError("`delimiter` is one character, or `whitespace`")
        return self

    @property
    def format(self) -> str:
        """Which of csv, tsv, excel, jsonl, json, parquet and sql this is."""
        return next(name for name in FORMATS if self._place(name) is not None)

    def _place(self, format: str) -> Any:
        """What is stated for a format (`json` is a method of every model)."""
        return getattr(self, "json_" if format == "json" else format)

    @property
    def paths(self) -> tuple[str, ...]:
        """The path patterns, in the order given; none for a database."""
        stated = self._place(self.format)
        if self.format == "sql":
            return ()
        return (stated,) if isinstance(stated, str) else tuple(stated)

    @property
    def missing(self) -> dict[str, str | None]:
        """Declared texts for "there is no value", each with its reason; None where the text itself is the reason."""
        if isinstance(self.null, dict):
            return {text: reason for reason, texts in self.null.items() for text in texts}
        return dict.fromkeys(self.null)


def _texts(value: Any) -> Any:
    """YAML reads 1970-01-01 as a date, ~ as nothing and 0 as a number: in a file they are texts."""
    if isinstance(value, list | tuple):
        return tuple("" if one is None else str(one) for one in value)
    return (str(value),) if isinstance(value, str | int | float) else value
