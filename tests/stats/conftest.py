"""Series that many statistics tests read, with where they come from."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

Column = Callable[..., np.ndarray]


def _column(path: Path, name: str) -> np.ndarray:
    with path.open(newline="") as lines:
        return np.array([float(row[name]) for row in csv.DictReader(lines)])


@pytest.fixture
def reference(shared_reference: Path) -> Column:
    """A column of a reference table, as floats."""
    return lambda file, name: _column(shared_reference / file, name)


@pytest.fixture
def nile(shared_data: Path) -> np.ndarray:
    """Annual flow of the Nile at Aswan, 1871 to 1970 (Cobb 1978; Durbin and Koopman 2012)."""
    return _column(shared_data / "spc" / "Nile.csv", "value")


@pytest.fixture
def piston_rings(shared_data: Path) -> np.ndarray:
    """Montgomery's piston rings, 40 samples of 5."""
    return _column(shared_data / "spc" / "qcc_pistonrings.csv", "diameter").reshape(-1, 5)
