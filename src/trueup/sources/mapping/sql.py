"""Pieces of SQL for reading dirty text: every one gives NULL, never an error, for a text that it cannot read."""

from __future__ import annotations

from dataclasses import dataclass

from trueup.sources.reading import Numbers

NULL = "NULL"
_SPACES = "' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(8239) || chr(8203) || chr(65279)"
_CURRENCY = "(?i)\\s*(US\\$|[£$€¥₹₩₽]|\\b(USD|EUR|GBP|CHF|JPY)\\b|%)\\s*"
_PLAIN = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?"
_ISO_DAY = r"\d{4}-\d{2}-\d{2}"
_ISO_TIME = _ISO_DAY + r"[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?"
_MIDNIGHT = _ISO_DAY + r"[T ]00:00(:00(\.0+)?)?"
_OFFSET = r"\s?(Z|[+-]\d{2}(:?\d{2})?)"


@dataclass(frozen=True, slots=True)
class Sql:
    """A value, what is wrong where it cannot be read (NULL where nothing is), the raw text, and why it is missing."""

    value: str
    error: str = NULL
    raw: str = NULL
    reason: str = NULL


def name(text: str) -> str:
    """An identifier."""
    return '"' + text.replace('"', '""') + '"'


def literal(value: object) -> str:
    """A constant."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return repr(value)
    return "'" + str(value).replace("'", "''") + "'"


def trimmed(text: str) -> str:
    """Text without white space (of any script) at its ends."""
    return f"trim({text}, {_SPACES})"


def pattern(text: str) -> str:
    """`*` as LIKE's `%`, everything else as itself."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return literal(escaped.replace("*", "%").lower()) + " ESCAPE '\\'"


def matches(text: str, wanted: str) -> str:
    """Whether `text` is `wanted`, without regard to case and spacing; `*` in it stands for anything."""
    folded = f"lower(regexp_replace({text}, '\\s+', ' ', 'g'))"
    if "*" in wanted:
        return f"{folded} LIKE {pattern(wanted)}"
    return f"{folded} = {literal(' '.join(wanted.split()).lower())}"


def fits(text: str, expression: str) -> str:
    """Whether all of `text` fits a regular expression."""
    return f"regexp_full_match({text}, {literal(expression)})"


def number(text: str, marks: Numbers, kind: str = "DOUBLE") -> str:
    """A number as people write it: grouped, signed, in brackets, with a currency or a percent sign."""
    slow = _grouped(_bare(text), marks, kind)
    if marks.decimal != ".":
        return slow
    return f"CASE WHEN {fits(text, _PLAIN)} THEN try_cast({text} AS {kind}) ELSE {slow} END"


def _bare(text: str) -> str:
    signless = f"regexp_replace(replace({text}, '−', '-'), {literal(_CURRENCY)}, '', 'g')"
    positive = f"trim({signless}, {_SPACES})"
    bracketed = rf"regexp_replace({positive}, '^\((.*)\)$', '-\1')"
    return rf"regexp_replace({bracketed}, '^([^-+].*)-$', '-\1')"


def _grouped(bare: str, marks: Numbers, kind: str) -> str:
    point = "\\" + marks.decimal
    plain = rf"[+-]?(\d+({point}\d*)?|{point}\d+)([eE][+-]?\d{{1,3}})?"
    forms = [fits(bare, plain)]
    if marks.grouping:
        mark = r"[ \x{A0}\x{202F}]" if marks.grouping == " " else "\\" + marks.grouping
        forms.append(fits(bare, rf"[+-]?\d{{1,3}}({mark}\d{{2,3}})*{mark}\d{{3}}({point}\d*)?"))
        together = f"regexp_replace({bare}, {literal(mark)}, '', 'g')"
    else:
        together = bare
    pointed = f"replace({together}, {literal(marks.decimal)}, '.')"
    return f"CASE WHEN {' OR '.join(forms)} THEN try_cast({pointed} AS {kind}) END"


def day(text: str, formats: tuple[str, ...], zone: str) -> str:
    """A date: ISO 8601, or one of the formats stated. A time of day is dropped.

    What names an offset, or counts seconds, is an instant: its day is that of `zone`. But midnight where it was written
    is how programs write a day that has no time: that day it stays.
    """
    stated = [_SPECIAL[one](text, zone) for one in formats if one in _SPECIAL]
    local, zoned = _parted(tuple(one for one in formats if one not in _SPECIAL))
    if zoned:
        stated.insert(0, _in_zone(_parsed(text, zoned), zone))
    if local:
        stated.insert(0, f"{_parsed(text, local)}::DATE")
    if not formats or "%Y-%m-%d" in formats:
        stated.append(_iso_day(text, zone))
    return f"coalesce({', '.join(stated)})" if len(stated) > 1 else stated[0]


def _iso_day(text: str, zone: str) -> str:
    instant = _in_zone(f"try_cast({text} AS TIMESTAMPTZ)", zone)
    return (
        f"CASE WHEN {fits(text, _ISO_DAY)} THEN try_cast({text} AS DATE) "
        f"WHEN {fits(text, _ISO_TIME)} OR {fits(text, _MIDNIGHT + _OFFSET)} THEN try_cast(left({text}, 10) AS DATE) "
        f"WHEN {fits(text, _ISO_TIME + _OFFSET)} THEN {instant} END"
    )


def _in_zone(instant: str, zone: str) -> str:
    """The day of an instant (TIMESTAMPTZ) in a zone."""
    return f"(({instant}) AT TIME ZONE {literal(zone)})::DATE"


def _excel(text: str, _zone: str) -> str:
    return f"DATE '1899-12-30' + try_cast(try_cast({text} AS DOUBLE) AS INTEGER)"


def _unix(text: str, zone: str) -> str:
    moment = f"epoch_ms(try_cast(try_cast({text} AS DOUBLE) * 1000 AS BIGINT))"
    there = _in_zone(f"{moment} AT TIME ZONE 'UTC'", zone)
    return f"CASE WHEN try_cast({text} AS DOUBLE) % 86400 = 0 THEN {moment}::DATE ELSE {there} END"


_SPECIAL = {"excel": _excel, "unix": _unix}


def _parted(formats: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Formats without an offset or zone, and those with one: the engine takes all for the latter where one is."""
    zoned = tuple(one for one in formats if "%z" in one or "%Z" in one)
    return tuple(one for one in formats if one not in zoned), zoned


def _parsed(text: str, formats: tuple[str, ...]) -> str:
    return f"try_strptime({text}, [{', '.join(map(literal, formats))}])"


def moment(text: str, formats: tuple[str, ...], zone: str) -> str:
    """A moment (TIMESTAMPTZ); a text without an offset is in `zone`."""
    zoned = f"CASE WHEN {fits(text, _ISO_TIME + _OFFSET)} THEN try_cast({text} AS TIMESTAMPTZ) END"
    local = f"CASE WHEN {fits(text, _ISO_TIME + '|' + _ISO_DAY)} THEN try_cast({text} AS TIMESTAMP) END"
    without, offset = _parted(formats)
    if without:
        local = f"coalesce({_parsed(text, without)}, {local})"
    found = [zoned, *([_parsed(text, offset)] if offset else ()), f"({local}) AT TIME ZONE {literal(zone)}"]
    return f"coalesce({', '.join(found)})"


def slug(text: str) -> str:
    """An identifier made of a name: Latin letters and digits, anything else a hyphen."""
    return f"trim(regexp_replace(lower(strip_accents({text})), '[^a-z0-9]+', '-', 'g'), '-')"
