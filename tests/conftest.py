"""Fixtures that every folder of tests may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytest_plugins = ["tests.engines", "pytester"]
ROOT = Path(__file__).resolve().parents[1]


def _folder(variable: str, default: str, what: str) -> Path:
    folder = Path(os.environ.get(variable, ROOT.parent / default))
    if not folder.is_dir():
        pytest.skip(f"{what} is absent: set {variable} to its folder")
    return folder


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real data written by nobody here (TRUEUP_DATA)."""
    return _folder("TRUEUP_DATA", "shared/data", "real data")


@pytest.fixture(scope="session")
def shared_reference() -> Path:
    """Published results to compare with (TRUEUP_REFERENCE)."""
    return _folder("TRUEUP_REFERENCE", "shared/reference", "the folder of reference results")
