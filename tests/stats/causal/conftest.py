"""Panels with published effects, and the generator that every estimator takes."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest


@dataclass(frozen=True)
class Published:
    """A panel (units, periods) by names, its treated row and first treated period."""

    values: np.ndarray
    names: list[str]
    treated: int
    t0: int

    @property
    def controls(self) -> list[str]:
        return [name for row, name in enumerate(self.names) if row != self.treated]


def read_panel(path: Path, columns: tuple[str, str, str], treated: str, start: int, leave_out: str = "") -> Published:
    unit, time, value = columns
    with path.open(newline="") as lines:
        rows = [(row[unit], int(float(row[time])), float(row[value])) for row in csv.DictReader(lines)]
    cells = {(name, year): each for name, year, each in rows if name != leave_out}
    names, years = sorted({name for name, _ in cells}), sorted({year for _, year in cells})
    values = np.array([[cells[name, year] for year in years] for name in names])
    return Published(values, names, names.index(treated), years.index(start))


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20261122)


@pytest.fixture
def prop99(shared_reference: Path) -> Published:
    """Cigarette sales a head in 39 states, 1970 to 2000; California taxed them from 1989."""
    columns = ("State", "Year", "PacksPerCapita")
    return read_panel(shared_reference / "prop99_panel.csv", columns, "California", 1989)
