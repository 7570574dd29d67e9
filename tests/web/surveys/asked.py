"""A small book with a job map and surveys, written for a day: one wave is over, one open, one to come."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

BOOK = """\
kind: book
id: harbour
name: Harbour Insurance
currency: EUR
time_zone: Europe/Berlin
parties:
  - {id: harbour, name: Harbour Insurance, role: customer}
  - {id: acme, name: Acme Software, role: provider}
  - {id: assay, name: Assay Partners, role: observer}
"""
STEPS = ("define", "locate", "prepare", "confirm", "execute", "monitor", "modify", "conclude")


def today() -> dt.date:
    """The day it is where the book is, which at eleven at night in UTC is another day."""
    return dt.datetime.now(ZoneInfo("Europe/Berlin")).date()


def job_map(outcomes: int) -> str:
    """A job with so many outcomes, over all its steps, in English and German."""
    lines = ["kind: job_map", "id: recover", "job: Recover from an insured loss", "executor: policyholder", "steps:"]
    each = -(-outcomes // len(STEPS))
    made = 0
    for step in STEPS:
        lines += [f"  - id: {step}", f"    name: {step.capitalize()} what is needed", "    outcomes:"]
        for _ in range(min(each, outcomes - made)):
            made += 1
            lines.append(
                f"      - {{id: o{made}, statement: Minimise the time it takes to settle matter {made} of the loss, "
                f"translations: {{de: 'Die Zeit verringern, bis Sache {made} des Schadens geregelt ist'}}}}"
            )
        if made == outcomes:
            break
    return "\n".join(lines) + "\n"


def survey(today: dt.date, **other: str) -> str:
    """The survey `panel`; a value of `other` stands in place of a line."""
    said = {
        "title": "How are you doing?",
        "anonymous": "true",
        "minimum_group": "3",
        "rest_days": "30",
        "remind_after": "[5, 10]",
        "languages": "[en, de]",
        "forms": "{}",
        "party": "harbour",
        "frame": "{size: 40, keys: [region]}",
    } | other
    lines = ["kind: survey", "id: panel", "job_map: recover", *(f"{name}: {value}" for name, value in said.items())]
    lines += [
        "waves:",
        *(f"  - {{id: {name}, opens: {opens}, closes: {closes}}}" for name, opens, closes in waves(today)),
    ]
    return "\n".join(lines) + "\n"


def waves(today: dt.date) -> list[tuple[str, dt.date, dt.date]]:
    """Past, now, next."""
    days = dt.timedelta
    return [
        ("past", today - days(60), today - days(30)),
        ("now", today - days(7), today + days(21)),
        ("next", today + days(30), today + days(60)),
    ]


def write(folder: Path, today: dt.date, outcomes: int = 12, **other: str) -> Path:
    """The book as a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "book.yaml").write_text(BOOK, encoding="utf-8")
    (folder / "recover.yaml").write_text(job_map(outcomes), encoding="utf-8")
    (folder / "panel.yaml").write_text(survey(today, **other), encoding="utf-8")
    return folder
