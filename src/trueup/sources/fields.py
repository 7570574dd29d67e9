"""The little language of a mapping: what may stand where a field of a fact or a document is asked for.

| Written | Means |
|---|---|
| `actual_result` | the column of that name |
| `"{investment}/{metric}"` | a template of columns; `{vendor\\|slug}` makes an identifier of a name |
| `{value: x}`, a number, true, `2026-01-31` | a constant |
| `{from: column, raw text: mapped}` | a switch; `else:` is `keep`, a value, or (the default) `refuse` |
| `{date: column, format: ...}` | a day; `format` may be several |
| `{time: column, format: ..., zone: ...}` | a moment |
| `{number: column, in: million}` | a number stated in thousands, millions, ... |
| `{first: [a, b]}`, `{least: [..]}`, `{greatest: [..]}` | the first that is not missing; the smallest; the largest |
| `{look_up: field, in: read, by: column, pick: first}` | the field of another file's matching row |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal
from zoneinfo import available_timezones

from trueup.vocabulary import did_you_mean

FILTERS = ("slug", "lower", "upper")
SPECIAL_FORMATS = ("excel", "unix")
SCALES = {"thousand": Decimal(1000), "million": Decimal(10**6), "billion": Decimal(10**9), "percent": Decimal("0.01")}
Pick = Literal["first", "last", "min", "max"]


@dataclass(frozen=True, slots=True)
class Column:
    """The text of one column."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """The same value in every row."""

    value: Any


@dataclass(frozen=True, slots=True)
class Template:
    """Literal texts and columns in turn; missing when any of its columns is. A part is text or (column, filters)."""

    parts: tuple[str | tuple[Column, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Switch:
    """Raw texts (matched without regard to case and spacing; `*` stands for anything) to what they mean.

    `other` is ("refuse",), ("keep",) or ("value", x).
    """

    of: Field
    cases: tuple[tuple[str, Any], ...]
    other: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A date; with no format, ISO 8601 alone is read."""

    of: Field
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Time:
    """A moment; a text without an offset is in `zone`, by default the book's."""

    of: Field
    formats: tuple[str, ...]
    zone: str | None


