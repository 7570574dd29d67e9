"""The NHS file, end to end: loaded by mapping, counted, charted, forecast, and held against what came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.real import nhs
from trueup.kpis.ladder import foresee
from trueup.kpis.monitoring import control_chart
from trueup.scorecard.opened import OpenBook


@pytest.fixture(scope="module")
def book(shared_data: Path) -> Iterator[OpenBook]:
    if not (shared_data / "supplier_sla_nhs").is_dir():
        pytest.skip("the NHS file is absent")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRUEUP_DATA", str(shared_data))
        with nhs.opened() as found:
            yield found


@pytest.fixture(scope="module")
def figures(book: OpenBook) -> nhs.Figures:
    return nhs.figures(book)


@pytest.mark.parametrize("kpi", ["four_hours", "four_hour_share"])
def test_provider_months_that_meet_the_standard(book: OpenBook, kpi: str) -> None:
    """As one formula, and as a ratio of two sums."""
    rows = book.kpis(["provider", "month"], kpis=[kpi], as_of=nhs.AFTER).to_pylist()
    known = [row for row in rows if row["actual"] is not None]
    assert len(known) == 8298
    assert sum(row["actual"] >= 0.95 for row in known) == sum(row["attainment"] >= 1 for row in known) == 3883


@pytest.mark.parametrize("kpi", ["four_hours", "four_hour_share"])
def test_pooled(book: OpenBook, kpi: str) -> None:
    [row] = book.kpis(["kpi"], kpis=[kpi], as_of=nhs.AFTER).to_pylist()
    assert round(row["actual"], 3) == 0.885
    assert row["n"] == 72_019_402


def test_a_rate_is_not_the_mean_of_rates(book: OpenBook) -> None:
    rows = book.kpis(["segment"], kpis=["four_hours"], as_of=nhs.AFTER).to_pylist()
    weighted = sum(row["actual"] * row["n"] for row in rows) / sum(row["n"] for row in rows)
    assert weighted == pytest.approx(0.8848194, abs=1e-7)
    assert abs(np.mean([row["actual"] for row in rows]) - weighted) > 0.05


def test_fiscal_years_begin_in_april(book: OpenBook) -> None:
    rows = book.kpis(["year"], kpis=["four_hours"], as_of=nhs.AFTER).to_pylist()
    assert [row["year"] for row in rows] == [dt.date(year, 4, 1) for year in (2016, 2017, 2018)]


def test_every_provider_has_its_chart_and_its_chance(figures: nhs.Figures) -> None:
    series = figures.series
    charts = [control_chart(each, floor=0.0, ceiling=1.0, whole=1.0) for each in series]
    assert sum(chart.limits is not None for chart in charts) == 211
    assert all(chart.note for chart in charts)
    for chart in charts:
        if chart.limits is not None:
            assert (chart.lower >= 0).all()
            assert (chart.upper <= 1).all()
    answers = nhs.next_month(series)
    chances = [answer.p for answer in answers if answer is not None and answer.p is not None]
    assert len(chances) > 150
    assert all(0 <= p <= 1 for p in chances)
    assert all(answer is None or answer.p is not None or answer.words for answer in answers)


def test_forecasts_are_as_right_as_the_page_says(figures: nhs.Figures) -> None:
    """The figures in the docs are those of the code; where they are not good, the page says so."""
    assert nhs.PAGE.read_text() == nhs.page(figures), "write the page anew: python -m tests.real.nhs"


def test_forecasts_are_honest_and_useful(figures: nhs.Figures) -> None:
    held, steps, said = figures.autumn, figures.steps, figures.said
    print(held)
    assert held.n > 1000
    assert 0.78 <= held.inside_80 <= 0.90
    assert 0.92 <= held.inside_95 <= 0.98
    assert held.brier < held.same < held.base
    print([f"{each.step}: {each.hits / each.trials:.3f}" for each in steps[0.95]], said.brier)
    assert all(0.88 <= each.hits / each.trials <= 0.98 for each in steps[0.95])
    assert said.brier < said.uncertainty / 2


def test_the_pooled_record_of_the_ladder_is_the_published_coverage(figures: nhs.Figures) -> None:
    """Every back-test belongs to one rung: their records add up to the table of the page, forecast by forecast."""
    ended = [each for each in figures.series if each.end[-1].item() == nhs.AFTER]
    found = foresee([nhs.ask(each, dt.date(2020, 3, 31)) for each in ended]).ladder.places
    print(found.ratio, [(each.name, each.place, each.forecasts, each.held_80, each.held_95) for each in found.rungs])
    assert found.forecasts == sum(each.trials for each in figures.steps[0.80])
    for level in (0.80, 0.95):
        records = [each.held_80 if level == 0.80 else each.held_95 for each in found.rungs]
        hits = sum(round(each.value * each.n) for each in records if each is not None)
        assert hits == sum(each.hits for each in figures.steps[level])
    assert found.lost == frozenset(), "off by less than the bounds: see the page"
