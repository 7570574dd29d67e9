"""A book whose instants lie just before and just after midnight where it is: one half hour, and each is another day.

`clock` is where the book is; `writes` says how its instants are written. Nobody has looked at the clocks of another
place, so the same wall times make the same answers in every zone, and in every offset that they are written with.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Mapping
from itertools import cycle
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import yaml

from tests.facts.build import observations
from tests.value import pressed
from trueup.book.write import write
from trueup.facts import FactStore
from trueup.facts.tables import MOMENT, PROGRESS, field_of
from trueup.scorecard.opened import open_book
from trueup.scorecard.value_settle import draw_up
from trueup.value.statement import Statement
from trueup.vocabulary import add_months

OFFSETS: dict[str, dt.tzinfo] = {
    "Z": dt.UTC,
    "+13:00": dt.timezone(dt.timedelta(hours=13)),
    "-10:00": dt.timezone(dt.timedelta(hours=-10)),
}
At = Callable[[str], str]


def instant(clock: str, wall: str) -> dt.datetime:
    """The instant at which the clocks of a place show a time."""
    return dt.datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(clock))


def writer(clock: str, offset: str) -> At:
    """Wall times of a place as texts in an offset."""
    return lambda wall: instant(clock, wall).astimezone(OFFSETS[offset]).isoformat()


def documents(clock: str, at: At) -> list[dict[str, Any]]:
    """Agreements, a case, a plan and what was said of evidence, each at a midnight that matters to it."""
    book = {**pressed.BOOK, "time_zone": clock}
    return [book, pressed.KPI, pressed.QUALITY, *_kpis(at), *_agreements(at), *_cases(at), *_plans(at), *_said(at)]


def _kpis(at: At) -> list[dict[str, Any]]:
    calls = {
        "kind": "kpi", "id": "calls", "name": "Calls answered", "unit": "count", "direction": "increase",
        "grain": "month", "aggregate": "sum", "formula": {"from": "calls", "time": "at", "value": "count(*)"},
    }  # fmt: skip
    return [calls, {**calls, "version": 2, "agreed_at": at("2026-01-31T23:30"), "name": "Calls that were answered"}]


def _agreements(at: At) -> list[dict[str, Any]]:
    objective = {
        "id": "more-calls", "kpi": "calls", "baseline": {"actual": 4}, "target": 8, "from": "effective",
        "due": "2026-06-30", "value": {"per_unit": 10, "per": "month", "until": "2027-01-01"},
        "attribution": {"method": "interrupted_series"},
    }  # fmt: skip
    desk = {
        "kind": "agreement", "id": "desk", "title": "Service desk", "customer": "mill", "providers": ["cog"],
        "effective": "2025-11-01", "objectives": [objective], "agreed_at": at("2025-11-01T00:10"),
    }  # fmt: skip
    weaker = [{**objective, "target": 6}]
    return [
        pressed.agreement(agreed_at=at("2026-01-01T00:15"), business_case="renewal-case"),
        pressed.agreement(agreed_at=at("2026-03-31T23:30"), business_case="renewal-case", version=2,
                          effective="2026-04-01", why="a slow spring"),
        desk,
        {**desk, "version": 2, "effective": "2026-03-01", "agreed_at": at("2026-02-28T23:45"), "objectives": weaker,
         "why": "fewer people"},
    ]  # fmt: skip


def _cases(at: At) -> list[dict[str, Any]]:
    case = {
        "kind": "business_case", "id": "renewal-case", "title": "Renewals", "agreement": "press", "party": "mill",
        "rate": "0.1", "start": "2026-01-01", "years": 2,
        "benefits": [{"id": "renewals", "objective": "renewals", "flows": [0, 3000, 4000]}],
        "costs": [{"id": "project", "flows": [1000, 100, 100]}],
    }  # fmt: skip
    more = [{"id": "renewals", "objective": "renewals", "flows": [0, 3500, 4500]}]
    return [
        {**case, "on": "2025-12-30", "agreed_at": at("2025-12-30T23:30")},
        {**case, "version": 2, "on": "2026-01-01", "agreed_at": at("2026-01-01T00:05"), "benefits": more,
         "why": "counted again"},
        {**case, "version": 3, "on": "2026-01-01", "agreed_at": at("2026-01-01T00:20"), "why": "too much after all"},
    ]  # fmt: skip


def _plans(at: At) -> list[dict[str, Any]]:
    def plan(version: int, agreed: str, build: str, move: str) -> dict[str, Any]:
        work = [
            {"id": "build", "name": "Build", "duration": "20d", "party": "gear", "committed": {"finish": build}},
            {"id": "move", "name": "Move", "duration": "20d", "party": "cog", "after": ["build"],
             "committed": {"finish": move}},
        ]  # fmt: skip
        return {
            "kind": "plan", "id": "move-in", "title": "Move in", "agreement": "press", "start": "2026-01-05",
            "version": version, "agreed_at": at(agreed), "activities": work,
        } | ({"why": "late parts"} if version > 1 else {})  # fmt: skip

    return [
        plan(1, "2025-12-31T23:30", "2026-02-06", "2026-03-06"),
        plan(2, "2026-02-06T23:30", "2026-02-13", "2026-03-06"),
        plan(3, "2026-03-07T00:30", "2026-02-13", "2026-03-13"),
    ]


def _said(at: At) -> list[dict[str, Any]]:
    q1, q2 = ({"kpi": "renewed", "period": period} for period in ("2026-01-01/2026-04-01", "2026-04-01/2026-07-01"))
    disputed = {
        "kind": "dispute", "id": "calls-in-may", "by": "cog", "at": at("2026-06-01T00:30"), "counter": 9,
        "evidence": {"kpi": "calls", "period": "2026-05-01/2026-06-01"}, "reason": "Some were left out.",
    }  # fmt: skip
    answer = {"by": "lens", "at": at("2026-06-20T23:30"), "finding": "upheld"}
    return [
        {**pressed.ATTESTED, "at": at("2026-04-01T00:30"), "evidence": [q1]},
        {**pressed.ATTESTED, "id": "q1-again", "at": at("2026-06-20T00:30"), "evidence": [q1]},
        {**pressed.ATTESTED, "id": "q2", "at": at("2026-07-01T00:20"), "evidence": [q2]},
        disputed,
        {**disputed, "version": 2, "agreed_at": at("2026-06-20T23:30"), "answer": answer},
    ]


def written(folder: Path, clock: str, offset: str) -> Path:
    """The book in a folder, with its facts."""
    folder.mkdir(parents=True)
    told = copy.deepcopy(documents(clock, writer(clock, offset)))
    (folder / "book.yaml").write_text(yaml.safe_dump_all(told, sort_keys=False), encoding="utf-8")
    with FactStore.open(folder) as store:
        store.append(facts(clock), key="facts", source="test")
    (folder / "q1.yaml").write_text(write(_statement(folder, offset)), encoding="utf-8")
    return folder


def _statement(folder: Path, offset: str) -> Statement:
    """The first quarter as it was settled on 30 April, a quarter of an hour before it was corrected."""
    with open_book(folder) as book, book.values("2026-05-01", known_at="2026-04-30T23:35") as values:
        found, _ = draw_up(values, "press", "2026-Q1")
    return found.model_copy(update={"known_at": found.known_at.astimezone(OFFSETS[offset])})


def facts(clock: str) -> dict[str, pa.Table]:
    """Actuals and progress that became known around midnight, and calls a half hour before and after it."""
    renewed = {"kpi": "renewed", "reported_by": "mill"}
    quarters = [
        {**renewed, "period_start": dt.date(2026, 1, 1), "period_end": dt.date(2026, 4, 1), "actual": 13.0,
         "recorded_at": instant(clock, "2026-04-01T00:10")},
        {**renewed, "period_start": dt.date(2026, 1, 1), "period_end": dt.date(2026, 4, 1), "actual": 15.0,
         "recorded_at": instant(clock, "2026-04-30T23:50")},
        {**renewed, "period_start": dt.date(2026, 4, 1), "period_end": dt.date(2026, 7, 1), "actual": 10.0,
         "recorded_at": instant(clock, "2026-06-30T23:50")},
    ]  # fmt: skip
    return {"observations": observations(*quarters), "progress": _progress(clock), "raw_calls": _calls(clock)}


def _progress(clock: str) -> pa.Table:
    rows = [
        {"plan": "move-in", "activity": name, "status_date": done, "actual_start": start, "actual_finish": done,
         "percent": 100.0, "reported_by": "mill", "recorded_at": instant(clock, f"{done}T23:40")}
        for name, start, done in (
            ("build", dt.date(2026, 1, 12), dt.date(2026, 2, 12)), ("move", dt.date(2026, 2, 13), dt.date(2026, 3, 12)),
        )
    ]  # fmt: skip
    shape = pa.schema([*(field_of(column).with_nullable(True) for column in PROGRESS.columns), ("recorded_at", MOMENT)])
    return pa.Table.from_pylist(rows, shape)


def _calls(clock: str) -> pa.Table:
    """Of each month from 2024 on some calls just before its end and some just after its beginning, known ten minutes
    later: half an hour of another place's clock, and they are the neighbour's."""
    rows: list[Mapping[str, Any]] = []
    for number in range(30):
        first = add_months(dt.date(2024, 1, 1), number)
        last = add_months(first, 1) - dt.timedelta(days=1)
        for day, time, count in ((first, "00:30", 3 + 2 * (number >= 22)), (last, "23:30", 1 + number % 3)):
            at = instant(clock, f"{day}T{time}")
            more = [{"at": at, "recorded_at": at + dt.timedelta(minutes=10)}] * count
            rows += [{**row, "source_ref": f"{day} {number}"} for number, row in enumerate(more)]
    kinds = pa.schema([("at", MOMENT), ("recorded_at", MOMENT), ("source_ref", pa.string())])
    return pa.Table.from_pylist(list(rows), kinds)


COUNTED = """
kind: kpi
id: counted
name: Calls that were counted
unit: count
direction: increase
grain: day
aggregate: sum
formula: {from: calls, time: at, value: count(*), slice: {segment: half}}
"""
ENTERED = """
kind: kpi
id: entered
name: Calls that were entered
unit: count
direction: increase
grain: day
aggregate: sum
entered: true
"""
SOURCES = """
kind: source
id: rows
read: {csv: calls.csv}
land: {table: calls, key: [half, at], types: {at: time}}
---
kind: source
id: actuals
read: {csv: calls.csv}
facts:
  observations:
    kpi: {value: entered}
    period: {date: at, grain: day}
    actual: {value: 1}
    segment: half
    reported_by: {value: mill}
