"""Indices of earned value against published figures, and where they are undefined."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from trueup.delivery.indices import Figures, Indices, indices
from trueup.vocabulary import InputError


def of(bac: object, pv: object, ev: object, ac: object) -> Indices:
    known = [Fraction(str(value)) for value in (bac, pv, ev)]
    return indices(Figures(*known, None if ac is None else Fraction(str(ac))))


def test_the_reference_figures(shared_reference: Path) -> None:
    with (shared_reference / "evm.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2
    for row in rows:
        found = of(row["BAC"], row["PV"], row["EV"], row["AC"])
        same = {
            "CV": found.cv, "SV": found.sv, "CPI": found.cpi, "SPI": found.spi, "EAC_typical": found.eac,
            "EAC_atypical": found.eac_remaining_as_planned, "EAC_cpi_spi": found.eac_cpi_spi,
            "TCPI_EAC": found.tcpi_eac,
        }  # fmt: skip
        for name, value in same.items():
            assert value is not None
            assert float(value) == pytest.approx(float(row[name]), rel=1e-6, abs=6e-3), name
        # Below 0 the published ratio is no index: what is left cannot be done for less than nothing.
        if float(row["TCPI_BAC"]) > 0:
            assert found.tcpi is not None
            assert float(found.tcpi) == pytest.approx(float(row["TCPI_BAC"]), abs=1e-6)
        else:
            assert found.tcpi is None
            assert any("unattainable" in note for note in found.notes)


def test_no_cost_yet() -> None:
    found = of(100, 20, 10, 0)
    assert (found.cpi, found.eac, found.vac, found.eac_cpi_spi, found.tcpi_eac) == (None,) * 5
    assert found.eac_remaining_as_planned == 90
    assert found.tcpi == Fraction(9, 10)
    assert found.notes == ("CPI is undefined: actual cost is 0",)


def test_cost_unknown() -> None:
    found = of(100, 20, 10, None)
    assert (found.cv, found.cpi, found.eac, found.eac_remaining_as_planned, found.tcpi) == (None,) * 5
    assert (found.sv, found.spi) == (-10, Fraction(1, 2))


def test_nothing_earned_yet() -> None:
    found = of(100, 0, 0, 5)
    assert (found.cpi, found.spi, found.eac) == (0, None, None)
    assert len(found.notes) == 2


def test_everything_earned() -> None:
    found = of(100, 100, 100, 110)
    assert (found.eac, found.vac, found.tcpi, found.tcpi_eac, found.eac_cpi_spi) == (110, -10, None, None, 110)
    assert found.notes == ()


@pytest.mark.parametrize(
    ("figures", "message"),
    [((100, 20, 101, 0), "EV: 101 is more"), ((100, 101, 0, 0), "PV: 101 is more"), ((100, 0, 0, -1), "AC: -1 is neg")],
)
def test_figures_that_cannot_be(figures: tuple[int, int, int, int], message: str) -> None:
    with pytest.raises(InputError, match=message):
        of(*figures)


AMOUNT = st.integers(1, 10**9)


@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT)
def test_what_is_left_at_the_pace_so_far_costs_the_estimate(bac: int, pv: int, ev: int, ac: int) -> None:
    assume(pv <= bac and ev <= bac)
    found = of(bac, pv, ev, ac)
    assert found.eac is not None
    assert found.cpi is not None
    assert found.eac == ac + (bac - ev) / found.cpi
    if found.tcpi_eac is not None:
        assert found.tcpi_eac == found.cpi
