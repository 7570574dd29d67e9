"""The `answers` part of a source: which file columns are whose ratings of which outcome, and what its codes mean."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from trueup.jobs.survey import Scale
from trueup.sources.written import MAIN, FieldText, WhereText
from trueup.vocabulary import Id, Part, Whole

Layout = Literal["wide", "long", "limesurvey", "formbricks", "qualtrics"]
RATINGS = ("importance", "satisfaction")
STARS = 4
"""Places for anything in the pattern of a column: with many, a long header takes for ever to compare."""


def _text(value: Any) -> Any:
    """YAML reads 99 as a number and -99 too: in a file they are texts."""
    return str(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else value


def _texts(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(_text(each) for each in value)
    return (_text(value),) if isinstance(value, str | int | float | Decimal) else value


def _codes(value: Any) -> Any:
    """What means "no rating": a list of texts, or reasons with the texts of each."""
    if isinstance(value, dict):
        return {reason: _texts(texts) for reason, texts in value.items()}
    return _texts(value)


def _words(value: Any) -> Any:
    return {_text(word): point for word, point in value.items()} if isinstance(value, dict) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]
Codes = Annotated[tuple[str, ...] | dict[str, tuple[str, ...]], BeforeValidator(_codes)]
Points = Annotated[dict[str, Whole], BeforeValidator(_words)]


class Called(Part):
    """The two columns of one outcome."""

    importance: str | None = None
    satisfaction: str | None = None


class Words(Part):
    """Which point of the scale each text stands for."""

    importance: Points = Field(default_factory=dict)
    satisfaction: Points = Field(default_factory=dict)


def _both(value: Any) -> Any:
    """`anchors: {Very good: 5}` is meant for both ratings."""
    if isinstance(value, dict) and value and not set(value) & set(RATINGS):
        return {"importance": value, "satisfaction": value}
    return value


class Answers(Part):
    """How the rows of a read are the answers to a wave of a survey.

    `as` says how the file is laid out: `wide` (a row a respondent, two columns an outcome), `long` (a row a rating), or
    which tool exported it. `importance` and `satisfaction` are patterns of columns with `{outcome}` in them and `*` for
    anything; in a long file they are columns. `outcomes` says what the file calls an outcome: a code that stands where
    `{outcome}` is, or its two columns.
    """

    survey: Id
    wave: Id
    layout: Layout = Field(default="wide", alias="as")
    rows: str = MAIN
    where: WhereText | None = None
    respondent: FieldText = None
    answered_at: FieldText = None
    answered_on: dt.date | None = None
    finished: FieldText = None
    customer: FieldText = None
    weight: FieldText = None
    keys: dict[Id, FieldText] = Field(default_factory=dict)
    outcome: FieldText = None
    importance: str | None = None
    satisfaction: str | None = None
    outcomes: dict[Id, Annotated[Called | str, BeforeValidator(_text)]] = Field(default_factory=dict)
    scale: Scale | None = None
    anchors: Annotated[Words, BeforeValidator(_both, Words | Points)] = Words()
    not_known: Codes = ()
    skipped: Texts = ()
    partial: Literal["keep", "drop"] = "keep"
    keep: Literal["first", "last"] | None = None

    @model_validator(mode="after")
    def _patterns_have_a_place(self) -> Any:
        for rating in RATINGS:
            pattern = getattr(self, rating)
            if pattern is not None and self.layout != "long" and "{outcome}" not in pattern:
                raise ValueError(f'{rating}: {pattern!r} has no place for the outcome: write it like "imp_{{outcome}}"')
            if pattern is not None and pattern.count("*") > STARS:
                raise ValueError(f"{rating}: {pattern!r} has more than {STARS} stars: write more of the header")
        if self.layout != "long" and self.outcome is not None:
            raise ValueError("`outcome` is a column of a long file; elsewhere the column's name says it")
        return self

    @property
    def reasons(self) -> dict[str, str]:
        """Every text that means "not known", and the reason under which it is counted."""
        if isinstance(self.not_known, dict):
            return {text: reason for reason, texts in self.not_known.items() for text in texts}
        return {text: text for text in self.not_known}