"""


def nights(clock: str) -> list[tuple[dt.date, str, dt.datetime]]:
    """Half an hour after and before midnight, where a month begins and where clocks are changed: day, which, when."""
    begins = [add_months(dt.date(2025, 7, 1), number) for number in range(13)]
    changes = ["2025-09-28", "2025-10-26", "2025-11-02", "2026-03-08", "2026-03-29", "2026-04-05"]
    near = [dt.timedelta(days=n) for n in (-1, 0, 1)]
    days = {day + step for day in [*begins, *map(dt.date.fromisoformat, changes)] for step in near}
    halves = (("first", "00:30"), ("last", "23:30"))
    return [(day, half, instant(clock, f"{day}T{time}")) for day in sorted(days) for half, time in halves]


def counted(folder: Path, clock: str) -> Path:
    """The same calls as rows that a formula counts and as entered actuals, written in every offset in turn."""
    folder.mkdir(parents=True)
    book = yaml.safe_dump({**pressed.BOOK, "time_zone": clock}, sort_keys=False)
    (folder / "book.yaml").write_text("---\n".join((book, COUNTED, ENTERED, SOURCES)), encoding="utf-8")
    told = zip(nights(clock), cycle(OFFSETS.values()), strict=False)
    lines = [f"{half},{at.astimezone(offset).isoformat()}" for (_, half, at), offset in told]
    (folder / "calls.csv").write_text("\n".join(["half,at", *lines]) + "\n", encoding="utf-8")
    return folder
