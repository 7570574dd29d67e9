"""Fixtures that every folder of tests may use."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["tests.engines", "tests.servers", "pytester"]
ROOT = Path(__file__).resolve().parents[1]

# No example has a time limit: machines differ. In CI the same examples are tried each time, so that a failure is a
# change of the code; at a desk new ones are, so that more is found.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "desk")


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


@pytest.fixture(scope="session")
def northwind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of examples/northwind with its facts loaded: to read, not to write."""
    from trueup.cli import run

    folder = tmp_path_factory.mktemp("northwind") / "northwind"
    shutil.copytree(ROOT / "examples" / "northwind", folder, ignore=shutil.ignore_patterns(".trueup"))
    assert run(["load", str(folder)]) == 0
    return folder
