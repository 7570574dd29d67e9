"""A forked program is a process of its own."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests import forks

PROGRAM = """
import os, signal, sys
print(os.getcwd(), os.environ["SAID"], "HOME" in os.environ, os.getpid(), *sys.argv[1:], flush=True)
print(__name__, file=sys.stderr, flush=True)
if sys.argv[1] == "die":
    os.kill(os.getpid(), signal.SIGKILL)
sys.exit(int(sys.argv[1]))
"""


@pytest.mark.parametrize(("word", "code"), [("0", 0), ("3", 3), ("die", -signal.SIGKILL)])
def test_it_has_its_own_words_environment_folder_output_and_end(
    word: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "saying.py").write_text(PROGRAM)
    monkeypatch.syspath_prepend(tmp_path)
    done = forks.run("saying", word, tmp_path, env={"SAID": "this"}, cwd=tmp_path)
    place, said, more, process, *words = done.stdout.split()
    assert (place, said, more, words) == (str(tmp_path), "this", "False", [word, str(tmp_path)])
    assert int(process) != os.getpid()
    assert (done.returncode, done.stderr) == (code, "__main__\n")


def test_what_it_does_not_catch_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "failing.py").write_text("raise KeyError('gone')")
    monkeypatch.syspath_prepend(tmp_path)
    done = forks.run("failing", env={})
    assert done.returncode == 1
    assert "KeyError: 'gone'" in done.stderr
