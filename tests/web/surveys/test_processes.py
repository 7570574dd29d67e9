"""Answers in two processes at once, and in a server that is killed."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import forks
from tests.web.migrated import around

pytestmark = pytest.mark.faults


def run(home: Path, *what: str) -> subprocess.CompletedProcess[str]:
    environment = {**around(), "TRUEUP_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tests.web.settings"}
    return forks.run("tests.web.surveys.server", *what, env=environment)


def test_a_server_killed_in_the_middle_loses_nothing_and_doubles_nothing(migrated_home: Path, tmp_path: Path) -> None:
    home = shutil.copytree(migrated_home, tmp_path / "home")
    in_a_page = run(home, "make and be killed")
    assert in_a_page.returncode == -signal.SIGKILL, in_a_page.stderr
    one, two, three = json.loads((home / "links.json").read_text(encoding="utf-8"))
    before = []
    for moment, link in (("facts", one), ("leaf", two)):
        killed = run(home, "killed", moment, link)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        before.append(json.loads(killed.stdout))
    assert before[0]["saved"] == [0], "a page that was not acknowledged is not there"
    assert (before[1]["finished"], before[1]["saved"], before[1]["landings"]) == (1, [3], 1)
    with ThreadPoolExecutor(2) as at_once:  # the same person in two tabs, and each server lands what is ready
        both = list(at_once.map(lambda _: run(home, "answer", three, "whole"), range(2)))
    assert any(each.returncode == 0 for each in both), both[0].stderr
    with ThreadPoolExecutor(2) as at_once:
        landed = list(at_once.map(lambda _: run(home, "land"), range(2)))
    assert all(each.returncode == 0 for each in landed), landed[0].stderr + landed[1].stderr
    assert json.loads(run(home, "look").stdout) == {
        "rows": 36, "people": 3, "finished": 3, "saved": [3, 3, 3], "landings": 0, "leafless": 0,
    }  # fmt: skip
