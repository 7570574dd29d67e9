"""How a mapping states the period a row speaks of.

| Written | Means |
|---|---|
| `2014` | the book's fiscal year 2014, named by the year in which it ends |
| `"2014-03"`, `"2014-Q1"`, `"2014-01-01/2014-07-01"` | a month, a calendar quarter, a half-open period |
| `"2014-2016"` | the fiscal years 2014 through 2016 |
| `reporting_month` | a column that holds any of these texts, or a day |
| `{date: column, format: ..., grain: month}` | the month, quarter, ... of that day; without `grain` the day |
| `{start: column, end: column, format: ...}` | half-open; `through:` instead of `end:` names the last day inside |
| the same without `format` | the cells may name a month, a quarter or a year: from its beginning, through its end |
| `{fiscal_year: column}` | a fiscal year in a column |
| `{period: field}` | any field that holds such texts, e.g. a template or a switch |
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from trueup.sources.fields import Column, Constant, Day, Field, read_field
from trueup.vocabulary import Grain

STATED = re.compile(r"^\d{4}(-(0[1-9]|1[0-2])|-Q[1-4]|/\d\d(\d\d)?)?$|^\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d$")


@dataclass(frozen=True, slots=True)
class DatedPeriod:
    """The period of `grain` around a day."""

    day: Field
    grain: Grain


@dataclass(frozen=True, slots=True)
class SpannedPeriod:
    """From a first day to an end (exclusive) or through a last day (inclusive), widened to whole `grain`s if given."""

    start: Field
    stop: Field
    inclusive: bool
    grain: Grain | None


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """A text that names its period; `fiscal` when a bare year is all it may hold."""

    of: Field
    fiscal: bool = False


PeriodField = DatedPeriod | SpannedPeriod | NamedPeriod


def read_period(raw: Any) -> PeriodField:
    """Read what a mapping says of a period; ValueError says how to write it."""
    if isinstance(raw, bool) or raw is None:
        raise ValueError("a period is a column, a year, or {date: ..., grain: ...}")
    if isinstance(raw, int):
        return NamedPeriod(Constant(str(raw)), fiscal=True)
    if isinstance(raw, str):
        return NamedPeriod(Constant(raw) if STATED.match(raw) else read_field(raw))
    if isinstance(raw, Mapping):
        return _keyed(dict(raw))
    raise ValueError("a period is a column, a year, or {date: ..., grain: ...}")


def _grain(raw: Mapping[str, Any], default: Grain | None) -> Grain | None:
    if "grain" not in raw:
        return default
    try:
        return Grain(raw["grain"])
    except ValueError:
        raise ValueError(f"unknown grain {raw['grain']!r}: one of {', '.join(Grain)}") from None


def _keyed(raw: dict[str, Any]) -> PeriodField:
    if "date" in raw:
        grain = _grain(raw, Grain.day)
        assert grain is not None
        return DatedPeriod(read_field({k: v for k, v in raw.items() if k != "grain"}), grain)
    if "start" in raw:
        return _spanned(raw)
    if "fiscal_year" in raw:
        return NamedPeriod(_year(raw["fiscal_year"]), fiscal=True)
    if "period" in raw:
        return NamedPeriod(read_field(raw["period"]))
    if "value" in raw:
        return NamedPeriod(Constant(str(raw["value"])))
    return NamedPeriod(read_field(raw))


def _year(raw: Any) -> Field:
    return Constant(str(raw)) if isinstance(raw, int) else read_field(raw)


def _spanned(raw: dict[str, Any]) -> PeriodField:
    stops: list[Literal["end", "through"]] = [key for key in ("end", "through") if key in raw]
    unknown = set(raw) - {"start", "end", "through", "format", "grain"}
    if unknown or len(stops) != 1:
        raise ValueError("a span is {start: column, end: column} (half-open) or {start: column, through: column}")
    stop = stops[0]
    formats = {"format": raw["format"]} if "format" in raw else {}
    start, last = (_day(raw[key], formats) for key in ("start", stop))
    return SpannedPeriod(start, last, stop == "through", _grain(raw, None))


def _day(raw: Any, formats: dict[str, Any]) -> Field:
    field = read_field({"date": raw} | formats) if isinstance(raw, str | list) else read_field(raw)
    return field if isinstance(field, Day | Constant | Column) else Day(field, ())
