"""PSPLIB j30: the critical path of every instance is its published MPM-Time."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from trueup.delivery.schedule import schedule
from trueup.sources.plans import read_plan


@pytest.fixture(scope="module")
def instances(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("j30")
    with zipfile.ZipFile(shared_data / "sched_psplib" / "j30.sm.zip") as archive:
        archive.extractall(folder)
    return sorted(folder.rglob("*.sm"))


def _mpm_time(path: Path) -> int:
    """The last number of the row under `MPM-Time`."""
    found = re.search(r"MPM-Time\s*\n\s*\d+\s+\d+\s+\d+\s+\d+\s+\d+\s+(\d+)", path.read_text())
    assert found, path.name
    return int(found[1])


def test_the_critical_path_of_all_480_is_mpm_time(instances: list[Path]) -> None:
    assert len(instances) == 480
    wrong = [path.name for path in instances if schedule(read_plan(path).plan).finish != _mpm_time(path)]
    assert wrong == []


def test_it_is_no_longer_than_the_optimum_under_resources(instances: list[Path], shared_data: Path) -> None:
    rows = re.findall(r"^\s*(\d+)\s+(\d+)\s+(\d+)\s", (shared_data / "sched_psplib" / "j30opt.sm").read_text(), re.M)
    optimum = {f"j30{group}_{number}.sm": int(makespan) for group, number, makespan in rows}
    assert len(optimum) == 480
    assert all(_mpm_time(path) <= optimum[path.name] for path in instances)
