"""A panel's word on KPIs, landed as observations when a wave is over: whole or not at all."""

from __future__ import annotations

import pyarrow as pa

from trueup.book.book import Book
from trueup.facts import FactStore, Receipt
from trueup.facts.digest import digest_of
from trueup.facts.tables import OBSERVATIONS, field_of
from trueup.jobs.reporting import Reported, bound_to, must_be_over, period_of, said_of
from trueup.jobs.results import Scores
from trueup.kpis.documents import Kpi
from trueup.scorecard.panels import Panels
from trueup.vocabulary import InputError

_SCHEMA = pa.schema([field_of(column) for column in OBSERVATIONS.columns])


def reported(panels: Panels, survey: str | None = None, wave: str | None = None) -> tuple[Reported, ...]:
    """What a wave that is over says of each KPI that is bound to the survey. Without a wave, the last with answers.

    InputError where the wave is still open, nobody is named who asks, or no KPI is bound to the survey.
    """
    named = panels.survey(survey)
    at = panels.wave(named, wave)
    asked = panels.survey(named.id, at)
    over = must_be_over(asked, at, panels.moment.as_of)
    bound = bound_to(_latest(panels.book), asked.id)
    if not bound:
        raise InputError(
            f"no KPI takes its actuals from the survey {asked.id!r}",
            do="give a KPI the key panel: {survey: ..., outcome: ...}",
        )
    year = panels.book.definition.fiscal_year_start
    party = asked.party or ""
    return tuple(
        said_of(kpi, period_of(over, kpi, year), _scores(panels, asked.id, at, kpi), party)
        for kpi in _latest(panels.book)
        if kpi.id in bound
    )


def _latest(book: Book) -> tuple[Kpi, ...]:
    return tuple(versions.latest for versions in book.kpis.values())


def _scores(panels: Panels, survey: str, wave: str, kpi: Kpi) -> Scores:
    assert kpi.panel is not None
    key, _, value = (kpi.panel.group or "").partition("=")
    return panels.scores(survey, wave, where={key: value} if key else None)[0]


def land_reported(store: FactStore, rows: tuple[Reported, ...], survey: str) -> Receipt:
    """Store what a panel says. Said again without a change, nothing happens; said anew, the later figure counts."""
    tables = {OBSERVATIONS.name: pa.Table.from_pylist([row.row() for row in rows], _SCHEMA)}
    return store.append(tables, key=f"panel:{survey}:{digest_of(tables)[:40]}", source=f"panel:{survey}")
