"""Shifts, roadmap and what a panel reports, through the whole book: documents, facts, moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

import trueup
from trueup.facts.tables import RESPONSES, field_of
from trueup.jobs.results import Measured
from trueup.scorecard.opened import OpenBook
from trueup.scorecard.panel_reports import land_reported, reported
from trueup.scorecard.panel_roadmap import make_roadmap
from trueup.scorecard.panel_shifts import shifts
from trueup.vocabulary import Grade, InputError, UnknownName

BOOK = """
kind: book
id: harbour
name: Harbour
currency: EUR
parties:
  - {id: harbour, name: Harbour Insurance, role: customer}
  - {id: sint, name: Sint Systems, role: provider}
  - {id: lens, name: Lens Audit, role: observer}
---
kind: kpi
id: days
name: Days until it is clear what is covered
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
panel: {survey: voice, outcome: o0}
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


def documents() -> str:
    rows = "".join(
        f"      - {{id: o{i}, statement: Minimise the time it takes to {text}{', kpi: days' if i == 1 else ''}}}\n"
        for i, text in enumerate(STATEMENTS)
    )
    waves = "".join(
        f"  - {{id: w{i + 1}, opens: {day}, closes: {day + dt.timedelta(days=14)}}}\n" for i, day in enumerate(WAVES)
    )
    return (
        "kind: job_map\nid: recover\njob: Recover from a loss\nexecutor: policyholder\nsteps:\n"
        f"  - id: execute\n    name: Get it settled\n    outcomes:\n{rows}---\n"
        "kind: survey\nid: voice\njob_map: recover\nparty: harbour\nanonymous: false\n"
        f"frame: {{size: 1000, keys: [channel]}}\nwaves:\n{waves}"
    )


def answers() -> pa.Table:
    """Everything is important to .9; satisfaction with o0 rises from .1 to .9, with the others it stays at .6."""
    rng, rows = np.random.default_rng(4), []
    for i, day in enumerate(WAVES):
        for person in range(PEOPLE):
            for j in range(len(STATEMENTS)):
                share = (0.1, 0.5, 0.9)[i] if j == 0 else 0.6
                rows.append(
                    {
                        "survey": "voice",
                        "wave": f"w{i + 1}",
                        "respondent": f"p{person}" if person < PEOPLE // 2 else f"w{i}p{person}",
                        "customer": f"c{person % 3}",
                        "segment_keys": f'{{"channel":"{"app" if person % 2 else "paper"}"}}',
                        "outcome": f"o{j}",
                        "importance": 5 if rng.random() < 0.9 else 2,
                        "satisfaction": 5 if rng.random() < share else 1,
                        "answered_at": dt.datetime.combine(day, dt.time(12), dt.UTC),
                    }
                )
    return pa.Table.from_pylist(rows, pa.schema([field_of(column) for column in RESPONSES.columns]))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenBook]:
    folder: Path = tmp_path_factory.mktemp("harbour")
    (folder / "book.yaml").write_text(BOOK, encoding="utf-8")
    (folder / "voice.yaml").write_text(documents(), encoding="utf-8")
    with trueup.open(folder) as book:
        book.store.append({"responses": answers()}, key="panel", source="test")
        yield book


def test_the_last_two_waves_are_compared(opened: OpenBook) -> None:
    with opened.panels("2026-06-01") as panels:
        found = shifts(panels)
    assert (found.before, found.after) == ("w2", "w3")
    (first,) = (shift for shift in found.shifts if shift.outcome == "o0")
    assert first.satisfaction is not None
    assert first.satisfaction.low > 0
    assert {each.customer for each in found.customers} == {"c0", "c1", "c2"}
    assert found.outlook[0].opportunity is not None


def test_as_of_an_earlier_day_the_later_wave_is_not_there(opened: OpenBook) -> None:
    with opened.panels("2025-12-01") as panels:
        assert (shifts(panels).before, shifts(panels).after) == ("w1", "w2")
    with opened.panels("2025-03-01") as panels, pytest.raises(InputError, match="answers in 1 wave,"):
        shifts(panels)


@pytest.mark.parametrize(
    ("before", "after", "error"),
    [("w3", "w1", InputError), ("w9", "w3", UnknownName), ("w2", "w2", InputError)],
)
def test_waves_that_cannot_be_compared(opened: OpenBook, before: str, after: str, error: type[Exception]) -> None:
    with opened.panels("2026-06-01") as panels, pytest.raises(error):
        shifts(panels, after=after, before=before)


def test_groups_have_shifts_of_their_own(opened: OpenBook) -> None:
    with opened.panels("2026-06-01") as panels:
        found = shifts(panels, before="w1", by="channel")
    groups = {shift.group for shift in found.shifts if shift.outcome == "o0" and shift.notable}
    assert groups == {None, "channel=paper"}
    assert {shift.group for shift in found.shifts} == {None, "channel=app", "channel=paper"}


def test_the_roadmap_knows_what_is_promised_and_measured(opened: OpenBook) -> None:
    with opened.panels("2025-03-01") as panels:
        found = make_roadmap(panels)
    first = found.leads[0]
    assert (first.outcome, first.objectives, first.kpis) == ("o0", ("portal/soon",), ("satisfied-soon",))
    assert (first.people, first.heading) == (1000, "unknown")
    assert "an agreement promises it" in first.words
    assert found.steps[0].unmet >= 1
    assert [each.verdict for each in found.moved] == ["cannot tell"]


def test_a_need_that_is_met_leaves_the_roadmap_and_the_strategy_is_told(opened: OpenBook) -> None:
    saving = Measured(value=0.3, low=0.25, high=0.35, n=0, method="as stated")
    with opened.panels("2026-06-01") as panels:
        found = make_roadmap(panels, by="channel", against=("channel", "paper"), cheaper=saving)
    assert "o0" not in {lead.outcome for lead in found.leads if lead.group is None}
    assert found.strategies[0].better is not None
    assert found.strategies[0].allowed
    assert found.strategies[1].insufficient


def test_what_the_panel_says_becomes_the_actual_that_the_agreement_is_judged_by(opened: OpenBook) -> None:
    for wave, day in (("w1", "2025-03-01"), ("w2", "2025-09-01"), ("w3", "2026-03-01")):
        with opened.panels(day) as panels:
            rows = reported(panels, "voice", wave)
        assert land_reported(opened.store, rows, "voice").already is False
        assert land_reported(opened.store, rows, "voice").already is True
    (objective,) = opened.assess("2026-06-01").agreements[0].objectives
    starts = [each.period.start for each in objective.points]
    assert starts == [dt.date(2025, 1, 1), dt.date(2025, 7, 1), dt.date(2026, 1, 1)]
    assert objective.points[-1].actual == pytest.approx(90, abs=12)
    assert objective.points[-1].grade is Grade.verified
    assert objective.points[-1].reported_by == "harbour"


def test_a_wave_that_is_open_is_not_reported(opened: OpenBook) -> None:
    with opened.panels("2026-02-10") as panels, pytest.raises(InputError, match="is open until"):
        reported(panels, "voice", "w3")