@dataclass(frozen=True, slots=True)
class Scaled:
    """A number stated in units of `scale`."""

    of: Field
    scale: Decimal


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several fields: `first` that is not missing, or the `least` or `greatest` of them."""

    how: Literal["first", "least", "greatest"]
    of: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class LookUp:
    """A field of the row of another read whose columns equal ours: `by` is (ours, theirs) pairs."""

    of: Field
    read: str
    by: tuple[tuple[str, str], ...]
    pick: Pick
    where: str | None


Field = Column | Constant | Template | Switch | Day | Time | Scaled | Choice | LookUp
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_PLACE = re.compile(r"\{([^{}|]+)((?:\|[^{}|]+)*)\}")


def read_field(raw: Any) -> Field:
    """Read what a mapping says of a field; ValueError says what is wrong and how to write it."""
    if isinstance(raw, str):
        return _text(raw)
    if isinstance(raw, Mapping):
        return _keyed(dict(raw))
    if isinstance(raw, list | tuple):
        raise ValueError("a list is not a field: {first: [...]} takes the first that is not missing")
    return Constant(raw)


def _text(raw: str) -> Field:
    if "{" not in raw:
        if not raw.strip():
            raise ValueError("an empty text names no column; for a constant write {value: ...}")
        return Constant(raw) if _DATE.fullmatch(raw) else Column(raw)
    return Template(tuple(_parts(raw)))


def _parts(raw: str) -> list[str | tuple[Column, tuple[str, ...]]]:
    parts: list[str | tuple[Column, tuple[str, ...]]] = []
    end = 0
    for match in _PLACE.finditer(raw):
        parts.append(_literal(raw[end : match.start()], raw))
        parts.append((Column(match[1].strip()), _filters(match[2])))
        end = match.end()
    parts.append(_literal(raw[end:], raw))
    return [part for part in parts if part != ""]


def _literal(text: str, whole: str) -> str:
    if "{" in text or "}" in text:
        raise ValueError(f"the template {whole!r} has a brace without its partner: write {{column}}")
    return text


def _filters(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split("|") if name.strip())
    for name in names:
        if name not in FILTERS:
            raise ValueError(
                f"unknown filter {name!r}: {did_you_mean(name, FILTERS) or 'one of ' + ', '.join(FILTERS)}"
            )
    return names


def _keyed(raw: dict[str, Any]) -> Field:
    for word, read in _READERS.items():
        if word in raw:
            return read(raw)
    near = next((hint for key in raw if (hint := did_you_mean(str(key), _READERS))), None)
    raise ValueError(f"a field needs one of the keys {', '.join(_READERS)}" + (f"; {near}" if near else ""))


def _only(raw: Mapping[str, Any], *known: str) -> None:
    for key in raw:
        if key not in known:
            raise ValueError(f"unknown key {key!r} beside {known[0]!r}: {did_you_mean(str(key), known) or known}")


def _constant(raw: dict[str, Any]) -> Field:
    _only(raw, "value")
    return Constant(raw["value"])


def _switch(raw: dict[str, Any]) -> Field:
    cases = raw["cases"] if "cases" in raw else {k: v for k, v in raw.items() if k not in ("from", "else")}
    if not isinstance(cases, Mapping) or not (cases or "else" in raw):
        raise ValueError("a switch lists at least one `raw text: mapped` beside `from`")
    for mapped in cases.values():
        if isinstance(mapped, list | Mapping):
            raise ValueError("a switch maps a raw text to a plain value")
    other = raw.get("else", "refuse")
    chosen = (other,) if other in ("refuse", "keep") else ("value", other)
    return Switch(read_field(raw["from"]), tuple((_cased(key), mapped) for key, mapped in cases.items()), chosen)


def _cased(key: Any) -> str:
    """YAML reads `yes:` as true and `1:` as a number; in a file they are texts."""
    return {True: "yes", False: "no"}[key] if isinstance(key, bool) else str(key)


def _formats(raw: Mapping[str, Any]) -> tuple[str, ...]:
    given = raw.get("format", ())
    formats = (given,) if isinstance(given, str) else tuple(given)
    for text in formats:
        if not isinstance(text, str) or not (text in SPECIAL_FORMATS or _is_format(text)):
            raise ValueError(f'{text!r} is not a date format: write it like "%d/%m/%Y"')
    return formats


def _is_format(text: str) -> bool:
    parts = re.findall(r"%-?.?", text)
    return bool(parts) and all(re.fullmatch(r"%-?[aAbBdmyYHIMSfgpzjGuV%]", part) for part in parts)


def _several(raw: Any) -> Field:
    """A column, or several of which the first that is not missing counts."""
    return Choice("first", tuple(read_field(one) for one in raw)) if isinstance(raw, list | tuple) else read_field(raw)


def _day(raw: dict[str, Any]) -> Field:
    _only(raw, "date", "format")
    return Day(_several(raw["date"]), _formats(raw))


def _time(raw: dict[str, Any]) -> Field:
    _only(raw, "time", "format", "zone")
    zone = raw.get("zone")
    if zone is not None and zone not in available_timezones():
        raise ValueError(
            f"unknown time zone {zone!r}: {did_you_mean(str(zone), available_timezones()) or ''}".rstrip(": ")
        )
    return Time(_several(raw["time"]), _formats(raw), zone)


def _scaled(raw: dict[str, Any]) -> Field:
    _only(raw, "number", "in")
    return Scaled(_several(raw["number"]), _scale(str(raw.get("in", 1))))


def _scale(stated: str) -> Decimal:
    if stated in SCALES:
        return SCALES[stated]
    try:
        return Decimal(stated)
    except InvalidOperation:
        raise ValueError(f"`in: {stated}` is not known: one of {', '.join(SCALES)}, or a number") from None


def _choice(how: Literal["first", "least", "greatest"]) -> Callable[[dict[str, Any]], Field]:
    def read(raw: dict[str, Any]) -> Field:
        _only(raw, how)
        if not isinstance(raw[how], list | tuple) or not raw[how]:
            raise ValueError(f"`{how}` takes a list of fields")
        return Choice(how, tuple(read_field(one) for one in raw[how]))

    return read


def read_by(raw: Any) -> tuple[tuple[str, str], ...]:
    """The columns on which two reads meet, as (ours, theirs): a name, a list of names, or {ours: theirs}."""
    if isinstance(raw, str):
        return ((raw, raw),)
    if isinstance(raw, Mapping) and raw:
        return tuple((str(ours), str(theirs)) for ours, theirs in raw.items())
    if isinstance(raw, list | tuple) and raw:
        return tuple((str(name), str(name)) for name in raw)
    raise ValueError("`by` names the column both files share: a name, a list of names, or {ours: theirs}")


def _look_up(raw: dict[str, Any]) -> Field:
    _only(raw, "look_up", "in", "by", "pick", "where")
    for key in ("in", "by"):
        if key not in raw:
            raise ValueError(f"`look_up` needs `{key}`")
    pick = raw.get("pick", "first")
    if pick not in ("first", "last", "min", "max"):
        raise ValueError(f"`pick: {pick}` is not known: one of first, last, min, max")
    return LookUp(read_field(raw["look_up"]), raw["in"], read_by(raw["by"]), pick, raw.get("where"))


_READERS: dict[str, Callable[[dict[str, Any]], Field]] = {
    "look_up": _look_up,
    "date": _day,
    "time": _time,
    "number": _scaled,
    "first": _choice("first"),
    "least": _choice("least"),
    "greatest": _choice("greatest"),
    "from": _switch,
    "value": _constant,
}
