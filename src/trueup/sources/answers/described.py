"""Rows below a header that say more of its columns: Qualtrics' question texts, and its JSON with ids and time zone."""

from __future__ import annotations

# ruff: noqa: S608 - names are quoted in mapping/sql.py; nothing of a user gets in as SQL
import json
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import available_timezones

from trueup.sources.answers.tools import Tool
from trueup.sources.headers import ROW
from trueup.sources.mapping.sql import name
from trueup.sources.mapping.stage import Stage, Staged
from trueup.vocabulary import SourceError

_ID = "ImportId"


@dataclass(frozen=True, slots=True)
class Described:
    """What a file says of its columns besides their headers; `zone` is the one of its moments."""

    texts: Mapping[str, str]
    zone: str | None = None


def described(stage: Stage, staged: Staged, tool: Tool) -> Described:
    """Read what stands below the header. Raises SourceError where a file lacks what its tool writes there."""
    if not tool.described:
        return Described({})
    columns = ", ".join(map(name, staged.headers.names))
    order = f"ORDER BY {name(ROW)} LIMIT {tool.described}"
    rows = stage.query(f"SELECT {columns} FROM {staged.relation} {order}").to_pylist()
    found = [_parsed(text) for text in rows[-1].values()] if len(rows) == tool.described else []
    if not any(_ID in each for each in found):
        raise SourceError(
            "the third row is not the one of ImportIds that Qualtrics writes",
            do="export it from Data & Analysis as CSV and do not open it between; for any other file: as: wide",
        )
    texts = {column: text for column, text in rows[0].items() if text}
    return Described(texts, _zone({str(each["timeZone"]) for each in found if each.get("timeZone")}))


def _parsed(text: str | None) -> dict[str, object]:
    try:
        found = json.loads(text or "null")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _zone(stated: set[str]) -> str | None:
    zones = {"UTC" if zone == "Z" else zone for zone in stated}
    if not zones:
        return None
    zone = min(zones)
    if len(zones) > 1 or zone not in available_timezones():
        raise SourceError(
            f"its moments are in the time zones {', '.join(sorted(zones))}: not one that is known",
            do="say it: answered_at: {time: EndDate, zone: Europe/Berlin}",
        )
    return zone
