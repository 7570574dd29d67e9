"""Fixtures that every folder of tests may use."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

pytest_plugins = ["tests.engines", "tests.servers", "pytester"]
ROOT = Path(__file__).resolve().parents[1]

# No example has a time limit: machines differ. In CI the same examples are tried each time, so that a failure is a
# change of the code; at a desk new ones are, so that more is found.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "desk")


def pytest_collection_finish() -> None:
    """What is there once all tests are known stays to the end: looking through it for garbage finds none."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """What leaves at the end of the process may go as it came."""
    gc.unfreeze()


@pytest.fixture(scope="session", autouse=True)
def no_power_cut() -> Iterator[None]:
    """A test can kill a process, not the machine: what was written is safe with the kernel, and the disk not awaited.

    That the program asks for it, and what it does where the disk fails, is tested by those who look at `os.fsync`.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", _written)
        yield


def _written(number: int) -> None:
    """What fsync says of a file that is open, and that it is none."""
    os.fstat(number)


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
def scoringrules() -> ModuleType:
    """Imported where it is used: it compiles for seconds, in every process that only collects tests too."""
    import scoringrules

    return scoringrules


@pytest.fixture(scope="session")
def northwind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of examples/northwind with its facts loaded: to read, not to write."""
    from trueup.cli import run

    folder = tmp_path_factory.mktemp("northwind") / "northwind"
    shutil.copytree(ROOT / "examples" / "northwind", folder, ignore=shutil.ignore_patterns(".trueup"))
    assert run(["load", str(folder)]) == 0
    return folder
