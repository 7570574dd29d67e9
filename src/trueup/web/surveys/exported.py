"""The answers of a wave for the party that asks: tidy, one row a rated outcome, and never of a group too small.

Of an anonymous survey nothing leaves below the smallest group; a person's customer and keys leave only where at least
so many people share all of them, and no rest smaller than that is left to be worked out.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from trueup.jobs.hiding import shown
from trueup.jobs.survey import Survey
from trueup.vocabulary import Insufficient
from trueup.web.documents.books import store_of
from trueup.web.site.export import Table

COLUMNS = (
    "survey", "wave", "respondent", "customer", "segment_keys", "outcome", "importance", "satisfaction", "weight",
    "answered_at",
)  # fmt: skip


def answers(book: str, survey: Survey, wave: str) -> Table | Insufficient:
    """Every answer that has landed; Insufficient where an anonymous wave has too few people to show any."""
    rows = _rows(book, survey.id, wave)
    people = {row["respondent"]: (row["customer"], row["segment_keys"]) for row in rows}
    if survey.anonymous:
        minimum = int(survey.minimum_group)
        if len(people) < minimum:
            return Insufficient("answers that may be shown", have=len(people), need=minimum)
        allowed = shown(Counter(people.values()), minimum)
        rows = [row if people[row["respondent"]] in allowed else row | _NOBODY for row in rows]
    return Table(COLUMNS, [tuple(row[name] for name in COLUMNS) for row in rows])


_NOBODY = {"customer": None, "segment_keys": None}


def _rows(book: str, survey: str, wave: str) -> list[dict[str, Any]]:
    with store_of(book).snapshot() as snapshot:
        if not snapshot.has("responses"):
            return []
        latest = snapshot.latest("responses", only={"survey": [survey], "wave": [wave]})
        found = snapshot.collect(latest.select(*COLUMNS)).to_pylist()
    for row in found:
        row["segment_keys"] = _plain(row["segment_keys"])
    return sorted(found, key=lambda row: (row["respondent"], row["outcome"]))


def _plain(keys: Any) -> str | None:
    return keys if keys is None or isinstance(keys, str) else json.dumps(keys, sort_keys=True)
