"""Fields of a Jira export. A field with several values has several columns of one name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FIELDS: Mapping[str, tuple[str, ...]] = {
    "key": ("issue key", "key"),
    "id": ("issue id",),
    "type": ("issue type", "type"),
    "summary": ("summary",),
    "status": ("status",),
    "category": ("status category",),
    "estimate": ("original estimate",),
    "remaining": ("remaining estimate",),
    "spent": ("time spent",),
    "points": ("story points", "story point estimate"),
    "blocked_by": ("inward issue link blocks", "inward issue link blocker", "is blocked by"),
    "blocks": ("outward issue link blocks", "outward issue link blocker", "blocks"),
    "epic": ("epic link",),
    "parent": ("parent key", "parent", "parent id"),
    "start": ("start date", "target start", "actual start"),
    "due": ("due date", "target end"),
    "resolved": ("resolved", "resolution date"),
    "created": ("created",),
    "updated": ("updated",),
}
DATED = ("start", "due", "resolved", "created", "updated")


def folded(header: str) -> str:
    """`Custom field (Story Points)` as story points, `Inward issue link (Blocks)` as inward issue link blocks."""
    words = re.sub(r"[^\w]+", " ", header.casefold()).strip()
    return words.removeprefix("custom field ")


@dataclass(frozen=True, slots=True)
class Fields:
    """Where the fields stand in a row."""

    headers: Sequence[str]
    at: Mapping[str, Sequence[int]]

    @classmethod
    def of(cls, headers: Sequence[str]) -> Fields:
        """From the header row; a number at the end of a repeated name (`Component/s.2`) does not count."""
        places: dict[str, list[int]] = defaultdict(list)
        for at, header in enumerate(headers):
            places[folded(re.sub(r"\.\d+$", "", header))].append(at)
        return cls(headers, {name: _first(aliases, places) for name, aliases in FIELDS.items()})

    def all(self, row: Sequence[str], name: str) -> list[str]:
        """Every value of a field in a row, empty ones left out."""
        return [row[at].strip() for at in self.at[name] if at < len(row) and row[at].strip()]

    def one(self, row: Sequence[str], name: str) -> str:
        """The first value of a field; empty text where there is none."""
        return next(iter(self.all(row, name)), "")

    def texts(self, row: Sequence[str]) -> dict[str, str]:
        """Every field of a row by its header; several values are joined by a semicolon."""
        found: dict[str, list[str]] = defaultdict(list)
        for header, cell in zip(self.headers, row, strict=False):
            if cell.strip():
                found[re.sub(r"\.\d+$", "", header)].append(cell.strip())
        texts = {name: "; ".join(values) for name, values in found.items()}
        for header in ("Component/s", "Components"):
            if header in texts:
                texts["component"] = texts[header]
        return texts


def _first(aliases: Sequence[str], places: Mapping[str, list[int]]) -> Sequence[int]:
    return next((places[alias] for alias in aliases if alias in places), ())
