"""A book with a job map, a panel of three waves that is planted, and an agreement that promises one of its outcomes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pyarrow as pa

from trueup.facts.tables import RESPONSES, field_of

PAGE = "/jobs/harbour/recover"
BOOK = """
kind: book
id: harbour
name: Harbour
currency: EUR
parties:
  - {id: harbour, name: Harbour Insurance, role: customer}
  - {id: sint, name: Sint Systems, role: provider}
  - {id: acme, name: Acme Software, role: provider}
  - {id: lens, name: Lens Audit, role: observer}
---
kind: kpi
id: days
name: Days until a loss is reported
unit: day
direction: decrease
grain: quarter
entered: true
---
kind: kpi
id: satisfied-soon
name: Customers who are satisfied with how soon it is clear
unit: "%"
direction: increase
grain: quarter
owner: harbour
panel: {survey: voice, outcome: o0, group: channel=app}
---
kind: agreement
id: portal
title: Claims portal
customer: harbour
providers: [sint]
observer: lens
effective: 2025-01-01
go_live: {planned: 2025-01-01}
objectives:
  - id: soon
    kpi: satisfied-soon
    baseline: {actual: 30, period: 2024-10-01/2025-01-01}
    target: 60
    due: 2026-12-31
    owner: harbour
    evidence: verified
"""
STATEMENTS = ("find out what is covered", "report a loss", "be paid", "hear of a delay", "correct an error", "close it")
WAVES = (dt.date(2025, 2, 1), dt.date(2025, 8, 1), dt.date(2026, 2, 1))
PEOPLE = 60
FEW = 4
"""People of the region "isle": fewer than may be shown."""


def documents() -> str:
    """The job map and its survey; a wave is still to come."""
    rows = [f"{{id: o{i}, statement: Minimise the time it takes to {text}" for i, text in enumerate(STATEMENTS)]
    rows[1] += ", kpi: days"
    rows[2] += ", translations: {de: Weniger Zeit bis zum Geld}"
    steps = "".join(
        f"  - id: {key}\n    name: {name}\n    outcomes:\n" + "".join(f"      - {row}}}\n" for row in part)
        for key, name, part in (("prepare", "Get ready", rows[:2]), ("execute", "Get it settled", rows[2:]))
    )
    days = [(f"w{i + 1}", day) for i, day in enumerate(WAVES)]
    days += [("next", dt.date(2027, 2, 1)), ("far", dt.date(2999, 2, 1))]  # one that nobody will see open
    waves = "".join(f"  - {{id: {wave}, opens: {day}, closes: {day + dt.timedelta(days=14)}}}\n" for wave, day in days)
    return (
        "kind: job_map\nid: recover\njob: Recover from a loss\nexecutor: policyholder\nsteps:\n"
        f"{steps}emotional:\n  - {{job: Feel that somebody cares}}\n---\n"
        "kind: survey\nid: voice\ntitle: How are you doing?\njob_map: recover\nparty: harbour\nanonymous: true\n"
        f"minimum_group: 10\nframe: {{size: 1000, keys: [channel, region]}}\nwaves:\n{waves}"
    )


def answers(people: int = PEOPLE, waves: int = len(WAVES)) -> pa.Table:
    """Everything is important to .9; satisfaction with o0 rises from .1 to .9, with the others it stays at .6."""
    rng, rows = np.random.default_rng(4), []
    for i, day in enumerate(WAVES[:waves]):
        for person in range(people):
            for j in range(len(STATEMENTS)):
                share = (0.1, 0.5, 0.9)[i] if j == 0 else 0.6
                rows.append(_row(rng, f"w{i + 1}", day, i, person, j, share))
    return pa.Table.from_pylist(rows, pa.schema([field_of(column) for column in RESPONSES.columns]))


def _row(rng: np.random.Generator, wave: str, day: dt.date, i: int, person: int, j: int, share: float) -> dict:
    channel, region = "app" if person % 2 else "paper", "isle" if person < FEW else "main"
    return {
        "survey": "voice",
        "wave": wave,
        "respondent": f"p{person}" if person < PEOPLE // 2 else f"w{i}p{person}",
        "customer": f"c{person % 3}",
        "segment_keys": f'{{"channel":"{channel}","region":"{region}"}}',
        "outcome": f"o{j}",
        "importance": 5 if rng.random() < 0.9 else 2,
        "satisfaction": 5 if rng.random() < share else 1,
        "answered_at": dt.datetime.combine(day, dt.time(12), dt.UTC),
    }


def write(folder: Path) -> Path:
    """The book as a folder, without its answers."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "book.yaml").write_text(BOOK, encoding="utf-8")
    (folder / "voice.yaml").write_text(documents(), encoding="utf-8")
    return folder
